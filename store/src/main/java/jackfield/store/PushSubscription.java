package jackfield.store;

/// Where a sleeping page can be woken (RFC 8030), as its browser told it.
///
/// @param endpoint the push resource, an https URI
/// @param owner the account whose page it is
/// @param publicKey the page's P-256 key, base64url (RFC 8291 `p256dh`)
/// @param secret the page's authentication secret, base64url (RFC 8291 `auth`)
/// @param madeMs when (ms since 1970)
public record PushSubscription(
        String endpoint, String owner, String publicKey, String secret, long madeMs) {
    /// Without keys.
    @Override
    public String toString() {
        return "PushSubscription[" + owner + "]";
    }
}
