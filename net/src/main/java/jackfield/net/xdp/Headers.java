package jackfield.net.xdp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import jackfield.net.linux.SocketAddresses;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The headers of a UDP datagram in an Ethernet frame (RFC 894, RFC 2464, RFC 791, RFC 8200, RFC
/// 768), read and written in place. `at` is where the frame begins.
///
/// ```
/// 0 to | 6 from | 12 type | IPv4: 14 version | 16 length | 18 id | 20 DF | 22 TTL | 23 protocol
///     | 24 checksum | 26 source | 30 destination | UDP at 34
///                           IPv6: 14 version | 18 length | 20 next | 21 hops | 22 source
///     | 38 destination | UDP at 54
/// UDP: 0 source | 2 destination | 4 length | 6 checksum
/// ```
final class Headers {
    static final int IPV4 = 42;
    static final int IPV6 = 62;

    private static final short TYPE_IPV4 = 0x0800;
    private static final short TYPE_IPV6 = (short) 0x86dd;
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final int DO_NOT_FRAGMENT = 0x4000;
    private static final int HOPS = 64;
    private static final int UDP = 17;
    private static final ValueLayout.OfShort U16 =
            JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Headers() {}

    static boolean isIpv4(MemorySegment frame, long at) {
        return frame.get(U16, at + 12) == TYPE_IPV4;
    }

    static long sourceHigh(MemorySegment frame, long at, boolean ipv4) {
        return ipv4 ? 0 : frame.get(U64, at + 22);
    }

    static long sourceLow(MemorySegment frame, long at, boolean ipv4) {
        return ipv4 ? MAPPED | frame.get(U32, at + 26) & 0xffff_ffffL : frame.get(U64, at + 30);
    }

    static long destinationHigh(MemorySegment frame, long at, boolean ipv4) {
        return ipv4 ? 0 : frame.get(U64, at + 38);
    }

    static long destinationLow(MemorySegment frame, long at, boolean ipv4) {
        return ipv4 ? MAPPED | frame.get(U32, at + 30) & 0xffff_ffffL : frame.get(U64, at + 46);
    }

    static int sourcePort(MemorySegment frame, long at, boolean ipv4) {
        return frame.get(U16, at + udp(ipv4)) & 0xffff;
    }

    static int destinationPort(MemorySegment frame, long at, boolean ipv4) {
        return frame.get(U16, at + udp(ipv4) + 2) & 0xffff;
    }

    private static int udp(boolean ipv4) {
        return ipv4 ? 34 : 54;
    }

    /// The bytes of payload of a received frame of `length` bytes; -1 when the datagram does not
    /// fit into it or its checksum is wrong. What another program of this host or a virtual
    /// interface sends may have only the pseudo header in its checksum: the rest was left to
    /// hardware that it never saw.
    static int payload(MemorySegment frame, long at, int length, boolean ipv4) {
        int udp = udp(ipv4);
        int udpLength = frame.get(U16, at + udp + 4) & 0xffff;
        if (udpLength < 8 || udp + udpLength > length) {
            return -1;
        }
        short checksum = frame.get(JAVA_SHORT_UNALIGNED, at + udp + 6);
        if (checksum == 0) {
            return ipv4 ? udpLength - 8 : -1; // RFC 8200 section 8.1: IPv6 has to have one
        }
        long pseudo = pseudoHeader(frame, at, ipv4, udpLength);
        boolean right =
                folded(pseudo) == (checksum & 0xffff)
                        || folded(pseudo + sum(frame, at + udp, udpLength)) == 0xffff;
        return right ? udpLength - 8 : -1;
    }

    /// Writes the headers before a payload of `length` bytes that is in its place already; the
    /// length of the frame.
    ///
    /// @param to hardware address of the next hop, and `from` ours: their lower 48 bits
    /// @param tos type of service or traffic class
    static int write(
            MemorySegment frame,
            long at,
            long to,
            long from,
            int tos,
            long localHigh,
            long localLow,
            int localPort,
            long high,
            long low,
            int port,
            int length) {
        boolean ipv4 = SocketAddresses.isIpv4(localHigh, localLow);
        int udp = udp(ipv4);
        int udpLength = length + 8;
        frame.set(U64, at, to << 16 | from >>> 32);
        frame.set(U32, at + 8, (int) from);
        if (ipv4) {
            frame.set(U16, at + 12, TYPE_IPV4);
            frame.set(U32, at + 14, (0x4500 | tos) << 16 | udpLength + 20);
            frame.set(U32, at + 18, DO_NOT_FRAGMENT);
            frame.set(U32, at + 22, HOPS << 24 | UDP << 16);
            frame.set(U32, at + 26, (int) localLow);
            frame.set(U32, at + 30, (int) low);
            frame.set(JAVA_SHORT_UNALIGNED, at + 24, (short) ~folded(sum(frame, at + 14, 20)));
        } else {
            frame.set(U16, at + 12, TYPE_IPV6);
            frame.set(U32, at + 14, 0x6000_0000 | tos << 20);
            frame.set(U32, at + 18, udpLength << 16 | UDP << 8 | HOPS);
            frame.set(U64, at + 22, localHigh);
            frame.set(U64, at + 30, localLow);
            frame.set(U64, at + 38, high);
            frame.set(U64, at + 46, low);
        }
        frame.set(U32, at + udp, localPort << 16 | port);
        frame.set(U32, at + udp + 4, udpLength << 16);
        int checksum =
                ~folded(pseudoHeader(frame, at, ipv4, udpLength) + sum(frame, at + udp, udpLength))
                        & 0xffff;
        frame.set(JAVA_SHORT_UNALIGNED, at + udp + 6, (short) (checksum == 0 ? 0xffff : checksum));
        return udp + udpLength;
    }

    private static long pseudoHeader(MemorySegment frame, long at, boolean ipv4, int udpLength) {
        long addresses = ipv4 ? sum(frame, at + 26, 8) : sum(frame, at + 22, 32);
        return addresses
                + (Short.reverseBytes((short) UDP) & 0xffff)
                + (Short.reverseBytes((short) udpLength) & 0xffff);
    }

    /// The sum of 16-bit words in the machine's order (RFC 1071 section 2: it makes no difference
    /// but for the order of the result).
    private static long sum(MemorySegment frame, long at, int length) {
        long sum = 0;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            long eight = frame.get(JAVA_LONG_UNALIGNED, at + i);
            sum += (eight & 0xffff_ffffL) + (eight >>> 32);
        }
        for (; i + 2 <= length; i += 2) {
            sum += frame.get(JAVA_SHORT_UNALIGNED, at + i) & 0xffff;
        }
        if (i < length) {
            sum += frame.get(JAVA_BYTE, at + i) & 0xff;
        }
        return sum;
    }

    private static int folded(long sum) {
        long s = (sum & 0xffff_ffffL) + (sum >>> 32);
        s = (s & 0xffff) + (s >>> 16);
        s = (s & 0xffff) + (s >>> 16);
        return (int) ((s & 0xffff) + (s >>> 16));
    }
}
