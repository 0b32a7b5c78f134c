package jackfield.bench.turn;

import jackfield.base.Endpoint;
import jackfield.bench.relay.FlowEnd;
import jackfield.bench.relay.LoadSocket;
import jackfield.bench.relay.Window;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// What a client and its peer send each other: numbered payloads, each of which says when it was
/// sent and is verified where it comes out. On the load's thread.
///
/// The payload is `send time (8) | number (8) | who (8) | a pattern made of these`.
abstract class TurnFlow implements FlowEnd {
    static final int PAYLOAD = 172;
    static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int PATTERN = 24;
    private static final int PATTERN_END = PAYLOAD / 8 * 8;

    final LoadSocket socket;
    private final long who;
    private final Window window;
    private long sent;
    private long last = -1;

    /// @param who both ends of a flow have the same
    TurnFlow(LoadSocket socket, long who, Window window) {
        this.socket = socket;
        this.who = who;
        this.window = window;
    }

    /// Where packets go.
    abstract Endpoint to();

    /// Writes the header of a packet; where its payload begins.
    abstract int header(MemorySegment slot);

    /// How long the packet with this header is.
    abstract int length(int payloadAt);

    @Override
    public final void send(long now) {
        MemorySegment slot = socket.slot();
        int at = header(slot);
        long number = sent++;
        slot.set(U64, at, now);
        slot.set(U64, at + 8, number);
        slot.set(U64, at + 16, who);
        for (int i = PATTERN; i < PATTERN_END; i += 8) {
            slot.set(U64, at + i, pattern(now, number, i));
        }
        Endpoint to = to();
        socket.send(length(at), to.low(), to.port());
        window.sent(now);
    }

    private static long pattern(long time, long number, int at) {
        return (time ^ number * 0x9e37_79b9_7f4a_7c15L) + at;
    }

    /// Verifies a payload that came out.
    final void check(MemorySegment slot, int at, int length, long arrived) {
        if (length != PAYLOAD) {
            window.bad("length");
            return;
        }
        long time = slot.get(U64, at);
        long number = slot.get(U64, at + 8);
        if (slot.get(U64, at + 16) != who) {
            window.bad("somebody else's");
            return;
        }
        for (int i = PATTERN; i < PATTERN_END; i += 8) {
            if (slot.get(U64, at + i) != pattern(time, number, i)) {
                window.bad("payload");
                return;
            }
        }
        if (number <= last) {
            window.bad("order");
            return;
        }
        last = number;
        window.received(time, arrived);
    }

    final void bad(String why) {
        window.bad(why);
    }
}
