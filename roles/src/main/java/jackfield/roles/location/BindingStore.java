package jackfield.roles.location;

import java.util.List;

/// Where bindings outlive a restart. The table in memory is the truth; the store follows it.
///
/// [#save] and [#remove] are called on the signalling shard and return at once: the store queues
/// them and writes later, in the order of the calls (a later call for the same key wins, so a queue
/// may drop what a later one overtakes).
public interface BindingStore {
    /// Keeps nothing: for tests and for nodes without a data folder.
    BindingStore NONE =
            new BindingStore() {
                @Override
                public void save(SavedBinding binding) {}

                @Override
                public void remove(AddressOfRecord aor, String key) {}

                @Override
                public List<SavedBinding> load() {
                    return List.of();
                }
            };

    /// Inserts the binding, or replaces the one with the same user, domain and key.
    void save(SavedBinding binding);

    /// Forgets a binding; it is fine if there is none.
    void remove(AddressOfRecord aor, String key);

    /// Every binding kept, expired ones too. Called once at boot, before the shard runs: it may
    /// block.
    List<SavedBinding> load();
}
