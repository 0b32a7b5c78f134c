package jackfield.server.boot;

import jackfield.base.Outbox;
import jackfield.net.NodeClock;
import jackfield.net.udp.UdpCounters;
import jackfield.net.udp.UdpLoop;
import jackfield.roles.relay.RelayShard;
import jackfield.roles.relay.media.MediaEvent;
import jackfield.roles.relay.media.MediaTotals;
import jackfield.roles.relay.ng.NgFigures;
import jackfield.rtc.dtls.Dtls;
import jackfield.server.config.Config;
import jackfield.server.config.MediaSettings;
import jackfield.server.config.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All media shards of the node: each call is on one of them, and the ports of plain RTP are shared
/// out between them.
final class MediaShards implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger("jackfield.media");

    private final List<MediaShard> all;
    private final PortRanges ranges;

    private MediaShards(List<MediaShard> all, PortRanges ranges) {
        this.all = List.copyOf(all);
        this.ranges = ranges;
    }

    /// Opens as many as the settings say.
    ///
    /// @param events where media events go, each on its shard's own thread
    static MediaShards start(
            Parts parts,
            NodeClock clock,
            Dtls dtls,
            RandomGenerator random,
            Outbox<MediaEvent> events)
            throws IOException {
        List<MediaShard> all = new ArrayList<>();
        try {
            for (int i = 0; i < MediaSettings.shards(parts.config()); i++) {
                all.add(MediaShard.start(parts, i, clock, dtls, random, events));
            }
        } catch (IOException | RuntimeException e) {
            all.forEach(MediaShard::close);
            throw e;
        }
        log.info("{}", reachedAt(parts.config(), all.getFirst().port(), all.size()));
        return new MediaShards(all, new PortRanges(parts, random));
    }

    /// What has to be open, in words.
    private static String reachedAt(Config config, int first, int count) {
        String why = MediaSettings.whyOnePort(config);
        if (count > 1) {
            return "media on %d threads, browsers on UDP %s: open or publish %s"
                    .formatted(
                            count,
                            config.get(Settings.BROWSER_MEDIA_PORT).number() > 0
                                    ? first + " to " + (first + count - 1)
                                    : "ports of their own",
                            "all of them, or set media.shards: 1");
        }
        boolean chosen = config.get(MediaSettings.SHARDS).isPresent() || why == null;
        return "media on one thread, all browsers on UDP "
                + first
                + (chosen
                        ? ""
                        : " (%s). For more threads set media.shards and open as many ports from %d on"
                                .formatted(why, first));
    }

    /// They, as relay control has them.
    List<RelayShard> relay(Parts parts) {
        return all.stream().map(shard -> shard.relay(parts, ranges)).toList();
    }

    /// Pairs of RTP ports by what they are now; to be asked on the thread that takes them.
    Map<String, Integer> portsByState(long now) {
        return ranges.byState(now);
    }

    /// What NG tells of them; to be asked on the thread that takes ports. `reply` is called on a
    /// shard's thread.
    void figures(long now, Consumer<NgFigures> reply) {
        List<NgFigures.Ports> ports = ranges.byInterface(now);
        totals(media -> reply.accept(new NgFigures(media, ports)));
    }

    /// The loop of the last shard: where there are several, calls that are alone are on the first.
    UdpLoop lastLoop() {
        return all.getLast().loop();
    }

    /// All sockets of all shards together.
    UdpCounters counters() {
        UdpCounters sum = all.getFirst().loop().counters();
        for (MediaShard shard : all.subList(1, all.size())) {
            sum = sum.plus(shard.loop().counters());
        }
        return sum;
    }

    /// Datagrams that came in, by the number of the shard.
    Map<String, Long> datagramsIn() {
        Map<String, Long> byShard = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            byShard.put(Integer.toString(i), all.get(i).loop().counters().packetsIn());
        }
        return byShard;
    }

    /// What the shards as a whole have dropped, by reason. `reply` is called on a shard's thread.
    void drops(Consumer<Map<String, Long>> reply) {
        sum((shard, one) -> shard.handle().drops(one), MediaShards::plus, 0, Map.of(), reply);
    }

    /// What they have carried. `reply` is called on a shard's thread.
    void totals(Consumer<MediaTotals> reply) {
        sum(
                (shard, one) -> shard.handle().totals(one),
                MediaTotals::plus,
                0,
                MediaTotals.NONE,
                reply);
    }

    private static Map<String, Long> plus(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> sum = new TreeMap<>(one);
        other.forEach((why, count) -> sum.merge(why, count, Long::sum));
        return sum;
    }

    /// Asks one shard after the other.
    private <T> void sum(
            BiConsumer<MediaShard, Consumer<T>> question,
            BinaryOperator<T> plus,
            int next,
            T before,
            Consumer<T> reply) {
        if (next == all.size()) {
            reply.accept(before);
            return;
        }
        question.accept(
                all.get(next),
                more -> sum(question, plus, next + 1, plus.apply(before, more), reply));
    }

    @Override
    public void close() {
        all.forEach(MediaShard::close);
    }
}
