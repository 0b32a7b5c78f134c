/// Opus (RFC 6716) behind one interface: the system's libopus where there is one, else a port of it
/// in Java. Knows no RTP header and no call.
package jackfield.media.opus;
