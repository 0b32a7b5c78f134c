package jackfield.server.records;

import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.media.StreamSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the media of the last calls was when they ended, in memory: what a record has no room for.
/// Bounded in number, bytes and time; the oldest goes first. For any thread.
public final class EndedMedia {
    /// A leg without its texts and its course, about.
    private static final int LEG = 3_000;

    private static final int POINT = 20;

    private final Limits limits;

    /// Guarded by itself.
    private final Map<String, Kept> byCallId = new LinkedHashMap<>();

    private long bytes;

    public EndedMedia(Limits limits) {
        this.limits = limits;
    }

    /// What may be kept.
    ///
    /// @param calls how many; 0 keeps nothing
    /// @param bytes of all together, about
    /// @param keepNs how long after its end a call is kept
    public record Limits(int calls, long bytes, long keepNs) {}

    /// A call's media at its end.
    ///
    /// @param atNs when that was (ns since the node started)
    public record Kept(String callId, long atNs, List<LegReport> legs) {
        public Kept {
            legs = List.copyOf(legs);
        }

        private long bytes() {
            long sum = 0;
            for (LegReport leg : legs) {
                sum += LEG + leg.sdpIn().length() + leg.sdpOut().length();
                for (StreamSnapshot stream : leg.details().streams()) {
                    sum += (long) POINT * stream.quality().in().course().size();
                    sum += (long) POINT * stream.quality().out().course().size();
                }
            }
            return sum;
        }
    }

    /// Keeps what is known of a call that is over; nothing of one without media.
    public void add(String callId, List<LegReport> legs, long now) {
        if (legs.isEmpty() || limits.calls() == 0) {
            return;
        }
        Kept kept = new Kept(callId, now, legs);
        synchronized (byCallId) {
            Kept before = byCallId.remove(callId);
            bytes += kept.bytes() - (before == null ? 0 : before.bytes());
            byCallId.put(callId, kept);
            shrink(now);
        }
    }

    /// A call's media; empty where nothing is kept of it.
    public Optional<Kept> find(String callId, long now) {
        synchronized (byCallId) {
            shrink(now);
            return Optional.ofNullable(byCallId.get(callId));
        }
    }

    private void shrink(long now) {
        while (!byCallId.isEmpty()) {
            Kept oldest = byCallId.values().iterator().next();
            boolean fits = byCallId.size() <= limits.calls() && bytes <= limits.bytes();
            if (fits && now - oldest.atNs() <= limits.keepNs()) {
                return;
            }
            byCallId.remove(oldest.callId());
            bytes -= oldest.bytes();
        }
    }
}
