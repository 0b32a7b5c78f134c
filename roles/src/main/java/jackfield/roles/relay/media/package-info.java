/// The data plane of the relay: the legs of one media shard, from datagram to datagram. Signalling
/// asks through [MediaShardHandle]. Knows RTP, SRTP, ICE and DTLS; no SDP, no SIP, no ports to
/// give.
package jackfield.roles.relay.media;
