package jackfield.sip.auth;

import jackfield.base.Parsed;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Digest challenge in a WWW-Authenticate or Proxy-Authenticate header field (RFC 7616 section
/// 3.3).
///
/// @param realm whose password is asked for
/// @param nonce what the proof must contain
/// @param algorithm the hash
/// @param auth true where qop=auth is offered
/// @param plain true where it offers no qop at all, as servers before RFC 2617 and many PBXes do
/// @param stale true where only the nonce was too old
/// @param opaque to be returned; null when missing
public record Challenge(
        String realm,
        String nonce,
        Algorithm algorithm,
        boolean auth,
        boolean plain,
        boolean stale,
        @Nullable String opaque) {

    /// Reads the value of a header field. `Bad` for other schemes and algorithms too: a client
    /// passes over those (RFC 8760 section 2.4).
    public static Parsed<Challenge> parse(String text) {
        Map<String, String> fields = DigestFields.read(text);
        String realm = fields == null ? null : fields.get("realm");
        String nonce = fields == null ? null : fields.get("nonce");
        if (fields == null || realm == null || nonce == null) {
            return new Parsed.Bad<>("Digest challenge", text);
        }
        Algorithm algorithm = Algorithm.of(fields.get("algorithm"));
        if (algorithm == null) {
            return new Parsed.Bad<>("algorithm", text);
        }
        String qop = fields.getOrDefault("qop", "");
        return new Parsed.Ok<>(
                new Challenge(
                        realm,
                        nonce,
                        algorithm,
                        Arrays.stream(qop.split(","))
                                .anyMatch(option -> option.strip().equalsIgnoreCase("auth")),
                        fields.get("qop") == null,
                        "true".equalsIgnoreCase(fields.get("stale")),
                        fields.get("opaque")));
    }

    /// As in a header field.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(160);
        text.append("Digest realm=").append(DigestFields.quote(realm));
        text.append(", nonce=").append(DigestFields.quote(nonce));
        text.append(", algorithm=").append(algorithm.token());
        if (auth) {
            text.append(", qop=\"auth\"");
        }
        if (stale) {
            text.append(", stale=true");
        }
        if (opaque != null) {
            text.append(", opaque=").append(DigestFields.quote(opaque));
        }
        return text.toString();
    }
}
