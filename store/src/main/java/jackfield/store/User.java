package jackfield.store;

/// A user as the store keeps it: no password, only the two digests that SIP needs (RFC 7616 section
/// 3.4.2: `H(username:realm:password)`).
///
/// @param name the user part of the address of record
/// @param realm the realm the digests were made for
/// @param ha1Md5 32 hexadecimal digits
/// @param ha1Sha256 64 hexadecimal digits
/// @param createdMs when the user was added (ms since 1970)
public record User(String name, String realm, String ha1Md5, String ha1Sha256, long createdMs) {
    /// Never shows the digests: they are as good as the password.
    @Override
    public String toString() {
        return "User[" + name + "@" + realm + "]";
    }

    /// A user whose digests are made from `password`.
    public static User of(String name, String realm, String password, long createdMs) {
        return new User(
                name,
                realm,
                Ha1.of("MD5", name, realm, password),
                Ha1.of("SHA-256", name, realm, password),
                createdMs);
    }

    /// True when `password` is this user's.
    public boolean hasPassword(String password) {
        return Ha1.of("SHA-256", name, realm, password).equals(ha1Sha256);
    }
}
