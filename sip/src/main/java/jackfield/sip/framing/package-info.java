/// Cuts what connections carry into SIP messages: byte streams (RFC 3261 section 18.3) and
/// WebSocket messages (RFC 7118). Knows no socket, and of a message only where it ends.
package jackfield.sip.framing;
