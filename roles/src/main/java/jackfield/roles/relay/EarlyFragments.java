package jackfield.roles.relay;

import jackfield.rtc.sdp.SdpFragment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Candidates that came before the description they belong to: they overtook it (RFC 8840 section
/// 4.3). Few, and not for long: anyone may send them.
final class EarlyFragments {
    private static final int MOST_PARTIES = 256;
    private static final int MOST_EACH = 8;
    private static final long LASTS = Duration.ofSeconds(30).toNanos();

    private final Map<Party, Waiting> waiting = new LinkedHashMap<>();

    private record Party(String callId, String tag) implements Comparable<Party> {
        private static final Comparator<Party> ORDER =
                Comparator.comparing(Party::callId).thenComparing(Party::tag);

        @Override
        public int compareTo(Party other) {
            return ORDER.compare(this, other);
        }
    }

    private record Waiting(long since, List<SdpFragment> fragments) {}

    void add(String callId, String tag, SdpFragment fragment, long now) {
        Waiting own =
                waiting.computeIfAbsent(
                        new Party(callId, tag), _ -> new Waiting(now, new ArrayList<>()));
        if (own.fragments.size() < MOST_EACH) {
            own.fragments.add(fragment);
        }
        forget(now);
    }

    /// What waited for this party, which is gone from here.
    List<SdpFragment> take(String callId, String tag, long now) {
        forget(now);
        Waiting own = waiting.remove(new Party(callId, tag));
        return own == null ? List.of() : own.fragments;
    }

    /// Those in the order they came: the oldest first.
    private void forget(long now) {
        var oldest = waiting.values().iterator();
        while (oldest.hasNext()) {
            boolean old = now - oldest.next().since > LASTS;
            if (!old && waiting.size() <= MOST_PARTIES) {
                return;
            }
            oldest.remove();
        }
    }

    int size() {
        return waiting.size();
    }
}
