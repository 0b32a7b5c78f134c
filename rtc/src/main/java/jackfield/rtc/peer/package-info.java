/// The transport of one WebRTC peer: ICE, the DTLS handshake over it, and the keys for SRTP, behind
/// one `receive`. Knows no SDP text, no RTP, no leg; packets with keys are the owner's business.
package jackfield.rtc.peer;
