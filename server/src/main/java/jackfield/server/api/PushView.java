package jackfield.server.api;

import jackfield.store.PushSubscription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the API has to know of Web Push.
public interface PushView {
    /// The node's key, which pages subscribe with; base64url. Null where the node sends none.
    @Nullable String publicKey();

    /// Subscriptions that a user may have.
    int most();

    /// The subscriptions of an account, the newest first.
    List<PushSubscription> of(String account);

    /// Keeps a subscription; what is wrong with it, in words, or null.
    ///
    /// @param page the page's key (`p256dh`)
    /// @param secret its secret (`auth`)
    @Nullable String add(String account, String endpoint, String page, String secret);

    /// Forgets a subscription; false where there is none.
    boolean remove(String account, String endpoint);

    /// Sends every page of the account a message that shows that it works.
    void test(String account);

    /// Declines the call that a push message told of.
    ///
    /// @param key what the message said
    /// @return false where it is over, or never was
    boolean decline(String key);
}
