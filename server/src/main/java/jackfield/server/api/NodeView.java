package jackfield.server.api;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the API can ask a node. Called on virtual threads: an answer may wait for the shard that
/// owns the table.
public interface NodeView {
    /// The calls there are now.
    List<CallView> calls();

    /// One of them.
    Optional<CallView> call(String id);

    /// The bindings there are now, of all users or of one.
    List<RegistrationView> registrations(@Nullable String user);

    /// The registrations at registrars above us, of all users or of one.
    List<UpstreamRegistrationView> upstreams(@Nullable String user);

    /// Ends a call: with BYE where it was answered, else with a refusal. False where there is none
    /// of this Call-ID whose signalling is ours.
    boolean hangUp(String id);

    /// Removes a user's bindings, or the one with this contact; gives how many.
    int drop(String user, @Nullable String contact);
}
