package jackfield.server.api;

import java.util.Optional;

/// What keeps links that sign a user in once.
public interface LinksView {
    /// Keeps a link by the digest of its code.
    void put(String digest, String account, long untilMs);

    /// Whose link this is; it is used up.
    Optional<String> use(String digest);
}
