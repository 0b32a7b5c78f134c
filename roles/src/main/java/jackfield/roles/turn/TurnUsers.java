package jackfield.roles.turn;

import static java.nio.charset.StandardCharsets.UTF_8;

import jackfield.rtc.turn.Credentials;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who may use the TURN server: the node's own users with their passwords, where that is wanted,
/// and whoever has a time-limited credential.
public final class TurnUsers implements Credentials {
    private final String realm;
    private final Function<String, @Nullable LongTermKeys> accounts;
    private final Supplier<List<String>> names;
    private final TimeLimited timeLimited;
    private final long epochMs;

    /// @param accounts the keys of a user; null where there is no such user
    /// @param names of all users, for those who send theirs as a hash
    /// @param epochMs when the node's clock was 0, in milliseconds since 1970
    public TurnUsers(
            String realm,
            Function<String, @Nullable LongTermKeys> accounts,
            Supplier<List<String>> names,
            TimeLimited timeLimited,
            long epochMs) {
        this.realm = realm;
        this.accounts = accounts;
        this.names = names;
        this.timeLimited = timeLimited;
        this.epochMs = epochMs;
    }

    @Override
    public Account find(String username, long now) {
        TimeLimited.Name name = TimeLimited.name(username);
        if (name == null) {
            LongTermKeys keys = accounts.apply(username);
            return keys == null
                    ? new Account.Unknown("no such user")
                    : new Account.Known(username, List.of(keys));
        }
        long late = (epochMs + now / 1_000_000) / 1_000 - name.expires();
        if (late >= 0) {
            return new Account.Unknown("its credential ran out " + late + " s ago");
        }
        List<LongTermKeys> keys = new ArrayList<>();
        for (TimeLimited.Hash hash : TimeLimited.Hash.values()) {
            keys.add(keys(username, timeLimited.password(username, hash)));
        }
        return new Account.Known(name.user(), keys);
    }

    @Override
    public @Nullable String byUserhash(byte[] userhash) {
        for (String name : names.get()) {
            if (MessageDigest.isEqual(hash("SHA-256", name + ":" + realm), userhash)) {
                return name;
            }
        }
        return null;
    }

    private LongTermKeys keys(String username, String password) {
        String text = username + ":" + realm + ":" + password;
        return new LongTermKeys(hash("MD5", text), hash("SHA-256", text));
    }

    /// Keys from what is stored for SIP: the same hashes of the same text.
    ///
    /// @param sha256Hex empty where it is not known
    public static LongTermKeys stored(String md5Hex, String sha256Hex) {
        return new LongTermKeys(
                HexFormat.of().parseHex(md5Hex),
                sha256Hex.isEmpty() ? null : HexFormat.of().parseHex(sha256Hex));
    }

    private static byte[] hash(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new AssertionError(everyJdkHasIt);
        }
    }
}
