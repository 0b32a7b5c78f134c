package jackfield.sip.auth;

import jackfield.base.Parsed;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The Digest credentials of an Authorization or Proxy-Authorization header field (RFC 7616 section
/// 3.4), as they were sent: nothing here is checked against anything.
///
/// @param username the user, with or without a domain
/// @param realm whose password is meant
/// @param nonce the server's challenge
/// @param uri the digest-uri
/// @param response the proof, in hex
/// @param algorithm the algorithm's token; null when missing
/// @param qop the quality of protection; null when missing
/// @param cnonce the client's own nonce; null when missing
/// @param nonceCount the `nc` as sent, eight hex digits; null when missing
/// @param opaque what the server asked to have returned; null when missing
public record Credentials(
        String username,
        String realm,
        String nonce,
        String uri,
        String response,
        @Nullable String algorithm,
        @Nullable String qop,
        @Nullable String cnonce,
        @Nullable String nonceCount,
        @Nullable String opaque) {

    /// Reads the value of a header field; `Bad` for other schemes too.
    public static Parsed<Credentials> parse(String text) {
        Map<String, String> fields = DigestFields.read(text);
        if (fields == null) {
            return new Parsed.Bad<>("Digest credentials", "(hidden)");
        }
        String username = fields.get("username");
        String realm = fields.get("realm");
        String nonce = fields.get("nonce");
        String uri = fields.get("uri");
        String response = fields.get("response");
        if (username == null || realm == null || nonce == null || uri == null || response == null) {
            return new Parsed.Bad<>("Digest credentials", "(hidden)");
        }
        return new Parsed.Ok<>(
                new Credentials(
                        username,
                        realm,
                        nonce,
                        uri,
                        response,
                        fields.get("algorithm"),
                        fields.get("qop"),
                        fields.get("cnonce"),
                        fields.get("nc"),
                        fields.get("opaque")));
    }

    /// The nonce count as a number; -1 where it is missing or not eight hex digits.
    long count() {
        String text = nonceCount;
        if (text == null || text.length() != 8) {
            return -1;
        }
        long count = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            count = count << 4 | digit;
        }
        return count;
    }

    String nonceCountText() {
        return nonceCount == null ? "" : nonceCount;
    }

    /// The same with its proof.
    Credentials proved(String proof) {
        return new Credentials(
                username, realm, nonce, uri, proof, algorithm, qop, cnonce, nonceCount, opaque);
    }

    /// As in a header field.
    public String field() {
        StringBuilder text = new StringBuilder(256).append("Digest username=");
        text.append(DigestFields.quote(username));
        text.append(", realm=").append(DigestFields.quote(realm));
        text.append(", nonce=").append(DigestFields.quote(nonce));
        text.append(", uri=").append(DigestFields.quote(uri));
        text.append(", response=").append(DigestFields.quote(response));
        if (algorithm != null) {
            text.append(", algorithm=").append(algorithm);
        }
        if (cnonce != null) {
            text.append(", cnonce=").append(DigestFields.quote(cnonce));
        }
        if (opaque != null) {
            text.append(", opaque=").append(DigestFields.quote(opaque));
        }
        if (qop != null) {
            text.append(", qop=").append(qop).append(", nc=").append(nonceCount);
        }
        return text.toString();
    }

    /// Without the proof, which is a secret as long as the nonce lives.
    @Override
    public String toString() {
        return "Credentials[" + username + ", " + realm + ", " + uri + "]";
    }
}
