package jackfield.roles.p2p;

/// Who may sign in, and who there is. Never waits.
public interface SignalAccess {
    /// What a device shows to say whose it is.
    sealed interface Credentials {
        /// A session's token, or one of an issuer whose tokens the node takes.
        record Token(String token) implements Credentials {
            @Override
            public String toString() {
                return "Token[hidden]";
            }
        }

        /// A name and its password.
        record Password(String user, String password) implements Credentials {
            @Override
            public String toString() {
                return "Password[" + user + "]";
            }
        }
    }

    /// What comes of it.
    sealed interface Verdict {
        /// It is this user's.
        record Known(String user) implements Verdict {}

        /// It is nobody's.
        ///
        /// @param reason for the person in front of the page
        record Refused(String reason) implements Verdict {}
    }

    /// Whose these are.
    Verdict check(Credentials credentials);

    /// Whether there is, or may be, such a user.
    boolean isUser(String user);

    /// Whether a user wants no calls now.
    default boolean isQuiet(String user) {
        return false;
    }

    /// How long a call waits for a user whom somebody can wake (ns); 0 where nobody can.
    default long patience(String user) {
        return 0;
    }

    /// The user that a page means: `bob` for `bob`, `bob@our.domain` and `sip:bob@our.domain`.
    ///
    /// @param from the user whose page it is: names without a domain are of the same
    String name(String address, String from);
}
