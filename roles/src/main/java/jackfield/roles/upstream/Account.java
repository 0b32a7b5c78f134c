package jackfield.roles.upstream;

import jackfield.sip.auth.DigestClient;
import java.util.random.RandomGenerator;

/// An account of ours at an upstream registrar.
///
/// @param user its user part there, and the user name of its digest
/// @param password its secret
public record Account(String user, String password) {
    DigestClient digest(RandomGenerator random) {
        return new DigestClient(user, password, random);
    }

    /// Without the password.
    @Override
    public String toString() {
        return "account " + user;
    }
}
