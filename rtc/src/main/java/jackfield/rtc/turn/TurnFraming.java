package jackfield.rtc.turn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts a connection's bytes into STUN messages and ChannelData, which is padded to four bytes
/// there (RFC 8656 section 12.5). Holds nothing while nothing is begun.
public final class TurnFraming {
    private static final int MOST = 4 + 65_536;
    private static final byte[] NOTHING = {};

    private byte[] pending = NOTHING;
    private int at;
    private boolean broken;

    /// A connection's beginning.
    public TurnFraming() {}

    /// Bytes arrived.
    public void add(byte[] bytes) {
        if (at == pending.length) {
            pending = bytes;
        } else {
            byte[] joined = Arrays.copyOfRange(pending, at, pending.length + bytes.length);
            System.arraycopy(bytes, 0, joined, pending.length - at, bytes.length);
            pending = joined;
        }
        at = 0;
    }

    /// The next whole message, without padding; null where there is none yet, or none can be.
    public byte @Nullable [] next() {
        int left = pending.length - at;
        if (broken || left < 4) {
            return null;
        }
        int first = pending[at] & 0xff;
        int said = (pending[at + 2] & 0xff) << 8 | pending[at + 3] & 0xff;
        boolean channel = (first & 0xc0) == 0x40;
        if (first >= 0x80 || !channel && said % 4 != 0) {
            broken = true;
            return null;
        }
        int length = channel ? 4 + said : 20 + said;
        int whole = length + 3 & ~3;
        if (whole > MOST || left < whole) {
            broken = whole > MOST;
            return null;
        }
        byte[] message = Arrays.copyOfRange(pending, at, at + length);
        at += whole;
        if (at == pending.length) {
            pending = NOTHING;
            at = 0;
        }
        return message;
    }

    /// True where the bytes are no TURN and nothing after them can be understood: close the
    /// connection.
    public boolean isBroken() {
        return broken;
    }

    /// What has come and is not part of a message; it is taken out. For a connection that carries a
    /// peer's bytes from now on (RFC 6062 section 5.4).
    public byte[] rest() {
        byte[] rest = Arrays.copyOfRange(pending, at, pending.length);
        pending = NOTHING;
        at = 0;
        return rest;
    }
}
