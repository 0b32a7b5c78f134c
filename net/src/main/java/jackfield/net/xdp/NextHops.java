package jackfield.net.xdp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import jackfield.net.linux.Linux;
import jackfield.net.linux.SocketAddresses;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The hardware address that packets to an address leave for by one interface, and the address of
/// ours that they leave from where the socket has none, as the kernel's routes and neighbours say
/// (rtnetlink). What strangers send teaches it nothing. An answer holds for two seconds; then the
/// kernel is asked again, and told that the neighbour is in use, so that it looks whether it is
/// still there. On one thread.
final class NextHops {
    /// Not known, or not by this interface: the kernel has to send.
    static final long NONE = -1;

    private static final long HOLDS = 2_000_000_000;
    private static final int PLACES = 1 << 15; // a power of two
    private static final int MOST = PLACES / 2;
    private static final int QUESTIONS_A_TURN = 8;
    private static final int MOST_SOURCES = 64;
    private static final int SOURCE_AT = 48;
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int GET_ROUTE = 26;
    private static final int NEW_ROUTE = 24;
    private static final int GET_NEIGHBOUR = 30;
    private static final int NEW_NEIGHBOUR = 28;
    private static final int REQUEST = 1;
    private static final int BODY = 28;
    private static final int LOCAL = 2;
    private static final int ROUTE_INTERFACE = 4;
    private static final int ROUTE_GATEWAY = 5;
    private static final int ROUTE_SOURCE = 7;
    private static final int DESTINATION = 1;
    private static final int HARDWARE_ADDRESS = 2;
    private static final int USE = 1;
    private static final int CONFIRMED = 0x02 | 0x40 | 0x80; // or nothing to confirm
    private static final int KNOWN = CONFIRMED | 0x04 | 0x08 | 0x10; // also stale or asked for
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final int interfaceIndex;
    private final boolean loopback;
    private final MemorySegment errno;
    private final MemorySegment message;
    private final int fd;

    // Open addressing: place i has address (high, low), hop and when it was asked for.
    private final long[] highs = new long[PLACES];
    private final long[] lows = new long[PLACES];
    private final long[] hops = new long[PLACES];
    private final long[] asked = new long[PLACES];
    private int known;

    // Our addresses by their number in a hop; 0 is for none.
    private final long[] sourceHighs = new long[MOST_SOURCES];
    private final long[] sourceLows = new long[MOST_SOURCES];
    private int sources = 1;
    private int questions;
    private int sequence;

    NextHops(Arena arena, int interfaceIndex, boolean loopback) {
        this.interfaceIndex = interfaceIndex;
        this.loopback = loopback;
        errno = arena.allocate(Linux.ERRNO_BYTES, 16);
        message = arena.allocate(8192, 8);
        fd =
                XdpCalls.require(
                        "rtnetlink",
                        Linux.socket(errno, AF_NETLINK, SOCK_RAW | Linux.NONBLOCK_CLOEXEC));
    }

    /// The hardware address (the lower 48 bits) and what [#sourceLow] wants to know, or [#NONE].
    long find(long high, long low, long now) {
        int place = place(high, low);
        boolean there = lows[place] != 0 || highs[place] != 0;
        if (there && now - asked[place] < HOLDS) {
            return hops[place];
        }
        if (questions >= QUESTIONS_A_TURN) {
            return there ? hops[place] : NONE;
        }
        questions++;
        if (!there) {
            if (known >= MOST) {
                forgetAll();
                place = place(high, low);
            }
            known++;
            highs[place] = high;
            lows[place] = low;
        }
        hops[place] = ask(high, low);
        asked[place] = now - (place & 0xff) * (HOLDS / 1024); // the rounds of asking spread out
        return hops[place];
    }

    /// True where the route to a hop says which address of ours packets leave from.
    boolean hasSource(long hop) {
        return hop >>> SOURCE_AT != 0;
    }

    /// The address of ours that packets to a hop leave from.
    long sourceHigh(long hop) {
        return sourceHighs[(int) (hop >>> SOURCE_AT)];
    }

    long sourceLow(long hop) {
        return sourceLows[(int) (hop >>> SOURCE_AT)];
    }

    /// A turn may ask so many questions.
    void turnEnded() {
        questions = 0;
    }

    void close() {
        Linux.close(errno, fd);
    }

    private void forgetAll() {
        Arrays.fill(highs, 0);
        Arrays.fill(lows, 0);
        known = 0;
    }

    private int place(long high, long low) {
        long mixed = (high * 31 + low) * 0x9e37_79b9_7f4a_7c15L;
        int place = (int) (mixed >>> 48) & PLACES - 1;
        while ((lows[place] != 0 || highs[place] != 0)
                && (lows[place] != low || highs[place] != high)) {
            place = place + 1 & PLACES - 1;
        }
        return place;
    }

    private long ask(long high, long low) {
        boolean ipv4 = SocketAddresses.isIpv4(high, low);
        int answer = question(GET_ROUTE, ipv4, ipv4 ? 32 : 128, 0, high, low);
        if (answer < BODY || message.get(JAVA_SHORT, 4) != NEW_ROUTE) {
            return NONE;
        }
        int out = attribute(ROUTE_INTERFACE, answer);
        if (out < 0 || message.get(JAVA_INT, out) != interfaceIndex) {
            return NONE;
        }
        long from = (long) source(attribute(ROUTE_SOURCE, answer), ipv4) << SOURCE_AT;
        if (message.get(JAVA_BYTE, 23) == LOCAL) {
            return loopback ? from : NONE;
        }
        int gateway = attribute(ROUTE_GATEWAY, answer);
        long hopHigh = high;
        long hopLow = low;
        if (gateway >= 0) {
            hopHigh = ipv4 ? 0 : message.get(U64, gateway);
            hopLow = ipv4 ? mapped(gateway) : message.get(U64, gateway + 8);
        }
        answer = question(GET_NEIGHBOUR, ipv4, 0, 0, hopHigh, hopLow);
        if (answer < BODY || message.get(JAVA_SHORT, 4) != NEW_NEIGHBOUR) {
            return NONE;
        }
        int address = attribute(HARDWARE_ADDRESS, answer);
        int state = message.get(JAVA_SHORT, 24);
        if (address < 0 || (state & KNOWN) == 0) {
            return NONE;
        }
        long hop =
                (message.get(U32, address) & 0xffff_ffffL) << 16
                        | message.get(U32, address + 2) & 0xffffL;
        if ((state & CONFIRMED) == 0) {
            write(NEW_NEIGHBOUR, ipv4, 0, USE, hopHigh, hopLow);
        }
        return hop | from;
    }

    /// The number of the address of ours that an answer has there.
    private int source(int at, boolean ipv4) {
        if (at < 0) {
            return 0;
        }
        long high = ipv4 ? 0 : message.get(U64, at);
        long low = ipv4 ? mapped(at) : message.get(U64, at + 8);
        for (int i = 1; i < sources; i++) {
            if (sourceLows[i] == low && sourceHighs[i] == high) {
                return i;
            }
        }
        if (sources == MOST_SOURCES) {
            return 0;
        }
        sourceHighs[sources] = high;
        sourceLows[sources] = low;
        return sources++;
    }

    private long mapped(int at) {
        return 0xffff_0000_0000L | message.get(U32, at) & 0xffff_ffffL;
    }

    /// Asks about one address; how long the answer is, negative when there is none.
    private int question(int kind, boolean ipv4, int bits, int flags, long high, long low) {
        int length = write(kind, ipv4, bits, flags, high, low);
        while (length >= 0) {
            length = Linux.read(errno, fd, message.address(), message.byteSize());
            if (length >= BODY && message.get(JAVA_INT, 8) == sequence) {
                return length;
            }
        }
        return length;
    }

    /// The word of a message about a route has the address's bits, that about a neighbour the
    /// interface and flags.
    private int write(int kind, boolean ipv4, int bits, int flags, long high, long low) {
        int addressBytes = ipv4 ? 4 : 16;
        int length = BODY + 4 + addressBytes;
        message.asSlice(0, length).fill((byte) 0);
        message.set(JAVA_INT, 0, length);
        message.set(JAVA_SHORT, 4, (short) kind);
        message.set(JAVA_SHORT, 6, (short) REQUEST);
        message.set(JAVA_INT, 8, ++sequence);
        message.set(JAVA_BYTE, 16, (byte) (ipv4 ? Linux.AF_INET : Linux.AF_INET6));
        message.set(JAVA_BYTE, 17, (byte) bits);
        message.set(JAVA_INT, 20, kind == GET_ROUTE ? 0 : interfaceIndex);
        message.set(JAVA_BYTE, 26, (byte) flags);
        message.set(JAVA_SHORT, BODY, (short) (4 + addressBytes));
        message.set(JAVA_SHORT, BODY + 2, (short) DESTINATION);
        if (ipv4) {
            message.set(U32, BODY + 4, (int) low);
        } else {
            message.set(U64, BODY + 4, high);
            message.set(U64, BODY + 12, low);
        }
        return Linux.write(errno, fd, message.address(), length);
    }

    /// Where the value of the answer's attribute of a kind begins; -1 when there is none.
    private int attribute(int kind, int length) {
        int at = BODY;
        while (at + 4 <= length) {
            int bytes = message.get(JAVA_SHORT, at) & 0xffff;
            if (bytes < 4 || at + bytes > length) {
                return -1;
            }
            if (message.get(JAVA_SHORT, at + 2) == kind) {
                return at + 4;
            }
            at += bytes + 3 & ~3;
        }
        return -1;
    }
}
