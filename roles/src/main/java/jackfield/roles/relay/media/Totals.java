package jackfield.roles.relay.media;

import java.util.HashMap;
import java.util.Map;

/// Sums over the legs that have ended; those that live are added when somebody asks.
final class Totals {
    private final Map<String, Long> packetsIn = new HashMap<>();
    private final Map<String, Long> packetsOut = new HashMap<>();
    private final Map<String, Long> drops = new HashMap<>();
    private long lost;
    private long dtlsFailures;
    private long iceFailures;

    /// A leg ended.
    void ended(MediaLeg leg) {
        add(leg);
        if (leg instanceof BrowserLeg browser && !browser.wasSelected()) {
            iceFailures++;
        }
    }

    private void add(MediaLeg leg) {
        String kind = kind(leg);
        packetsIn.merge(kind, leg.in().packets(), Long::sum);
        packetsOut.merge(kind, leg.out().packets(), Long::sum);
        leg.drops().forEach((why, count) -> drops.merge(why, count, Long::sum));
        lost += leg.lost();
        if (leg instanceof BrowserLeg browser && browser.dtls().startsWith("failed")) {
            dtlsFailures++;
        }
    }

    /// The sums as they are now, to add the legs that live now.
    ///
    /// @param ended what was translated on routes that are gone
    Sum begin(Transcoded ended) {
        Totals all = new Totals();
        all.packetsIn.putAll(packetsIn);
        all.packetsOut.putAll(packetsOut);
        all.drops.putAll(drops);
        all.lost = lost;
        all.dtlsFailures = dtlsFailures;
        all.iceFailures = iceFailures;
        return new Sum(all, ended);
    }

    /// Sums that grow by one leg after the other.
    static final class Sum {
        private final Totals all;
        private Transcoded transcoded;
        private final Map<String, Long> legs =
                new HashMap<>(Map.of("rtp", 0L, "sdes", 0L, "browser", 0L, "bridge", 0L));

        private Sum(Totals all, Transcoded transcoded) {
            this.all = all;
            this.transcoded = transcoded;
        }

        void add(MediaLeg leg) {
            all.add(leg);
            for (MediaStream stream : leg.streams()) {
                transcoded = transcoded.plus(stream.transcoded());
            }
            legs.merge(kind(leg), 1L, Long::sum);
        }

        MediaTotals all() {
            return new MediaTotals(
                    legs,
                    all.packetsIn,
                    all.packetsOut,
                    all.drops,
                    all.lost,
                    all.dtlsFailures,
                    all.iceFailures,
                    transcoded);
        }
    }

    private static String kind(MediaLeg leg) {
        return switch (leg) {
            case BrowserLeg _ -> "browser";
            case BridgeLeg _ -> "bridge";
            case PortLeg ports -> ports.security.isRequired() ? "sdes" : "rtp";
        };
    }
}
