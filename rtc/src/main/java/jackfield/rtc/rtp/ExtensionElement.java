package jackfield.rtc.rtp;

import org.jspecify.annotations.Nullable;

/// One element of a header extension (RFC 8285), made once and put into many packets.
public final class ExtensionElement {
    private static final int ONE_BYTE = 0xbede;
    private static final int TWO_BYTE = 0x1000;
    private static final int LONGEST_SHORT = 16;
    private static final int HIGHEST_SHORT = 14;

    private final byte @Nullable [] shortForm;
    private final byte[] longForm;

    /// @param id 1 to 255; 15 can only be written in the two-byte form (section 4.2)
    /// @param data 0 to 255 bytes; none, or more than 16, only in the two-byte form
    public ExtensionElement(int id, byte[] data) {
        if (id < 1 || id > 255 || data.length > 255) {
            throw new IllegalArgumentException("element " + id + " of " + data.length + " bytes");
        }
        boolean fits = id <= HIGHEST_SHORT && data.length > 0 && data.length <= LONGEST_SHORT;
        shortForm = fits ? padded(data, id << 4 | data.length - 1) : null;
        longForm = padded(data, id, data.length);
    }

    private static byte[] padded(byte[] data, int... head) {
        byte[] whole = new byte[(head.length + data.length + 3) / 4 * 4];
        for (int i = 0; i < head.length; i++) {
            whole[i] = (byte) head[i];
        }
        System.arraycopy(data, 0, whole, head.length, data.length);
        return whole;
    }

    /// Puts the element into a packet, behind those it has; what follows moves up. A packet whose
    /// extension is of another kind or of a form that has no room for it stays as it is, and so
    /// does one whose memory ends.
    ///
    /// @return the packet's length
    public int addTo(RtpPacket packet) {
        byte[] few = shortForm;
        if (!packet.hasExtension()) {
            return few == null
                    ? packet.addExtension(TWO_BYTE, longForm)
                    : packet.addExtension(ONE_BYTE, few);
        }
        int profile = packet.extensionProfile();
        if (profile == ONE_BYTE) {
            return few == null ? packet.length() : packet.growExtension(few);
        }
        return (profile & 0xfff0) == TWO_BYTE ? packet.growExtension(longForm) : packet.length();
    }
}
