package jackfield.roles.signalling;

/// What is sent only to hold a way open.
final class KeepAlive {
    private KeepAlive() {}

    /// CRLFs (RFC 5626 section 3.5.1), or the zero bytes that some phones send to hold a NAT open.
    static boolean is(byte[] bytes) {
        for (byte b : bytes) {
            if (b != '\r' && b != '\n' && b != 0) {
                return false;
            }
        }
        return true;
    }
}
