/// The media relay: legs patched to legs. [Relay] is how signalling asks for it, in typed calls;
/// the packet path runs on a media shard. Knows SDP and RTP, and no SIP.
package jackfield.roles.relay;
