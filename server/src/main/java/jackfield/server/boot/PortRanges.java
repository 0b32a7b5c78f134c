package jackfield.server.boot;

import jackfield.roles.relay.PortRange;
import jackfield.roles.relay.RtpPorts;
import jackfield.roles.relay.ng.NgFigures;
import jackfield.server.config.Config;
import jackfield.server.config.MediaInterface;
import jackfield.server.config.Settings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The ports of plain RTP, one range for each interface, that all media shards take from. Taken and
/// given by one thread.
final class PortRanges {
    /// How long a port rests after a call, because its peer may still be sending.
    private static final Duration REST = Duration.ofSeconds(10);

    private final Config config;
    private final InetAddress listen;
    private final RandomGenerator random;
    private final Map<MediaInterface, PortRange> ofInterface = new LinkedHashMap<>();
    private @Nullable PortRange usual;

    PortRanges(Parts parts, RandomGenerator random) {
        config = parts.config();
        listen = parts.addresses().listen();
        this.random = random;
    }

    /// Those of a node that has no list of interfaces.
    ///
    /// @param binder opens them, on the shard that asks
    RtpPorts usual(PortRange.Binder binder) {
        PortRange range = usual;
        if (range == null) {
            range = range(config.get(Settings.RTP_RANGE), binder);
            usual = range;
        }
        return range.by(binder);
    }

    /// Those of an interface.
    RtpPorts of(MediaInterface on, PortRange.Binder binder) {
        return ofInterface
                .computeIfAbsent(
                        on,
                        _ ->
                                range(
                                        on.ports() == null
                                                ? config.get(Settings.RTP_RANGE)
                                                : on.ports(),
                                        binder))
                .by(binder);
    }

    /// Pairs of ports by what they are now; to be asked on the thread that takes them.
    Map<String, Integer> byState(long now) {
        // With interfaces nobody takes from the usual one.
        Collection<PortRange> all = new ArrayList<>(ofInterface.values());
        if (all.isEmpty() && usual != null) {
            all.add(usual);
        }
        return Map.of(
                "used", all.stream().mapToInt(PortRange::used).sum(),
                "free", all.stream().mapToInt(range -> range.free(now)).sum());
    }

    /// The ports of each interface, as NG tells of them; to be asked on the thread that takes them.
    List<NgFigures.Ports> byInterface(long now) {
        List<NgFigures.Ports> all = new ArrayList<>();
        ofInterface.forEach((on, range) ->
                all.add(
                        new NgFigures.Ports(
                                on.name(), on.listen().getHostAddress(), range.use(now))));
        if (all.isEmpty() && usual != null) {
            all.add(new NgFigures.Ports("default", listen.getHostAddress(), usual.use(now)));
        }
        return all;
    }

    private PortRange range(jackfield.server.config.PortRange range, PortRange.Binder binder) {
        return new PortRange(range.first(), range.last(), REST, binder, random);
    }
}
