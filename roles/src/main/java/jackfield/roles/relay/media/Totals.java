package jackfield.roles.relay.media;

import jackfield.rtc.quality.Ratings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Sums over the legs that have ended; those that live are added when somebody asks.
final class Totals {
    private final Map<String, Long> packetsIn = new HashMap<>();
    private final Map<String, Long> packetsOut = new HashMap<>();
    private final Map<String, Long> drops = new HashMap<>();
    private long lost;
    private long dtlsFailures;
    private long iceFailures;
    private long packets;
    private long bytes;
    private long silent;
    private long oneWay;
    private Ratings ratings = Ratings.NONE;

    /// A leg ended.
    void ended(MediaLeg leg) {
        add(leg);
        if (leg instanceof BrowserLeg browser && !browser.wasSelected()) {
            iceFailures++;
        }
        for (MediaStream each : leg.streams()) {
            boolean heard = each.counters.packetsIn > 0;
            boolean sent = each.counters.packetsOut > 0;
            silent += heard || sent ? 0 : 1;
            oneWay += heard == sent ? 0 : 1;
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
        for (MediaStream each : leg.streams()) {
            packets += each.counters.packetsIn + each.counters.rtcpIn;
            bytes += each.counters.bytesIn + each.counters.rtcpBytesIn;
            ratings = ratings.plus(each.quality.ratings());
        }
    }

    /// The sums as they are now, to add the legs that live now.
    ///
    /// @param bench knows what was translated on routes that are gone
    Sum begin(Workbench bench) {
        Totals all = new Totals();
        all.packetsIn.putAll(packetsIn);
        all.packetsOut.putAll(packetsOut);
        all.drops.putAll(drops);
        all.lost = lost;
        all.dtlsFailures = dtlsFailures;
        all.iceFailures = iceFailures;
        all.packets = packets;
        all.bytes = bytes;
        all.silent = silent;
        all.oneWay = oneWay;
        all.ratings = ratings;
        return new Sum(all, bench);
    }

    /// Sums that grow by one leg after the other.
    static final class Sum {
        private final Totals all;
        private Transcoded transcoded;
        private final Map<String, Carried.Chain> chains = new HashMap<>();
        private long streams;
        private long translated;
        private final Map<String, Long> legs =
                new HashMap<>(Map.of("rtp", 0L, "sdes", 0L, "browser", 0L, "bridge", 0L));

        private Sum(Totals all, Workbench bench) {
            this.all = all;
            transcoded = bench.transcoded;
            bench.chains.forEach(
                    (chain, packets) -> chains.put(chain, new Carried.Chain(0, packets)));
        }

        void add(MediaLeg leg) {
            all.add(leg);
            for (MediaStream stream : leg.streams()) {
                List<Transcoding> translators = stream.transcodings();
                translators.forEach(this::add);
                translated += translators.isEmpty() ? 0 : 1;
                streams++;
            }
            legs.merge(kind(leg), 1L, Long::sum);
        }

        private void add(Transcoding one) {
            Transcoded made = one.figures();
            transcoded = transcoded.plus(made);
            chains.merge(one.chain(), new Carried.Chain(1, made.received()), Carried.Chain::plus);
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
                    transcoded,
                    new Carried(
                            streams,
                            translated,
                            all.packets,
                            all.bytes,
                            all.silent,
                            all.oneWay,
                            all.ratings,
                            chains));
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
