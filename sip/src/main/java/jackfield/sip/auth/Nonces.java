package jackfield.sip.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Nonces that carry their own date and a signature, so that asking costs no memory (RFC 7616
/// section 3.3). Memory is spent on a nonce only once its holder has proved a password: then its
/// counts are remembered, so that no proof is good twice.
final class Nonces {
    /// What a nonce is worth.
    enum State {
        GOOD,
        STALE
    }

    private static final int DATE_BYTES = 8;
    private static final int RANDOM_BYTES = 4;
    private static final int SIGNED_BYTES = DATE_BYTES + RANDOM_BYTES;
    private static final int MAC_BYTES = 12;
    private static final int NONCE_DIGITS = 2 * (SIGNED_BYTES + MAC_BYTES);

    /// The highest count seen, and a bit for each of the 64 up to it.
    private static final class Counts {
        private long highest;
        private long seen;
    }

    private final Mac mac;
    private final RandomGenerator random;
    private final long lifetime;
    private final int most;
    private final Map<String, Counts> counts = new LinkedHashMap<>();
    private long forgottenUpTo = Long.MIN_VALUE;

    /// @param secret signs the nonces; at least 16 bytes
    /// @param lifetime how long a nonce is good (ns)
    /// @param most how many used nonces are remembered
    Nonces(byte[] secret, RandomGenerator random, long lifetime, int most) {
        if (secret.length < 16) {
            throw new IllegalArgumentException("a secret has 16 bytes at least");
        }
        this.random = random;
        this.lifetime = lifetime;
        this.most = most;
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA256", missing);
        }
    }

    /// A fresh nonce.
    String next(long now) {
        ByteBuffer nonce = ByteBuffer.allocate(SIGNED_BYTES + MAC_BYTES);
        nonce.putLong(now).putInt(random.nextInt());
        byte[] signature = sign(nonce.array());
        nonce.put(signature, 0, MAC_BYTES);
        return HexFormat.of().formatHex(nonce.array());
    }

    private byte[] sign(byte[] nonce) {
        mac.update("nonce:".getBytes(StandardCharsets.US_ASCII));
        mac.update(nonce, 0, SIGNED_BYTES);
        return mac.doFinal();
    }

    /// Whether the nonce is ours and still good.
    State check(String nonce, long now) {
        long issued = issued(nonce);
        boolean good =
                issued > 0
                        && issued <= now
                        && now - issued < lifetime
                        && (issued > forgottenUpTo || counts.containsKey(nonce));
        return good ? State.GOOD : State.STALE;
    }

    /// When the nonce was made (ns); 0 where it is not ours.
    private long issued(String nonce) {
        if (nonce.length() != NONCE_DIGITS || !isHex(nonce)) {
            return 0;
        }
        byte[] bytes = HexFormat.of().parseHex(nonce);
        byte[] theirs = Arrays.copyOfRange(bytes, SIGNED_BYTES, bytes.length);
        byte[] ours = Arrays.copyOf(sign(bytes), MAC_BYTES);
        return MessageDigest.isEqual(ours, theirs) ? ByteBuffer.wrap(bytes).getLong() : 0;
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /// Notes that a proof with this count was right; false where that count was used before, or is
    /// too old to tell. Counts may arrive out of order, as datagrams do.
    boolean use(String nonce, long count, long now) {
        Counts used = counts.get(nonce);
        if (used == null) {
            makeRoom(now);
            used = new Counts();
            counts.put(nonce, used);
        }
        long behind = used.highest - count;
        if (behind >= Long.SIZE || behind >= 0 && (used.seen >>> behind & 1) != 0) {
            return false;
        }
        if (behind < 0) {
            used.seen = -behind >= Long.SIZE ? 0 : used.seen << -behind;
            used.highest = count;
            used.seen |= 1;
        } else {
            used.seen |= 1L << behind;
        }
        return true;
    }

    /// Forgets what has expired, and when full the oldest, whose time then counts as over: a nonce
    /// whose counts are forgotten must not be good again.
    private void makeRoom(long now) {
        Iterator<String> oldest = counts.keySet().iterator();
        while (oldest.hasNext()) {
            long issued = issued(oldest.next());
            if (now - issued < lifetime && counts.size() < most) {
                return;
            }
            forgottenUpTo = Math.max(forgottenUpTo, issued);
            oldest.remove();
        }
    }

    /// How many used nonces are remembered.
    int remembered() {
        return counts.size();
    }
}
