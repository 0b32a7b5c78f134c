package jackfield.sip.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The hashes digest authentication is done with here (RFC 8760 section 2.1).
public enum Algorithm {
    MD5("MD5", "MD5", 32),
    SHA_256("SHA-256", "SHA-256", 64);

    private final String token;
    private final String provider;
    private final int hexDigits;

    Algorithm(String token, String provider, int hexDigits) {
        this.token = token;
        this.provider = provider;
        this.hexDigits = hexDigits;
    }

    /// The algorithm of an `algorithm` parameter; MD5 where there is none (RFC 7616 section 3.3);
    /// null for one we do not speak, the `-sess` ones among them.
    static @Nullable Algorithm of(@Nullable String token) {
        if (token == null) {
            return MD5;
        }
        for (Algorithm algorithm : values()) {
            if (algorithm.token.equalsIgnoreCase(token)) {
                return algorithm;
            }
        }
        return null;
    }

    /// As it stands in a header field.
    public String token() {
        return token;
    }

    /// The length of a hash in hex digits.
    int hexDigits() {
        return hexDigits;
    }

    /// The hash of `text` in UTF-8, in lower-case hex.
    String hash(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance(provider).digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has " + provider, missing);
        }
    }

    /// The response to a challenge without qop (RFC 2069, RFC 3261 section 22.4).
    String plainResponse(String ha1, Credentials with, String method) {
        return hash(ha1 + ":" + with.nonce() + ":" + hash(method + ":" + with.uri()));
    }

    /// The response of RFC 7616 section 3.4.1 with qop=auth.
    String response(String ha1, Credentials with, String method) {
        String ha2 = hash(method + ":" + with.uri());
        return hash(
                ha1
                        + ":"
                        + with.nonce()
                        + ":"
                        + with.nonceCountText()
                        + ":"
                        + with.cnonce()
                        + ":auth:"
                        + ha2);
    }
}
