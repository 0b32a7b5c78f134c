package jackfield.roles.signalling;

import jackfield.sip.auth.DigestAuthenticator;
import jackfield.sip.auth.DigestClient;
import jackfield.sip.auth.Ha1;
import java.util.random.RandomGenerator;

/// The users' passwords in tests: each is the name and a number.
final class Passwords {
    static final String REALM = "example.org";

    private Passwords() {}

    static DigestAuthenticator server(RandomGenerator random) {
        return new DigestAuthenticator(
                REALM,
                new byte[32],
                user -> Ladder.USERS.contains(user) ? Ha1.of(user, REALM, user + "1234") : null,
                DigestAuthenticator.EVERY_PHONE,
                random);
    }

    static DigestClient client(String user, RandomGenerator random) {
        return new DigestClient(user, user + "1234", random);
    }
}
