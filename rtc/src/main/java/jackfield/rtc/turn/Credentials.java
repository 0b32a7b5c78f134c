package jackfield.rtc.turn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who may use the server (RFC 8489 section 9.2). Asked on the server's thread; must not block.
public interface Credentials {
    /// What is known of a username.
    Account find(String username, long now);

    /// The username whose USERHASH this is; null where it is nobody's (RFC 8489 section 14.4).
    @Nullable String byUserhash(byte[] userhash);

    /// What is known of a username.
    sealed interface Account {
        /// It may use the server with any one of these keys.
        ///
        /// @param user who it is, for quotas and for people: of `expiry:user` the user
        /// @param keys several where a password can have been made in several ways
        record Known(String user, List<LongTermKeys> keys) implements Account {
            public Known {
                keys = List.copyOf(keys);
            }
        }

        /// It may not.
        ///
        /// @param why for people: `no such user`
        record Unknown(String why) implements Account {}
    }

    /// The keys of one password: a hash of user, realm and password by each algorithm (RFC 8489
    /// sections 18.5.1.1, 18.5.1.2). As good as the password, so never shown.
    ///
    /// @param md5 16 bytes
    /// @param sha256 32 bytes; null where it is not known
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record LongTermKeys(byte[] md5, byte @Nullable [] sha256) {
        @Override
        public String toString() {
            return "LongTermKeys";
        }
    }
}
