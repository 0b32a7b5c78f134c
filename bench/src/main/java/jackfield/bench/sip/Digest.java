package jackfield.bench.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A phone's side of digest authentication: MD5, qop auth, always the first use of a nonce.
final class Digest {
    static final String REALM = "jackfield";
    static final String PASSWORD = "secret";

    private static final String COUNT_AND_CNONCE = "00000001:5ca1ab1e";

    private final MessageDigest md5;

    Digest() {
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has MD5", missing);
        }
    }

    String ha1(String user) {
        return hash(user + ":" + REALM + ":" + PASSWORD);
    }

    /// The header line that answers the challenge in `refusal`, a 401 or 407.
    String answer(String refusal, String method, String uri, String user, String ha1) {
        String nonce = Text.between(refusal, "nonce=\"", "\"");
        String response =
                hash(
                        ha1
                                + ":"
                                + nonce
                                + ":"
                                + COUNT_AND_CNONCE
                                + ":auth:"
                                + hash(method + ":" + uri));
        return (refusal.startsWith("407", 8) ? "Proxy-Authorization" : "Authorization")
                + ": Digest username=\""
                + user
                + "\", realm=\""
                + REALM
                + "\", nonce=\""
                + nonce
                + "\", uri=\""
                + uri
                + "\", response=\""
                + response
                + "\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"5ca1ab1e\"\r\n";
    }

    private String hash(String text) {
        return HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
