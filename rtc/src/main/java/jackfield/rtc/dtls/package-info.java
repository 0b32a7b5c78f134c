/// DTLS as media transport needs it: a handshake that ends in SRTP keys (RFC 5764). The port is
/// [Dtls]; behind it a library may block, on threads of its own and never on a media shard.
package jackfield.rtc.dtls;
