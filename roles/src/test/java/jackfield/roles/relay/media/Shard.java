package jackfield.roles.relay.media;

import jackfield.base.Egress;
import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import jackfield.rtc.dtls.Dtls;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;

/// A media shard in virtual time, with wires in place of sockets.
final class Shard {
    static final long SECOND = 1_000_000_000L;
    static final long MILLI = 1_000_000L;

    /// A datagram on its way out.
    record Datagram(Endpoint from, Endpoint to, byte[] bytes) {}

    /// How what leaves by each port is marked.
    final Map<Integer, Integer> marks = new HashMap<>();

    long now = SECOND;
    final List<MediaEvent> events = new ArrayList<>();
    final Queue<Datagram> sent = new ArrayDeque<>();
    final Queue<Runnable> mail = new ArrayDeque<>();

    /// Datagrams are only counted, so that the wire allocates nothing.
    boolean counting;

    int counted;
    final MediaCore core;
    final MediaShardHandle handle;
    private final Map<Long, PacketSink> sinks = new HashMap<>();
    private final MemorySegment slot = MemorySegment.ofArray(new byte[2048]);

    Shard(Dtls dtls) {
        this(MediaLimits.DEFAULT, dtls);
    }

    Shard(MediaLimits limits, Dtls dtls) {
        core = new MediaCore(limits, dtls, new SplittableRandom(1), events::add);
        handle = new MediaShardHandle(core, mail::add, () -> now);
    }

    /// Opens a socket whose number is its port.
    void open(Endpoint local) {
        long id = local.port();
        Egress egress =
                new Egress() {
                    @Override
                    public void send(
                            MemorySegment packet, int length, long high, long low, int port) {
                        if (counting) {
                            counted++;
                            return;
                        }
                        byte[] bytes = packet.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
                        sent.add(new Datagram(local, new Endpoint(high, low, port), bytes));
                    }

                    @Override
                    public void mark(int tos) {
                        marks.put(local.port(), tos);
                    }

                    @Override
                    public MemorySegment slot() {
                        return MemorySegment.ofArray(new byte[2048]);
                    }
                };
        sinks.put(id, handle.open(id, local, egress));
        settle();
    }

    PacketSink sink(int socket) {
        return sinks.get((long) socket);
    }

    /// Runs the mail.
    void settle() {
        for (Runnable task = mail.poll(); task != null; task = mail.poll()) {
            task.run();
        }
    }

    /// A datagram arrives at the socket with that port.
    void arrives(int socket, byte[] bytes, Endpoint from) {
        settle();
        MemorySegment.copy(bytes, 0, slot, ValueLayout.JAVA_BYTE, 0, bytes.length);
        sinks.get((long) socket)
                .receive(slot, bytes.length, from.high(), from.low(), from.port(), now);
    }

    /// Lets time pass, waking the core exactly when it wants to be woken.
    void passes(long nanos) {
        settle();
        long end = now + nanos;
        while (core.deadline() <= end) {
            now = Math.max(now, core.deadline());
            core.wake(now);
        }
        now = end;
    }

    LegSnapshot snapshot(long leg) {
        var found = new ArrayList<LegSnapshot>();
        handle.snapshot(List.of(leg), found::addAll);
        settle();
        return found.getFirst();
    }

    long drops(long leg, String reason) {
        return snapshot(leg).drops().getOrDefault(reason, 0L);
    }
}
