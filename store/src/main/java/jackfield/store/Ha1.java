package jackfield.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The digest of user, realm and password that stands in for the password (RFC 7616 section 3.4.2).
final class Ha1 {
    private Ha1() {}

    static String of(String algorithm, String name, String realm, String password) {
        try {
            byte[] text = (name + ":" + realm + ":" + password).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new AssertionError(everyJdkHasIt);
        }
    }
}
