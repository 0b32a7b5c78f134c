package jackfield.bench.relay;

import jackfield.base.Endpoint;
import jackfield.rtc.srtp.SrtpContext;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// The phone at one end of a call: sends a packet when it is told to, and verifies every packet
/// that comes: length, source, payload type, SSRC, order, authentication, content.
///
/// The payload is `send time (8) | number (8) | a pattern made of both (144)`.
class LegEnd implements FlowEnd {
    static final int PAYLOAD = 160;
    static final int HEADER = 12;
    private static final int STEP = 160;
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    final LoadSocket socket;
    private final int ssrc;
    private final int expectedSsrc;
    private final int firstSequence;
    final Window window;
    private @Nullable SrtpContext outbound;
    private @Nullable SrtpContext inbound;
    private long remoteLow;
    private int remotePort;
    private long sent;
    private long lastNumber = -1;

    /// @param ssrc of what it sends
    /// @param expectedSsrc of what it is to get
    /// @param window where it is counted
    record Streams(int ssrc, int expectedSsrc, Window window) {}

    LegEnd(LoadSocket socket, Streams streams) {
        this.socket = socket;
        ssrc = streams.ssrc();
        expectedSsrc = streams.expectedSsrc();
        window = streams.window();
        // Some legs pass 65,535 in every run.
        firstSequence = ssrc * 7919 & 0xffff;
    }

    final LoadSocket socket() {
        return socket;
    }

    /// True once packets may flow.
    boolean isReady() {
        return true;
    }

    @Override
    public final void arrived(MemorySegment slot, int length, long low, int port, long now) {
        if ((slot.get(ValueLayout.JAVA_BYTE, 0) & 0xc0) == 0x80) {
            receive(slot, length, low, port, now);
        } else {
            control(slot, length, low, port, now);
        }
    }

    /// Something that is not RTP.
    void control(MemorySegment slot, int length, long low, int port, long now) {}

    /// Where the relay wants this leg's packets.
    final void remote(Endpoint relay) {
        remoteLow = relay.low();
        remotePort = relay.port();
    }

    final void protect(SrtpContext ours, SrtpContext theirs) {
        outbound = ours;
        inbound = theirs;
    }

    /// Sends the next packet. On the loop's thread.
    @Override
    public final void send(long now) {
        MemorySegment slot = socket.slot();
        long number = sent++;
        int length = HEADER + write(slot, now, number);
        SrtpContext context = outbound;
        if (context != null) {
            length = context.protectRtp(slot, length);
            if (length < 0) {
                throw new IllegalStateException("SRTP refused to protect: " + length);
            }
        }
        socket.send(length, remoteLow, remotePort);
        window.sent(now);
    }

    /// Writes the header.
    ///
    /// @param step of timestamps
    final void header(MemorySegment slot, long number, int payloadType, int step) {
        slot.set(U16, 0, (short) (0x8000 | payloadType));
        slot.set(U16, 2, (short) (firstSequence + number));
        slot.set(U32, 4, (int) (number * step));
        slot.set(U32, 8, ssrc);
    }

    /// Writes a packet; how long its payload is.
    int write(MemorySegment slot, long now, long number) {
        header(slot, number, 0, STEP);
        slot.set(U64, HEADER, now);
        slot.set(U64, HEADER + 8, number);
        for (int at = 16; at < PAYLOAD; at += 8) {
            slot.set(U64, HEADER + at, pattern(now, number, at));
        }
        return PAYLOAD;
    }

    private long pattern(long time, long number, int at) {
        return (time ^ number * 0x9e3779b97f4a7c15L) + at;
    }

    /// A packet that looks like RTP or RTCP.
    ///
    /// @param now when the kernel got it (ns)
    final void receive(MemorySegment slot, int length, long low, int port, long now) {
        if (low != remoteLow || port != remotePort) {
            window.bad("source");
            return;
        }
        int type = length > 1 ? slot.get(ValueLayout.JAVA_BYTE, 1) & 0x7f : 0;
        if (type >= 72 && type < 80) {
            return; // RTCP (RFC 5761 section 4)
        }
        int opened = length;
        SrtpContext context = inbound;
        if (context != null) {
            opened = context.unprotectRtp(slot, length);
        }
        if (opened < HEADER) {
            window.bad(opened < 0 ? "authentication" : "length");
            return;
        }
        check(slot, opened, now);
    }

    /// Verifies a packet in the clear.
    void check(MemorySegment slot, int opened, long now) {
        if (opened != HEADER + PAYLOAD) {
            window.bad("length");
            return;
        }
        long time = slot.get(U64, HEADER);
        long number = slot.get(U64, HEADER + 8);
        if (slot.get(U16, 0) != (short) 0x8000
                || slot.get(U32, 8) != expectedSsrc
                || slot.get(U32, 4) != (int) (number * STEP)
                || slot.get(U16, 2) != (short) ((expectedSsrc * 7919 & 0xffff) + number)) {
            window.bad("header");
            return;
        }
        for (int at = 16; at < PAYLOAD; at += 8) {
            if (slot.get(U64, HEADER + at) != pattern(time, number, at)) {
                window.bad("payload");
                return;
            }
        }
        if (number <= lastNumber) {
            window.bad("order");
            return;
        }
        lastNumber = number;
        window.received(time, now);
    }
}
