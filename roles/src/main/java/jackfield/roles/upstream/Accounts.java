package jackfield.roles.upstream;

import jackfield.roles.location.AddressOfRecord;
import org.jspecify.annotations.Nullable;

/// The accounts that our users have at a mirror.
@FunctionalInterface
public interface Accounts {
    /// The account of a user; null for one that is not mirrored.
    @Nullable Account of(AddressOfRecord aor);
}
