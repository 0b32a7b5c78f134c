/// STUN messages as bytes and back (RFC 8489), with the attributes that ICE adds. Knows no
/// candidates, no transactions in flight, no sockets.
package jackfield.rtc.stun;
