package jackfield.rtc.turn;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The headers of the packet path, read and written where they lie: ChannelData (RFC 8656 section
/// 12.4), Send and Data indications (section 11). One for a server, used again.
final class Frame {
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int HEADER = 20;
    private static final int COOKIE = 0x2112A442;
    private static final int DATA_INDICATION = 0x0017;
    private static final int XOR_PEER_ADDRESS = 0x0012;
    private static final int DATA = 0x0013;
    private static final int DONT_FRAGMENT = 0x001A;
    private static final long MAPPED = 0xffff_0000_0000L;

    // Of the Send indication read last.
    long high;
    long low;
    int port;
    int dataAt;
    int dataLength;
    private long indications;

    /// @param first the transaction id of the first indication; they count up
    Frame(long first) {
        indications = first;
    }

    static int u16(MemorySegment at, long offset) {
        return at.get(U16, offset) & 0xffff;
    }

    static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /// Reads a Send indication; false where it is not sound or lacks the peer or the data. An
    /// attribute that we do not know and must makes it nothing (RFC 8489 section 6.3.2).
    boolean readSend(MemorySegment slot, int length) {
        if (length < HEADER
                || length % 4 != 0
                || u16(slot, 2) != length - HEADER
                || slot.get(U32, 4) != COOKIE) {
            return false;
        }
        boolean peer = false;
        dataAt = -1;
        int at = HEADER;
        while (at < length) {
            int code = u16(slot, at);
            int size = u16(slot, at + 2);
            int value = at + 4;
            at = value + (size + 3 & ~3);
            if (at > length) {
                return false;
            }
            if (code == XOR_PEER_ADDRESS && !peer) {
                if (!readPeer(slot, value, size)) {
                    return false;
                }
                peer = true;
            } else if (code == DATA && dataAt < 0) {
                dataAt = value;
                dataLength = size;
            } else if (code < 0x8000
                    && code != DONT_FRAGMENT
                    && code != XOR_PEER_ADDRESS
                    && code != DATA) {
                return false;
            }
        }
        return peer && dataAt >= 0;
    }

    private boolean readPeer(MemorySegment slot, int at, int size) {
        int family = slot.get(ValueLayout.JAVA_BYTE, at + 1);
        port = u16(slot, at + 2) ^ COOKIE >>> 16;
        if (size == 8 && family == 1) {
            high = 0;
            low = MAPPED | (slot.get(U32, at + 4) ^ COOKIE) & 0xffff_ffffL;
            return true;
        }
        if (size == 20 && family == 2) {
            high = slot.get(U64, at + 4) ^ slot.get(U64, 4);
            low = slot.get(U64, at + 12) ^ slot.get(U64, 12);
            return true;
        }
        return false;
    }

    /// Makes sure that `header` bytes are free in front of a payload and `behind` behind its first
    /// byte, moving it where they are not; gives where the header goes. Both fit the slot.
    static int room(MemorySegment slot, int at, int size, int header, int behind) {
        if (at >= header && at + behind <= slot.byteSize()) {
            return at - header;
        }
        MemorySegment.copy(slot, at, slot, header, size);
        return 0;
    }

    static void channelData(MemorySegment slot, int begin, int number, int size) {
        slot.set(U16, begin, (short) number);
        slot.set(U16, begin + 2, (short) size);
    }

    /// How long the header of a Data indication is, its DATA attribute's own included.
    static int dataHeader(long high, long low) {
        return isIpv4(high, low) ? HEADER + 12 + 4 : HEADER + 24 + 4;
    }

    /// Writes the header of a Data indication in front of its `size` bytes, and the padding behind.
    void data(MemorySegment slot, int begin, int size, long fromHigh, long fromLow, int fromPort) {
        int header = dataHeader(fromHigh, fromLow);
        int padded = size + 3 & ~3;
        slot.set(U16, begin, (short) DATA_INDICATION);
        slot.set(U16, begin + 2, (short) (header - HEADER + padded));
        slot.set(U32, begin + 4, COOKIE);
        slot.set(U32, begin + 8, 0);
        slot.set(U64, begin + 12, indications++);
        int peer = begin + HEADER;
        slot.set(U16, peer, (short) XOR_PEER_ADDRESS);
        slot.set(U16, peer + 2, (short) (header - HEADER - 8));
        slot.set(U16, peer + 6, (short) (fromPort ^ COOKIE >>> 16));
        if (isIpv4(fromHigh, fromLow)) {
            slot.set(U16, peer + 4, (short) 1);
            slot.set(U32, peer + 8, (int) fromLow ^ COOKIE);
        } else {
            slot.set(U16, peer + 4, (short) 2);
            slot.set(U64, peer + 8, fromHigh ^ slot.get(U64, begin + 4));
            slot.set(U64, peer + 16, fromLow ^ slot.get(U64, begin + 12));
        }
        slot.set(U16, begin + header - 4, (short) DATA);
        slot.set(U16, begin + header - 2, (short) size);
        for (int pad = size; pad < padded; pad++) {
            slot.set(ValueLayout.JAVA_BYTE, begin + header + pad, (byte) 0);
        }
    }
}
