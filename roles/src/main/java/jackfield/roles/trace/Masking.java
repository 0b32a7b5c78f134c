package jackfield.roles.trace;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes the secrets out of a message that is to be shown: what proves a password (the digest of
/// Authorization and Proxy-Authorization, a Bearer token) and the keys of media (SDES, ICE). Each
/// is overwritten with as many `x`, so that lengths stay right.
public final class Masking {
    private static final Pattern SECRETS =
            Pattern.compile(
                    "(?im)^(?:proxy-)?authorization[ \\t]*:(?<credentials>[^\\r\\n]*"
                            + "(?:\\r?\\n[ \\t][^\\r\\n]*)*)"
                            + "|^authentication-info[ \\t]*:(?<info>[^\\r\\n]*"
                            + "(?:\\r?\\n[ \\t][^\\r\\n]*)*)"
                            + "|^a=crypto:[^\\r\\n]*?inline:(?<key>[^\\r\\n]*)"
                            + "|^a=(?:ice-pwd|key-mgmt):(?<password>[^\\r\\n]*)"
                            + "|^k=(?<old>[^\\r\\n]*)");

    /// What proves the password in a digest.
    private static final Pattern DIGEST =
            Pattern.compile("(?i)\\b(?:response|rspauth)\\s*=\\s*\"?(?<secret>[0-9a-z]+)");

    /// What follows the name of any other scheme: Bearer, Basic.
    private static final Pattern TOKEN =
            Pattern.compile("(?is)^\\s*(?!digest\\b)\\S+\\s+(?<secret>\\S.*)");

    private Masking() {}

    /// A copy of `message` without secrets; `message` itself where it has none.
    public static byte[] mask(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        Matcher found = SECRETS.matcher(text);
        if (!found.find()) {
            return message;
        }
        byte[] masked = message.clone();
        do {
            proof(DIGEST, text, masked, found, "credentials");
            proof(TOKEN, text, masked, found, "credentials");
            proof(DIGEST, text, masked, found, "info");
            for (String group : new String[] {"key", "password", "old"}) {
                cover(masked, found.start(group), found.end(group));
            }
        } while (found.find());
        return masked;
    }

    private static void proof(
            Pattern pattern, String text, byte[] masked, Matcher field, String group) {
        if (field.group(group) == null) {
            return;
        }
        Matcher proof = pattern.matcher(text).region(field.start(group), field.end(group));
        while (proof.find()) {
            cover(masked, proof.start("secret"), proof.end("secret"));
        }
    }

    private static void cover(byte[] masked, int from, int to) {
        for (int i = Math.max(from, 0); i < to; i++) {
            if (masked[i] != '\r' && masked[i] != '\n') {
                masked[i] = 'x';
            }
        }
    }
}
