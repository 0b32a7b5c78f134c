/// DTLS 1.2 with `use_srtp` by Bouncy Castle, whose handshake blocks: here on virtual threads of
/// its own. Knows no ICE and no RTP; what it is given and gives back are datagrams and keys.
package jackfield.rtc.dtls.bc;
