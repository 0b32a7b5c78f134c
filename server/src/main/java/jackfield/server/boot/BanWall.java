package jackfield.server.boot;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Network;
import jackfield.net.stream.Streams;
import jackfield.roles.sbc.Ban;
import jackfield.roles.sbc.BanListener;
import jackfield.roles.sbc.BanPolicy;
import jackfield.roles.sbc.Bans;
import jackfield.store.SavedBan;
import jackfield.store.Store;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bans as sockets see them: turns connections of banned networks away as they are accepted,
/// closes those that are open, and has bans logged and stored. Told by the signalling shard, asked
/// on any thread.
final class BanWall implements BanListener {
    private static final Logger log = LoggerFactory.getLogger("jackfield.security");
    private static final int LINES_A_MINUTE = 20;
    private static final long MINUTE_MS = 60_000;

    private final Store store;
    private final Streams streams;
    private final List<Network> never;
    private final Predicate<Flow> spared;
    private final long epochMs;
    private final Map<Network, Ban> banned = new ConcurrentHashMap<>();
    private final AtomicIntegerArray ofLength = new AtomicIntegerArray(129);
    private final EventFeed events;
    private long minute;
    private int lines;

    /// @param spared true for a connection that stays open whatever its address does; for any
    ///   thread
    /// @param epochMs when the node's clock was 0, in milliseconds since 1970
    BanWall(
            Store store,
            Streams streams,
            List<Network> never,
            Predicate<Flow> spared,
            long epochMs,
            EventFeed events) {
        this.events = events;
        this.store = store;
        this.streams = streams;
        this.never = List.copyOf(never);
        this.spared = spared;
        this.epochMs = epochMs;
        streams.guard(this::admits);
    }

    /// The bans of a shard, with those from before a restart.
    static Bans bans(BanPolicy policy, BanWall wall, long now) {
        Bans bans = new Bans(policy, wall);
        for (SavedBan saved : wall.store.bansAtStart()) {
            Network network = Network.parse(saved.network());
            if (network == null) {
                continue;
            }
            Ban ban =
                    new Ban(
                            network,
                            saved.reason(),
                            wall.ns(saved.sinceEpochMs()),
                            wall.ns(saved.untilEpochMs()),
                            saved.times(),
                            true);
            if (ban.until() > now) {
                bans.restore(ban, now);
                wall.put(ban);
            } else {
                wall.store.removeBan(saved.network());
            }
        }
        return bans;
    }

    private long ns(long ms) {
        long since = ms - epochMs;
        return since > Long.MAX_VALUE / 1_000_000 ? Long.MAX_VALUE : since * 1_000_000;
    }

    /// Nanoseconds of the node's clock as milliseconds since 1970.
    long epochMs(long ns) {
        return epochMs + ns / 1_000_000;
    }

    /// False where connections from there are not taken.
    boolean admits(Endpoint remote) {
        if (banned.isEmpty()) {
            return true;
        }
        for (int bits = 128; bits >= 0; bits--) {
            if (ofLength.get(bits) > 0
                    && banned.containsKey(new Network(remote.high(), remote.low(), bits))) {
                return never.stream().anyMatch(network -> network.contains(remote));
            }
        }
        return true;
    }

    @Override
    public void banned(Ban ban) {
        put(ban);
        if (ban.proven()) {
            store.saveBan(
                    new SavedBan(
                            ban.network().toString(),
                            ban.reason(),
                            epochMs(ban.since()),
                            epochMs(ban.until()),
                            ban.times()));
        }
        tell(ban);
        if (events.isHeard("banned")) {
            events.publish(
                    new EventFeed.Event(
                            "banned",
                            Map.of(
                                    "network", ban.network().toString(),
                                    "reason", ban.reason(),
                                    "secondsLeft", (ban.until() - ban.since()) / 1_000_000_000L)));
        }
        // A long list of connections must not keep the shard waiting.
        Thread.ofVirtual()
                .start(() -> streams.cut(flow -> !admits(flow.client()) && !spared.test(flow)));
    }

    @Override
    public void ended(Ban ban) {
        if (banned.remove(ban.network()) != null) {
            ofLength.decrementAndGet(ban.network().bits());
        }
        if (ban.proven()) {
            store.removeBan(ban.network().toString());
        }
        log.info("{} is no longer banned", ban.network());
        if (events.isHeard("unbanned")) {
            events.publish(
                    new EventFeed.Event("unbanned", Map.of("network", ban.network().toString())));
        }
    }

    private void put(Ban ban) {
        if (banned.put(ban.network(), ban) == null) {
            ofLength.incrementAndGet(ban.network().bits());
        }
    }

    /// Forged sources must not fill the log.
    private void tell(Ban ban) {
        long now = System.currentTimeMillis() / MINUTE_MS;
        if (now != minute) {
            minute = now;
            lines = 0;
        }
        if (++lines > LINES_A_MINUTE) {
            return;
        }
        log.warn(
                "{} is banned for {} s: {}{}{}",
                ban.network(),
                (ban.until() - ban.since()) / 1_000_000_000L,
                ban.reason(),
                ban.proven() ? "" : " (its address may be forged)",
                lines == LINES_A_MINUTE ? "; more in this minute are not logged" : "");
    }
}
