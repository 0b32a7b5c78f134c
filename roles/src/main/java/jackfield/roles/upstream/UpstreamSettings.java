package jackfield.roles.upstream;

import jackfield.roles.location.AddressOfRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an operator may change about registrars above us.
///
/// @param upstreams all of them; the first that authenticates a user does, every one that mirrors
///   it does
/// @param answerTime how long one server has to answer (ns)
/// @param firstRetry how long after a first failure it is tried again (ns)
/// @param longestRetry how long the doubling of that goes on (ns)
public record UpstreamSettings(
        List<Upstream> upstreams, long answerTime, long firstRetry, long longestRetry) {
    private static final long SECOND = 1_000_000_000L;

    /// No upstream.
    public static final UpstreamSettings NONE = of(List.of());

    public UpstreamSettings {
        upstreams = List.copyOf(upstreams);
    }

    /// The registrar that decides who this user is; null where that is us.
    public @Nullable Upstream authenticator(AddressOfRecord aor) {
        for (Upstream upstream : upstreams) {
            if (upstream.mode() == Upstream.Mode.AUTHENTICATE && upstream.isFor(aor)) {
                return upstream;
            }
        }
        return null;
    }

    /// These upstreams: 6 s to answer, retries after 2 s to 5 minutes.
    public static UpstreamSettings of(List<Upstream> upstreams) {
        return new UpstreamSettings(upstreams, 6 * SECOND, 2 * SECOND, 300 * SECOND);
    }
}
