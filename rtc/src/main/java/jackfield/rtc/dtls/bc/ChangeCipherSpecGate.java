package jackfield.rtc.dtls.bc;

/// Keeps a client's ChangeCipherSpec from overtaking its CertificateVerify.
///
/// Bouncy Castle's server changes to the new keys when it has the ClientKeyExchange and sees a
/// ChangeCipherSpec, and is deaf to plain records from then on: a CertificateVerify that was lost
/// or late could never come in, and the handshake would stand still until its deadline. What is
/// held back here is dropped; the client repeats the whole flight (RFC 6347 section 4.2.4).
final class ChangeCipherSpecGate {
    private static final int RECORD_HEADER = 13;
    private static final int HANDSHAKE_HEADER = 12;
    private static final byte CHANGE_CIPHER_SPEC = 20;
    private static final byte HANDSHAKE = 22;
    private static final byte CERTIFICATE_VERIFY = 15;

    private boolean open;

    /// How many bytes of the datagram may pass: all, or those before a ChangeCipherSpec that is
    /// early.
    int admit(byte[] datagram) {
        int at = 0;
        while (!open && at + RECORD_HEADER <= datagram.length) {
            if (datagram[at] == CHANGE_CIPHER_SPEC) {
                return at;
            }
            int length = number(datagram, at + 11, 2);
            boolean plain = number(datagram, at + 3, 2) == 0;
            boolean whole = at + RECORD_HEADER + length <= datagram.length;
            if (plain && whole && datagram[at] == HANDSHAKE && length >= HANDSHAKE_HEADER) {
                open = endsCertificateVerify(datagram, at + RECORD_HEADER);
            }
            at += RECORD_HEADER + length;
        }
        return datagram.length;
    }

    /// True for a CertificateVerify, or the last fragment of one.
    private static boolean endsCertificateVerify(byte[] datagram, int at) {
        return datagram[at] == CERTIFICATE_VERIFY
                && number(datagram, at + 6, 3) + number(datagram, at + 9, 3)
                        == number(datagram, at + 1, 3);
    }

    private static int number(byte[] from, int at, int bytes) {
        int value = 0;
        for (int i = at; i < at + bytes; i++) {
            value = value << 8 | (from[i] & 0xff);
        }
        return value;
    }
}
