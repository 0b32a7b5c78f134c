package jackfield.roles.relay.media;

import jackfield.rtc.rtp.HeaderExtensions;
import jackfield.rtc.rtp.RtpPacket;
import java.util.Arrays;

/// What happens to the header extensions (RFC 8285) that a stream's peer sends: each agreed one
/// becomes the number that the other side's SDP has for the same URI, others are taken out. Not
/// changed once made.
public final class ExtensionMap {
    /// Leaves all as they come.
    public static final ExtensionMap ANY = new ExtensionMap(new byte[0]);

    /// Takes all out.
    public static final ExtensionMap NONE = new ExtensionMap(new byte[256]);

    private final byte[] to;

    private ExtensionMap(byte[] to) {
        this.to = to;
    }

    /// The same map, where `from` becomes `other` as well.
    ///
    /// @param from 1 to 255, as the peer sends it
    /// @param other 1 to 255, as it goes out on the other side
    public ExtensionMap with(int from, int other) {
        if (from < 1 || from > 255 || other < 1 || other > 255) {
            throw new IllegalArgumentException("extension " + from + " or " + other);
        }
        byte[] next = Arrays.copyOf(to, 256);
        next[from] = (byte) other;
        return new ExtensionMap(next);
    }

    /// The number to write where the peer sent `from`; 0 where that was not agreed.
    public int to(int from) {
        return to.length == 0 ? from : to[from] & 0xff;
    }

    /// Rewrites the packet's extensions in place.
    ///
    /// @return its length, shorter where none are left
    int rewrite(RtpPacket packet, HeaderExtensions elements) {
        if (to.length == 0 || !packet.hasExtension()) {
            return packet.length();
        }
        boolean left = false;
        if (elements.wrap(packet)) {
            while (elements.next()) {
                if (elements.id(to[elements.id()] & 0xff)) {
                    left = true;
                } else {
                    elements.erase();
                }
            }
        }
        return left ? packet.length() : packet.removeExtension();
    }
}
