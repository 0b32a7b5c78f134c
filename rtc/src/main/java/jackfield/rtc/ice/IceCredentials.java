package jackfield.rtc.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import jackfield.base.Parsed;
import java.util.random.RandomGenerator;

/// A username fragment and its password, as `a=ice-ufrag` and `a=ice-pwd` carry them (RFC 8839
/// section 5.4).
///
/// @param ufrag 4 to 256 ice-chars
/// @param password 22 to 256 ice-chars; a secret
public record IceCredentials(String ufrag, String password) {
    private static final String ICE_CHARS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int LONGEST = 256;

    public IceCredentials {
        if (!isIceChars(ufrag, 4)) {
            throw new IllegalArgumentException("ice-ufrag " + ufrag);
        }
        if (!isIceChars(password, 22)) {
            throw new IllegalArgumentException("ice-pwd of " + password.length());
        }
    }

    /// Fresh ones: 48 bits of ufrag, 144 of password. `random` must be a strong source.
    public static IceCredentials random(RandomGenerator random) {
        return new IceCredentials(text(random, 8), text(random, 24));
    }

    /// What a peer's SDP says.
    public static Parsed<IceCredentials> parse(String ufrag, String password) {
        if (!isIceChars(ufrag, 4)) {
            return new Parsed.Bad<>("a=ice-ufrag", ufrag);
        }
        return isIceChars(password, 22)
                ? new Parsed.Ok<>(new IceCredentials(ufrag, password))
                : new Parsed.Bad<>("a=ice-pwd", password.length() + " characters");
    }

    /// The key of MESSAGE-INTEGRITY (RFC 8489 section 9.1.1).
    byte[] key() {
        return password.getBytes(UTF_8);
    }

    /// Without the password.
    @Override
    public String toString() {
        return "IceCredentials[" + ufrag + "]";
    }

    private static String text(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
        }
        return text.toString();
    }

    private static boolean isIceChars(String text, int shortest) {
        return text.length() >= shortest
                && text.length() <= LONGEST
                && text.chars().allMatch(c -> ICE_CHARS.indexOf(c) >= 0);
    }
}
