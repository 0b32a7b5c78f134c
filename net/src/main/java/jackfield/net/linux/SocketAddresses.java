package jackfield.net.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Linux's `sockaddr_in` and `sockaddr_in6`, read and written in place as the two longs and the
/// port of an endpoint.
///
/// ```
/// sockaddr_in:  0 family | 2 port | 4 address (4)
/// sockaddr_in6: 0 family | 2 port | 4 flow info | 8 address (16) | 24 scope
/// ```
public final class SocketAddresses {
    /// Room for either.
    public static final int BYTES = 32;

    private static final int IPV4_BYTES = 16;
    private static final int IPV6_BYTES = 28;
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final ValueLayout.OfShort FAMILY = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private SocketAddresses() {}

    public static long high(MemorySegment from, long at) {
        return from.get(FAMILY, at) == Linux.AF_INET ? 0 : from.get(U64, at + 8);
    }

    public static long low(MemorySegment from, long at) {
        return from.get(FAMILY, at) == Linux.AF_INET
                ? MAPPED | (from.get(U32, at + 4) & 0xffff_ffffL)
                : from.get(U64, at + 16);
    }

    public static int port(MemorySegment from, long at) {
        return from.get(U16, at + 2) & 0xffff;
    }

    public static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /// Writes an address; its length.
    public static int put(MemorySegment to, long at, long high, long low, int port) {
        boolean ipv4 = isIpv4(high, low);
        to.set(FAMILY, at, (short) (ipv4 ? Linux.AF_INET : Linux.AF_INET6));
        to.set(U16, at + 2, (short) port);
        if (ipv4) {
            to.set(U32, at + 4, (int) low);
            to.set(U64, at + 8, 0);
            return IPV4_BYTES;
        }
        to.set(U32, at + 4, 0);
        to.set(U64, at + 8, high);
        to.set(U64, at + 16, low);
        to.set(U32, at + 24, 0);
        return IPV6_BYTES;
    }
}
