package jackfield.roles.relay.media;

import java.util.Collection;
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

    /// The sums with the legs that live.
    ///
    /// @param ended what was translated on routes that are gone
    MediaTotals with(Collection<MediaLeg> living, Transcoded ended) {
        Transcoded transcoded = ended;
        Totals all = new Totals();
        all.packetsIn.putAll(packetsIn);
        all.packetsOut.putAll(packetsOut);
        all.drops.putAll(drops);
        all.lost = lost;
        all.dtlsFailures = dtlsFailures;
        Map<String, Long> legs =
                new HashMap<>(Map.of("rtp", 0L, "sdes", 0L, "browser", 0L, "bridge", 0L));
        for (MediaLeg leg : living) {
            all.add(leg);
            for (MediaStream stream : leg.streams()) {
                transcoded = transcoded.plus(stream.transcoded());
            }
            legs.merge(kind(leg), 1L, Long::sum);
        }
        return new MediaTotals(
                legs,
                all.packetsIn,
                all.packetsOut,
                all.drops,
                all.lost,
                all.dtlsFailures,
                iceFailures,
                transcoded);
    }

    private static String kind(MediaLeg leg) {
        return switch (leg) {
            case BrowserLeg _ -> "browser";
            case BridgeLeg _ -> "bridge";
            case PortLeg ports -> ports.security.isRequired() ? "sdes" : "rtp";
        };
    }
}
