package jackfield.roles.proxy;

import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.transactionuser.Agenda;
import jackfield.roles.waking.Sleepers;
import jackfield.roles.waking.WakingCall;
import jackfield.sip.message.NameAddr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The destinations that wait for a user who is woken, each until its patience ends. Bounded by the
/// calls that may be at once.
final class Awaiting {
    private final Map<AddressOfRecord, Set<Destination>> byUser = new HashMap<>();
    private final Agenda<Destination> patience = new Agenda<>();
    private Sleepers sleepers = Sleepers.NONE;

    /// Users are woken by this from now on.
    void wakeBy(Sleepers others) {
        sleepers = others;
    }

    /// Wakes whom `destination` waits for.
    void begin(Destination destination, Way.Awaited awaited, long now) {
        byUser.computeIfAbsent(awaited.user(), _ -> new LinkedHashSet<>()).add(destination);
        patience.set(destination, now + awaited.patience());
        ResponseContext context = destination.search.context;
        NameAddr from = context.request.headers().from();
        byte[] sdp = Sdp.of(context.request);
        sleepers.called(
                new WakingCall(
                        awaited.user(),
                        from.uri().toString(),
                        from.displayName() == null ? "" : from.displayName(),
                        context.request.headers().callId(),
                        sdp != null && Sdp.offersVideo(sdp)));
    }

    /// Waits no more; it is fine if it never did.
    void end(Destination destination) {
        patience.stop(destination);
        if (destination.target.way() instanceof Way.Awaited awaited) {
            byUser.computeIfPresent(
                    awaited.user(),
                    (_, all) -> {
                        all.remove(destination);
                        return all.isEmpty() ? null : all;
                    });
        }
    }

    /// Whom somebody came to, and who is left without, waits no longer: who came has said no.
    void endIfServed(Search search) {
        if (search.somebodyCame
                && search.open.stream()
                        .allMatch(each -> each.target.way() instanceof Way.Awaited)) {
            search.open.forEach(this::end);
            search.open.clear();
        }
    }

    /// Who waits for this user.
    List<Destination> of(AddressOfRecord user) {
        return new ArrayList<>(byUser.getOrDefault(user, Set.of()));
    }

    /// One whose patience has ended; null where none has.
    @Nullable Destination late(long now) {
        Destination late = patience.take(now);
        if (late != null) {
            end(late);
        }
        return late;
    }

    /// When the next patience ends (ns).
    long deadline() {
        return patience.earliest();
    }
}
