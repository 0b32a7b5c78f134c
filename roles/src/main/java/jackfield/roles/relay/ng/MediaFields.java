package jackfield.roles.relay.ng;

import jackfield.roles.relay.PortRange;
import jackfield.roles.relay.media.Carried;
import jackfield.roles.relay.media.MediaTotals;
import jackfield.rtc.quality.Ratings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What `statistics` tells of media, and how fast it goes: on average since the last time that
/// somebody asked, a second ago or more.
final class MediaFields {
    private static final long SECOND = 1_000_000_000L;
    private static final Sums NOTHING = new Sums(0, 0, 0);

    /// What is counted for good.
    private record Sums(long packets, long bytes, long errors) {
        private static Sums of(MediaTotals media) {
            long errors = media.drops().values().stream().mapToLong(Long::longValue).sum();
            return new Sums(media.carried().packets(), media.carried().bytes(), errors);
        }

        /// What a second had, on average.
        private Sums perSecond(Sums before, long ns) {
            double seconds = (double) ns / SECOND;
            return new Sums(
                    Math.round((packets - before.packets) / seconds),
                    Math.round((bytes - before.bytes) / seconds),
                    Math.round((errors - before.errors) / seconds));
        }
    }

    private Sums before = NOTHING;
    private long beforeAt;
    private Sums rate = NOTHING;

    /// Adds what flows now.
    Fields current(Fields to, MediaTotals media, long now) {
        if (now - beforeAt >= SECOND) {
            Sums all = Sums.of(media);
            rate = all.perSecond(before, now - beforeAt);
            before = all;
            beforeAt = now;
        }
        to.put("transcodedmedia", media.carried().translated());
        rates(to, "_user", rate);
        rates(to, "_kernel", NOTHING);
        rates(to, "", rate);
        return to.put("media_userspace", media.carried().streams())
                .put("media_kernel", 0)
                .put("media_mixed", 0);
    }

    private static void rates(Fields to, String how, Sums rate) {
        to.put("packetrate" + how, rate.packets)
                .put("byterate" + how, rate.bytes)
                .put("errorrate" + how, rate.errors);
    }

    /// Adds what has flowed since the node started.
    static Fields total(Fields to, MediaTotals media) {
        Sums all = Sums.of(media);
        relayed(to, "_user", all);
        relayed(to, "_kernel", NOTHING);
        relayed(to, "", all);
        return to.put("zerowaystreams", media.carried().silent())
                .put("onewaystreams", media.carried().oneWay());
    }

    private static void relayed(Fields to, String how, Sums sums) {
        to.put("relayedpackets" + how, sums.packets)
                .put("relayedpacketerrors" + how, sums.errors)
                .put("relayedbytes" + how, sums.bytes);
    }

    /// How media sounded.
    static Fields mos(Ratings ratings) {
        return new Fields()
                .put("mos_total", fraction(ratings.sum()))
                .put("mos2_total", fraction(ratings.squares()))
                .put("mos_samples_total", ratings.count())
                .put("mos_average", fraction(ratings.average()))
                .put("mos_stddev", fraction(ratings.deviation()));
    }

    /// The ports of each interface.
    static List<NgValue> interfaces(List<NgFigures.Ports> ports) {
        List<NgValue> all = new ArrayList<>();
        for (NgFigures.Ports each : ports) {
            PortRange.Use use = each.use();
            int used = use.all() - use.free();
            all.add(
                    new Fields()
                            .put("name", each.name())
                            .put("address", each.address())
                            .put(
                                    "ports",
                                    new Fields()
                                            .put("min", use.first())
                                            .put("max", use.last())
                                            .put("used", used)
                                            .put("used_pct", decimals(2, 100.0 * used / use.all()))
                                            .put("free", use.free())
                                            .put("totals", use.all())
                                            .put("last", use.latest()))
                            .dictionary());
        }
        return all;
    }

    /// What is made of what.
    static List<NgValue> transcoders(Map<String, Carried.Chain> chains) {
        List<NgValue> all = new ArrayList<>();
        new TreeMap<>(chains)
                .forEach((name, chain) ->
                        all.add(
                                new Fields()
                                        .put("chain", name)
                                        .put("num", chain.now())
                                        .put("packets", chain.packets())
                                        .dictionary()));
        return all;
    }

    /// With six decimals, as a text.
    static String fraction(double number) {
        return decimals(6, number);
    }

    /// Nanoseconds as seconds.
    static String seconds(long ns) {
        return fraction((double) ns / SECOND);
    }

    private static String decimals(int places, double number) {
        return String.format(Locale.ROOT, "%." + places + "f", number);
    }
}
