package jackfield.server.boot;

import jackfield.base.Network;
import jackfield.net.NodeClock;
import jackfield.roles.sbc.Ban;
import jackfield.roles.signalling.SignallingCore;
import jackfield.server.api.BansView;
import jackfield.server.metrics.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// The bans of the signalling shard, for those who look at them and change them.
final class NodeBans implements BansView {
    private final SignallingShard shard;
    private final BanWall wall;
    private final NodeClock clock;

    NodeBans(SignallingShard shard, BanWall wall, NodeClock clock) {
        this.shard = shard;
        this.wall = wall;
        this.clock = clock;
    }

    @Override
    public List<BanView> bans() {
        long now = clock.now();
        return shard.ask(core -> core.bans().all()).stream()
                .sorted(Comparator.comparingLong(Ban::since))
                .map(ban -> view(ban, now))
                .toList();
    }

    private BanView view(Ban ban, long now) {
        return new BanView(
                ban.network().toString(),
                ban.reason(),
                Instant.ofEpochMilli(wall.epochMs(ban.since())).toString(),
                Math.max(0, (ban.until() - now) / 1_000_000_000L),
                ban.times(),
                ban.proven());
    }

    @Override
    public void ban(Network network, Duration time, String reason) {
        Ban _ = shard.ask(core -> core.bans().add(network, reason, time.toNanos(), clock.now()));
    }

    @Override
    public boolean lift(Network network) {
        return shard.ask(core -> core.bans().remove(network));
    }

    void register(Metrics metrics) {
        metrics.gauge(
                        "jackfield_bans",
                        "Networks banned now.",
                        () -> shard.ask(core -> core.bans().all().size()))
                .counters(
                        "jackfield_bans_begun",
                        "Bans begun.",
                        "reason",
                        () -> shard.ask(core -> core.bans().counts()))
                .counter(
                        "jackfield_banned_drops",
                        "Messages and datagrams of banned networks dropped.",
                        () -> shard.ask(this::dropped));
    }

    private long dropped(SignallingCore core) {
        return core.bans().dropped();
    }
}
