package jackfield.bench;

import com.sun.management.ThreadMXBean;
import jackfield.base.Egress;
import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.roles.relay.media.LegPlan;
import jackfield.roles.relay.media.MediaCore;
import jackfield.roles.relay.media.MediaLimits;
import jackfield.roles.relay.media.MediaShardHandle;
import jackfield.roles.relay.media.PayloadMap;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.srtp.SrtpProfile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `bench media`: what Jackfield's own code adds to a forwarded packet, without a kernel.
@Command(
        name = "media",
        description =
                "Time and garbage of forwarding one packet through the media core, no sockets.",
        mixinStandardHelpOptions = true)
public final class MediaCoreCost implements Callable<Integer> {
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final PayloadMap PCMU = PayloadMap.NONE.with(0, 0, 8000);
    private static final int LENGTH = 172;
    private static final int PACKETS = 500_000;
    private static final int BEST_OF = 6;
    private static final int CALLS = 200;

    @Override
    public Integer call() {
        System.out.println(Machine.description());
        System.out.println("                               ns/packet  B/packet");
        measure("RTP to RTP", null);
        measure("RTP to SRTP (AES-CM)", SrtpProfile.AES_CM_128_HMAC_SHA1_80);
        measure("RTP to SRTP (AES-GCM)", SrtpProfile.AEAD_AES_128_GCM);
        return CommandLine.ExitCode.OK;
    }

    private static void measure(String what, @Nullable SrtpProfile profile) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double best = Double.MAX_VALUE;
        long least = Long.MAX_VALUE;
        try (Arena arena = Arena.ofConfined()) {
            Shard shard = new Shard(arena, profile);
            for (int i = 0; i < BEST_OF; i++) {
                long bytes = thread.getCurrentThreadAllocatedBytes();
                long begin = thread.getCurrentThreadCpuTime();
                shard.forward();
                best =
                        Math.min(
                                best,
                                (double) (thread.getCurrentThreadCpuTime() - begin) / PACKETS);
                least = Math.min(least, thread.getCurrentThreadAllocatedBytes() - bytes);
            }
        }
        System.out.printf("%-30s %9.0f %9d%n", what, best, least / PACKETS);
    }

    /// Calls of two legs each, all on one thread; packets go from first legs to second ones.
    private static final class Shard implements Egress {
        private static final Endpoint CALLER =
                Objects.requireNonNull(Endpoint.literal("192.0.2.1", 4000));
        private static final Endpoint CALLEE =
                Objects.requireNonNull(Endpoint.literal("203.0.113.2", 5000));

        private final MemorySegment slot;
        private final MemorySegment own;
        private final PacketSink[] sinks = new PacketSink[CALLS];
        private long now = 1_000_000;
        private int sequence;
        private long sent;

        Shard(Arena arena, @Nullable SrtpProfile profile) {
            slot = arena.allocate(2048, 64);
            own = arena.allocate(2048, 64);
            MediaCore core =
                    new MediaCore(
                            MediaLimits.DEFAULT, new NoDtls(), new SplittableRandom(1), _ -> {});
            MediaShardHandle handle = new MediaShardHandle(core, Runnable::run, () -> now);
            for (int i = 0; i < CALLS; i++) {
                long first = 2L * i;
                sinks[i] = open(handle, first);
                open(handle, first + 1);
                install(handle, first, i, CALLER, null);
                install(handle, first + 1, i, CALLEE, profile);
                handle.patch(first, first + 1);
            }
        }

        private PacketSink open(MediaShardHandle handle, long socket) {
            Endpoint local =
                    Objects.requireNonNull(Endpoint.literal("198.51.100.1", 20_000 + (int) socket));
            return handle.open(socket, local, this);
        }

        private static void install(
                MediaShardHandle handle,
                long leg,
                long call,
                Endpoint remote,
                @Nullable SrtpProfile profile) {
            LegPlan.Sdes sdes = null;
            if (profile != null) {
                LegPlan.SrtpKeys keys =
                        new LegPlan.SrtpKeys(
                                profile,
                                new byte[profile.keyBytes()],
                                new byte[profile.saltBytes()]);
                sdes = new LegPlan.Sdes(keys, keys);
            }
            handle.install(
                    new LegPlan(
                            leg,
                            call,
                            new LegPlan.Ports(leg, leg, remote, null, true, sdes),
                            PCMU,
                            false,
                            false));
        }

        void forward() {
            long before = sent;
            for (int i = 0; i < PACKETS; i += CALLS) {
                now += 20_000_000;
                sequence++;
                for (PacketSink sink : sinks) {
                    slot.set(U16, 0, (short) 0x8000);
                    slot.set(U16, 2, (short) sequence);
                    sink.receive(slot, LENGTH, CALLER.high(), CALLER.low(), CALLER.port(), now);
                }
            }
            if (sent - before != PACKETS) {
                throw new BenchFailure("only " + (sent - before) + " packets were forwarded");
            }
        }

        @Override
        public void send(MemorySegment packet, int length, long high, long low, int port) {
            sent++;
        }

        @Override
        public MemorySegment slot() {
            return own;
        }
    }

    /// For legs that need none.
    private static final class NoDtls implements Dtls {
        @Override
        public String fingerprint() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Association open(Role role, Events events) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
