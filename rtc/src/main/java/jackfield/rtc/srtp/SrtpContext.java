package jackfield.rtc.srtp;

import jackfield.rtc.srtp.Streams.Stream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Protects, or checks and opens, the RTP and RTCP packets of one direction (RFC 3711, RFC 7714),
/// in place.
///
/// A context lives as long as its keys: it holds the rollover counter and the replay window of each
/// SSRC, so a re-INVITE with the same keys must keep it. The sender has a replay window too: an
/// index is never used twice with one key, even if the packet that is to be protected comes twice
/// (RFC 3711 section 9.1).
///
/// No method allocates once an SSRC is known. For one thread.
public final class SrtpContext {
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int FIXED_HEADER = 12;
    private static final long RTCP_END = 1L << 31;
    private static final byte[] NO_MKI = {};

    private final SrtpProfile profile;
    private final boolean outbound;
    private final byte[] masterKey;
    private final byte[] masterSalt;
    private final byte[] mki;
    private final Transform rtp;
    private final Transform rtcp;
    private final SrtpWorkspace work;
    private final Streams streams = new Streams();

    private SrtpContext(
            SrtpProfile profile,
            boolean outbound,
            byte[] masterKey,
            byte[] masterSalt,
            byte[] mki,
            SrtpWorkspace work) {
        if (masterKey.length != profile.keyBytes() || masterSalt.length != profile.saltBytes()) {
            throw new IllegalArgumentException("key or salt has the wrong length for " + profile);
        }
        this.profile = profile;
        this.outbound = outbound;
        this.masterKey = masterKey.clone();
        this.masterSalt = masterSalt.clone();
        this.mki = mki.clone();
        this.work = work;
        rtp =
                transform(
                        profile,
                        SessionKeys.forRtp(profile, masterKey, masterSalt, work),
                        this.mki,
                        work);
        rtcp =
                transform(
                        profile,
                        SessionKeys.forRtcp(profile, masterKey, masterSalt, work),
                        this.mki,
                        work);
    }

    /// For packets that we send.
    public static SrtpContext outbound(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        return outbound(profile, masterKey, masterSalt, new SrtpWorkspace());
    }

    /// For packets that we send; `work` is shared with other contexts of the same thread.
    public static SrtpContext outbound(
            SrtpProfile profile, byte[] masterKey, byte[] masterSalt, SrtpWorkspace work) {
        return outbound(profile, masterKey, masterSalt, NO_MKI, work);
    }

    /// For packets that we send, each with a Master Key Identifier (RFC 3711 section 3.1).
    ///
    /// @param mki as it stands in packets; empty for none
    public static SrtpContext outbound(
            SrtpProfile profile,
            byte[] masterKey,
            byte[] masterSalt,
            byte[] mki,
            SrtpWorkspace work) {
        return new SrtpContext(profile, true, masterKey, masterSalt, mki, work);
    }

    /// For packets that the peer sends.
    public static SrtpContext inbound(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        return inbound(profile, masterKey, masterSalt, new SrtpWorkspace());
    }

    /// For packets that the peer sends; `work` is shared with other contexts of the same thread.
    public static SrtpContext inbound(
            SrtpProfile profile, byte[] masterKey, byte[] masterSalt, SrtpWorkspace work) {
        return inbound(profile, masterKey, masterSalt, NO_MKI, work);
    }

    /// For packets that the peer sends, each with this Master Key Identifier; others are dropped.
    ///
    /// @param mki as it stands in packets; empty for none
    public static SrtpContext inbound(
            SrtpProfile profile,
            byte[] masterKey,
            byte[] masterSalt,
            byte[] mki,
            SrtpWorkspace work) {
        return new SrtpContext(profile, false, masterKey, masterSalt, mki, work);
    }

    static Transform transform(
            SrtpProfile profile, SessionKeys keys, byte[] mki, SrtpWorkspace work) {
        return profile.isAead()
                ? new AesGcmTransform(keys, mki, work)
                : new AesCmTransform(keys, profile, mki, work);
    }

    /// True if this context was made from these keys, so that it may go on (RFC 4568 section 7.1.4:
    /// a new offer with the same key is not a new key).
    public boolean hasKeys(SrtpProfile otherProfile, byte[] key, byte[] salt) {
        return hasKeys(otherProfile, key, salt, NO_MKI);
    }

    /// The same, with the Master Key Identifier.
    public boolean hasKeys(SrtpProfile otherProfile, byte[] key, byte[] salt, byte[] identifier) {
        return profile == otherProfile
                && MessageDigest.isEqual(masterKey, key)
                && MessageDigest.isEqual(masterSalt, salt)
                && Arrays.equals(mki, identifier);
    }

    /// Protects the RTP packet in the first `length` bytes of `slot`.
    ///
    /// @return its new length, or a drop ([SrtpDrop]) with the slot unchanged
    public int protectRtp(MemorySegment slot, int length) {
        requireDirection(true);
        int header = rtpHeader(slot, length);
        if (header < 0 || !fits(slot, length + rtp.rtpOverhead())) {
            return SrtpDrop.MALFORMED;
        }
        int ssrc = slot.get(U32, 8);
        Stream stream = streams.find(ssrc);
        if (stream == null && streams.isFull()) {
            return SrtpDrop.TOO_MANY_SSRCS;
        }
        long index = rtpIndex(stream, slot.get(U16, 2) & 0xffff);
        int refused = refuses(stream == null ? null : stream.rtp, index, RolloverCounter.END);
        if (refused < 0) {
            return refused;
        }
        load(slot, length);
        int sealed = rtp.sealRtp(work, header, length, ssrc, index);
        store(slot, header, sealed);
        (stream == null ? streams.add(ssrc) : stream).rtp.commit(index);
        return sealed;
    }

    /// Checks and opens the SRTP packet in the first `length` bytes of `slot`.
    ///
    /// @return its new length, or a drop ([SrtpDrop]) with the slot unchanged
    public int unprotectRtp(MemorySegment slot, int length) {
        requireDirection(false);
        int header = rtpHeader(slot, length - rtp.rtpOverhead());
        if (header < 0 || !fits(slot, length)) {
            return SrtpDrop.MALFORMED;
        }
        int ssrc = slot.get(U32, 8);
        Stream stream = streams.find(ssrc);
        long index = rtpIndex(stream, slot.get(U16, 2) & 0xffff);
        int refused = refuses(stream == null ? null : stream.rtp, index, RolloverCounter.END);
        if (refused < 0) {
            return refused;
        }
        load(slot, length);
        int opened = rtp.openRtp(work, header, length, ssrc, index);
        if (opened < 0) {
            return opened;
        }
        // Only now is it certain that the SSRC is the peer's: strangers cannot fill the table.
        if (stream == null && streams.isFull()) {
            return SrtpDrop.TOO_MANY_SSRCS;
        }
        store(slot, header, opened);
        (stream == null ? streams.add(ssrc) : stream).rtp.commit(index);
        return opened;
    }

    /// Protects the compound RTCP packet in the first `length` bytes of `slot`.
    ///
    /// @return its new length, or a drop ([SrtpDrop]) with the slot unchanged
    public int protectRtcp(MemorySegment slot, int length) {
        requireDirection(true);
        if (!isRtcp(slot, length) || !fits(slot, length + rtcp.rtcpOverhead())) {
            return SrtpDrop.MALFORMED;
        }
        int ssrc = slot.get(U32, 4);
        Stream stream = streams.find(ssrc);
        if (stream == null && streams.isFull()) {
            return SrtpDrop.TOO_MANY_SSRCS;
        }
        long index = stream == null ? 0 : stream.rtcp.highest() + 1;
        if (index >= RTCP_END) {
            return SrtpDrop.KEY_LIFETIME;
        }
        load(slot, length);
        int sealed = rtcp.sealRtcp(work, length, ssrc, (int) index);
        store(slot, Transform.RTCP_CLEAR, sealed);
        (stream == null ? streams.add(ssrc) : stream).rtcp.commit(index);
        return sealed;
    }

    /// Checks and opens the SRTCP packet in the first `length` bytes of `slot`.
    ///
    /// @return its new length, or a drop ([SrtpDrop]) with the slot unchanged
    public int unprotectRtcp(MemorySegment slot, int length) {
        requireDirection(false);
        if (!isRtcp(slot, length - rtcp.rtcpOverhead()) || !fits(slot, length)) {
            return SrtpDrop.MALFORMED;
        }
        load(slot, length);
        int ssrc = slot.get(U32, 4);
        Stream stream = streams.find(ssrc);
        long index = rtcp.rtcpWord(work, length) & ~Transform.ENCRYPTED;
        int refused = refuses(stream == null ? null : stream.rtcp, index, RTCP_END);
        if (refused < 0) {
            return refused;
        }
        int opened = rtcp.openRtcp(work, length, ssrc);
        if (opened < 0) {
            return opened;
        }
        if (stream == null && streams.isFull()) {
            return SrtpDrop.TOO_MANY_SSRCS;
        }
        store(slot, Transform.RTCP_CLEAR, opened);
        (stream == null ? streams.add(ssrc) : stream).rtcp.commit(index);
        return opened;
    }

    @Override
    public String toString() {
        return "SrtpContext[" + profile + (outbound ? ", outbound]" : ", inbound]");
    }

    private static long rtpIndex(@Nullable Stream stream, int sequence) {
        return RolloverCounter.index(stream == null ? -1 : stream.rtp.highest(), sequence);
    }

    private static int refuses(@Nullable ReplayWindow window, long index, long end) {
        if (index >= end) {
            return SrtpDrop.KEY_LIFETIME;
        }
        return window == null || window.isNew(index) ? 0 : SrtpDrop.REPLAYED;
    }

    /// Where the RTP header ends, with CSRCs and extension; -1 where that is not inside the packet.
    private static int rtpHeader(MemorySegment slot, int length) {
        if (length < FIXED_HEADER || length > slot.byteSize()) {
            return -1;
        }
        int first = slot.get(ValueLayout.JAVA_BYTE, 0);
        if ((first & 0xc0) != 0x80) {
            return -1;
        }
        int end = FIXED_HEADER + 4 * (first & 0xf);
        if ((first & 0x10) != 0) {
            if (end + 4 > length) {
                return -1;
            }
            end += 4 + 4 * (slot.get(U16, end + 2) & 0xffff);
        }
        return end <= length ? end : -1;
    }

    private static boolean isRtcp(MemorySegment slot, int length) {
        return length >= Transform.RTCP_CLEAR
                && length <= slot.byteSize()
                && (slot.get(ValueLayout.JAVA_BYTE, 0) & 0xc0) == 0x80;
    }

    private static boolean fits(MemorySegment slot, int length) {
        return length <= slot.byteSize() && length <= SrtpWorkspace.LONGEST;
    }

    private void load(MemorySegment slot, int length) {
        MemorySegment.copy(slot, ValueLayout.JAVA_BYTE, 0, work.packet, 0, length);
    }

    private void store(MemorySegment slot, int from, int to) {
        MemorySegment.copy(work.packet, from, slot, ValueLayout.JAVA_BYTE, from, to - from);
    }

    /// Touches the memory that the next packet wants, so that it is near by then; the sum means
    /// nothing.
    public long fetch() {
        return rtp.fetch() + streams.fetch();
    }

    private void requireDirection(boolean sending) {
        if (outbound != sending) {
            throw new IllegalStateException(this + " is for the other direction");
        }
    }
}
