package jackfield.bench.fuzz;

import jackfield.base.Egress;
import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.roles.relay.CallRelay;
import jackfield.roles.relay.Recordings;
import jackfield.roles.relay.RelaySettings;
import jackfield.roles.relay.RtpPorts;
import jackfield.roles.relay.media.MediaCore;
import jackfield.roles.relay.media.MediaLimits;
import jackfield.roles.relay.media.MediaShardHandle;
import jackfield.rtc.dtls.Dtls;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A whole relay in virtual time, whose sockets lead nowhere.
final class World implements RtpPorts, Egress {
    static final long SECOND = 1_000_000_000L;
    static final long SHARED = 1;
    private static final int MOST_PAIRS = 64;

    final MediaCore core;
    final MediaShardHandle handle;
    long now = SECOND;
    long sent;
    private final Map<Long, PacketSink> sinks = new HashMap<>();
    private final MemorySegment slot = MemorySegment.ofArray(new byte[8_192]);
    private final MemorySegment own = MemorySegment.ofArray(new byte[8_192]);
    private long lastSocket = 100;
    private int taken;

    World() {
        MediaLimits usual = MediaLimits.DEFAULT;
        MediaLimits limits =
                new MediaLimits(
                        usual.silentNs(),
                        usual.heldNs(),
                        usual.unansweredNs(),
                        usual.learnNs(),
                        usual.rebindNs(),
                        64);
        core = new MediaCore(limits, new DeafDtls(), new SplittableRandom(1), _ -> {});
        handle = new MediaShardHandle(core, Runnable::run, () -> now);
        open(SHARED, 10_000);
    }

    static Endpoint at(String host, int port) {
        return Objects.requireNonNull(Endpoint.literal(host, port));
    }

    void open(long socket, int port) {
        sinks.put(socket, handle.open(socket, at("198.51.100.1", port), this));
    }

    /// A datagram arrives.
    void arrives(long socket, byte[] bytes, Endpoint from) {
        int length = Math.min(bytes.length, 2_048);
        MemorySegment.copy(bytes, 0, slot, ValueLayout.JAVA_BYTE, 0, length);
        Objects.requireNonNull(sinks.get(socket))
                .receive(slot, length, from.high(), from.low(), from.port(), now);
    }

    void wake() {
        core.wake(now);
    }

    /// Lets time pass.
    void passes(long nanos) {
        long end = now + nanos;
        while (core.deadline() <= end) {
            now = Math.max(now, core.deadline());
            core.wake(now);
        }
        now = end;
    }

    CallRelay relay() {
        return relay(Recordings.NONE);
    }

    CallRelay relay(Recordings recordings) {
        return new CallRelay(
                new RelaySettings(
                        16, SHARED, List.of(at("198.51.100.1", 10_000)), "AB:".repeat(31) + "AB"),
                handle,
                this,
                new SplittableRandom(2),
                (_, _, _) -> {},
                recordings);
    }

    /// Pairs of ports that are taken.
    int taken() {
        return taken;
    }

    @Override
    public @Nullable Pair take(long at) {
        if (taken == MOST_PAIRS) {
            return null;
        }
        taken++;
        long rtp = ++lastSocket;
        long rtcp = ++lastSocket;
        int port = 20_000 + (int) rtp;
        open(rtp, port);
        open(rtcp, port + 1);
        return new Pair(rtp, rtcp, at("198.51.100.1", port));
    }

    @Override
    public void give(Pair pair, long at) {
        taken--;
        handle.close(pair.rtp());
        handle.close(pair.rtcp());
    }

    @Override
    public void send(MemorySegment packet, int length, long high, long low, int port) {
        if (length < 1 || length > packet.byteSize() || port < 1 || port > 0xffff) {
            throw new AssertionError(length + " bytes to port " + port);
        }
        sent++;
    }

    @Override
    public MemorySegment slot() {
        return own;
    }

    /// Begins handshakes and never ends one.
    private static final class DeafDtls implements Dtls {
        @Override
        public String fingerprint() {
            return "AB:".repeat(31) + "AB";
        }

        @Override
        public Association open(Role role, Events events) {
            return new Association() {
                @Override
                public void receive(byte[] datagram) {
                    if (datagram.length > 40) {
                        events.send(new byte[] {22, 1, 2, 3});
                    }
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }
}
