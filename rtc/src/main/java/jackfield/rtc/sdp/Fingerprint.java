package jackfield.rtc.sdp;

import jackfield.base.Parsed;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// The hash of a certificate (RFC 8122 section 5).
///
/// @param hash the function, in lower case: `sha-256`
/// @param value the hash, `AB:CD:…` in upper case
public record Fingerprint(String hash, String value) {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    /// Reads `sha-256 AB:CD:…`. Only functions that still mean something are taken: SHA-1 as a
    /// warning's worth of legacy, SHA-2 as the rule.
    public static Parsed<Fingerprint> parse(String text) {
        String[] words = SdpText.words(text);
        if (words.length != 2 || bytes(words[0]) == 0) {
            return new Parsed.Bad<>("a=fingerprint", text);
        }
        String value = words[1].toUpperCase(Locale.ROOT);
        if (value.length() != 3 * bytes(words[0]) - 1) {
            return new Parsed.Bad<>("a=fingerprint", text);
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean right = i % 3 == 2 ? c == ':' : HexFormat.isHexDigit(c);
            if (!right) {
                return new Parsed.Bad<>("a=fingerprint", text);
            }
        }
        return new Parsed.Ok<>(new Fingerprint(words[0].toLowerCase(Locale.ROOT), value));
    }

    /// The SHA-256 fingerprint of a certificate (DER).
    public static Fingerprint sha256(byte[] certificate) {
        return new Fingerprint("sha-256", digest("sha-256", certificate));
    }

    /// True when `certificate` (DER) has this hash.
    public boolean matches(byte[] certificate) {
        return digest(hash, certificate).equals(value);
    }

    /// `sha-256 AB:CD:…`
    @Override
    public String toString() {
        return hash + " " + value;
    }

    private static int bytes(String hash) {
        return switch (hash.toLowerCase(Locale.ROOT)) {
            case "sha-1" -> 20;
            case "sha-224" -> 28;
            case "sha-256" -> 32;
            case "sha-384" -> 48;
            case "sha-512" -> 64;
            default -> 0;
        };
    }

    private static String digest(String hash, byte[] certificate) {
        try {
            MessageDigest digest = MessageDigest.getInstance(hash.toUpperCase(Locale.ROOT));
            return COLONS.formatHex(digest.digest(certificate));
        } catch (NoSuchAlgorithmException inEveryJre) {
            throw new AssertionError(inEveryJre);
        }
    }
}
