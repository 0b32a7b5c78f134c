package jackfield.server.api;

import java.util.List;
import java.util.Optional;

/// What the API can ask a node. Called on virtual threads: an answer may wait for the shard that
/// owns the table.
public interface NodeView {
    /// The calls there are now.
    List<CallView> calls();

    /// One of them.
    Optional<CallView> call(String id);

    /// The bindings there are now.
    List<RegistrationView> registrations();
}
