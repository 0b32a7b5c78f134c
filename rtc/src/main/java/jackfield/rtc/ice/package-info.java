/// Interactive Connectivity Establishment (RFC 8445) without sockets: one agent for one data stream
/// of one component. Knows STUN and addresses; not SDP, DTLS, or what the path is for.
package jackfield.rtc.ice;
