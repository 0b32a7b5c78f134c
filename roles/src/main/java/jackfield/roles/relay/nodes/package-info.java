/// Media relays in other programs, such as rtpengine, driven by the NG protocol: which of them
/// takes a call, and what becomes of it when one does not answer. It must not know SIP, sockets or
/// the packet path of this process.
package jackfield.roles.relay.nodes;
