package jackfield.store;

import jackfield.sip.auth.Ha1;

/// A user as the store keeps it: no password, only the two digests that SIP needs.
///
/// @param name the user part of the address of record
/// @param realm the realm the digests were made for
/// @param ha1 the digests; as good as the password, and never shown
/// @param createdMs when the user was added (ms since 1970)
public record User(String name, String realm, Ha1 ha1, long createdMs) {
    /// A user whose digests are made from `password`.
    public static User of(String name, String realm, String password, long createdMs) {
        return new User(name, realm, Ha1.of(name, realm, password), createdMs);
    }

    /// True when `password` is this user's.
    public boolean hasPassword(String password) {
        return Ha1.of(name, realm, password).md5Hex().equals(ha1.md5Hex());
    }
}
