package jackfield.rtc.sdp;

import jackfield.base.Parsed;
import jackfield.rtc.srtp.SrtpProfile;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An `a=crypto` line: a suite and the master keys its writer sends with (RFC 4568).
///
/// @param tag the number an answer repeats
/// @param suite the suite's name
/// @param keys one or more master keys
/// @param parameters the session parameters: `WSH=64`, `UNENCRYPTED_SRTP`
public record Crypto(int tag, String suite, List<Key> keys, List<String> parameters) {
    private static final int MOST_KEYS = 8;

    /// Of an MKI: 128 bytes have no more.
    private static final int MOST_DIGITS = 309;

    public Crypto {
        keys = List.copyOf(keys);
        parameters = List.copyOf(parameters);
    }

    /// A master key and salt.
    ///
    /// @param keyAndSalt the key followed by the salt; never changed
    /// @param lifetime how many packets its writer sends with it at most, as written: `2^31`,
    ///   `1000`; null without. To keep to it is the writer's part: what comes in still
    ///   authenticates
    /// @param mki the Master Key Identifier, a number as written; null without
    /// @param mkiBytes its length in packets; 0 without
    @SuppressWarnings("ArrayRecordComponent") // key material: handed on, never compared
    public record Key(
            byte[] keyAndSalt, @Nullable String lifetime, @Nullable String mki, int mkiBytes) {
        /// The identifier as it stands in packets: `mkiBytes` long, none where there is none.
        public byte[] identifier() {
            byte[] bytes = new byte[mkiBytes];
            if (mki != null) {
                byte[] number = new BigInteger(mki).toByteArray();
                for (int i = 1; i <= Math.min(number.length, mkiBytes); i++) {
                    bytes[mkiBytes - i] = number[number.length - i];
                }
            }
            return bytes;
        }

        @Override
        public String toString() {
            return "Key[…]";
        }
    }

    /// A line of our own: one key, no lifetime, no MKI.
    public static Crypto of(int tag, SrtpProfile profile, byte[] keyAndSalt) {
        return of(tag, profile, keyAndSalt, new byte[0]);
    }

    /// A line of our own: one key, no lifetime.
    ///
    /// @param mki the Master Key Identifier that its packets carry; empty for none
    public static Crypto of(int tag, SrtpProfile profile, byte[] keyAndSalt, byte[] mki) {
        if (keyAndSalt.length != profile.keyBytes() + profile.saltBytes()) {
            throw new IllegalArgumentException("key of " + keyAndSalt.length + " bytes");
        }
        String number = mki.length == 0 ? null : new BigInteger(1, mki).toString();
        Key key = new Key(keyAndSalt, null, number, mki.length);
        return new Crypto(tag, profile.sdesName(), List.of(key), List.of());
    }

    /// Reads `1 AES_CM_128_HMAC_SHA1_80 inline:…|2^20|1:4 WSH=64`. A suite we do not know is read
    /// all the same ([#profile()] is null); the keys of one we know must have its length.
    public static Parsed<Crypto> parse(String text) {
        // What stands in the line is secret: a Bad must not repeat it.
        Parsed.Bad<Crypto> bad = new Parsed.Bad<>("a=crypto", "…");
        String[] words = SdpText.words(text);
        if (words.length < 3) {
            return bad;
        }
        int tag = (int) SdpText.number(words[0], 999_999_999);
        String[] inlines = words[2].split(";", -1);
        if (tag < 0 || inlines.length > MOST_KEYS) {
            return bad;
        }
        int expected = keyLength(SrtpProfile.named(words[1]));
        List<Key> keys = new ArrayList<>();
        for (String inline : inlines) {
            Key key = key(inline);
            if (key == null || expected > 0 && key.keyAndSalt().length != expected) {
                return bad;
            }
            keys.add(key);
        }
        List<String> parameters = Arrays.asList(words).subList(3, words.length);
        return new Parsed.Ok<>(new Crypto(tag, words[1], keys, parameters));
    }

    /// The suite as a profile; null for one we do not know.
    public @Nullable SrtpProfile profile() {
        return SrtpProfile.named(suite);
    }

    /// The master key of the first key; only where [#profile()] is known.
    public byte[] masterKey() {
        return Arrays.copyOf(keys.getFirst().keyAndSalt(), known().keyBytes());
    }

    /// The master salt of the first key; only where [#profile()] is known.
    public byte[] masterSalt() {
        byte[] both = keys.getFirst().keyAndSalt();
        return Arrays.copyOfRange(both, known().keyBytes(), both.length);
    }

    /// The Master Key Identifier of the first key, as packets carry it; empty for none.
    public byte[] mki() {
        return keys.getFirst().identifier();
    }

    /// True when we can do what the line asks: a profile we have, one key, and no session parameter
    /// that must be understood and changes the packets: `KDR`, `UNENCRYPTED_SRTP` and its like,
    /// `FEC_ORDER` (RFC 4568 section 6.3). `WSH` is a hint about the receiver's window.
    public boolean isUsable() {
        return profile() != null
                && keys.size() == 1
                && parameters.stream().allMatch(p -> p.startsWith("-") || p.startsWith("WSH="));
    }

    /// The attribute's value. Secret.
    public String value() {
        StringBuilder text = new StringBuilder().append(tag).append(' ').append(suite);
        char separator = ' ';
        for (Key key : keys) {
            text.append(separator).append("inline:");
            text.append(Base64.getEncoder().encodeToString(key.keyAndSalt()));
            if (key.lifetime() != null) {
                text.append('|').append(key.lifetime());
            }
            if (key.mki() != null) {
                text.append('|').append(key.mki()).append(':').append(key.mkiBytes());
            }
            separator = ';';
        }
        parameters.forEach(p -> text.append(' ').append(p));
        return text.toString();
    }

    @Override
    public String toString() {
        return "Crypto[" + tag + " " + suite + "]";
    }

    private SrtpProfile known() {
        SrtpProfile profile = profile();
        if (profile == null) {
            throw new IllegalStateException("unknown suite " + suite);
        }
        return profile;
    }

    private static int keyLength(@Nullable SrtpProfile profile) {
        return profile == null ? 0 : profile.keyBytes() + profile.saltBytes();
    }

    private static @Nullable Key key(String inline) {
        if (!inline.regionMatches(true, 0, "inline:", 0, 7)) {
            return null;
        }
        String[] parts = inline.substring(7).split("\\|", -1);
        String lifetime = null;
        String mki = null;
        int mkiBytes = 0;
        for (int i = 1; i < parts.length; i++) {
            int colon = parts[i].indexOf(':');
            if (colon < 0 && i == 1) {
                lifetime = parts[i];
            } else if (colon > 0 && i == parts.length - 1) {
                mki = parts[i].substring(0, colon);
                mkiBytes = (int) SdpText.number(parts[i].substring(colon + 1), 128);
            } else {
                return null;
            }
        }
        byte @Nullable [] bytes = base64(parts[0]);
        boolean readable =
                (lifetime == null || isLifetime(lifetime))
                        && (mki == null || isIdentifier(mki, mkiBytes));
        return bytes != null && readable ? new Key(bytes, lifetime, mki, mkiBytes) : null;
    }

    /// `2^20` or a number of packets; a key of SRTP lasts 2^48 of them (RFC 3711 section 9.2).
    private static boolean isLifetime(String text) {
        return text.startsWith("2^")
                ? SdpText.number(text.substring(2), 48) >= 0
                : SdpText.number(text, 1L << 48) > 0;
    }

    /// A number that fits into so many bytes.
    private static boolean isIdentifier(String text, int bytes) {
        return bytes > 0
                && text.length() <= MOST_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && new BigInteger(text).bitLength() <= bytes * Byte.SIZE;
    }

    /// Base64 with or without its padding: some phones leave it out.
    private static byte @Nullable [] base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return bytes.length == 0 ? null : bytes;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
