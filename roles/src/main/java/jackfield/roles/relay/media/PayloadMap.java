package jackfield.roles.relay.media;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What happens to the payload types that a leg's peer sends: each agreed one becomes the number
/// that the other leg's SDP has for the same codec. Not changed once made.
public final class PayloadMap {
    /// Agrees to nothing.
    public static final PayloadMap NONE = none();

    private static final int TYPES = 128;

    private final byte[] to;
    private final int[] clock;
    private final String[] names;

    private PayloadMap(byte[] to, int[] clock, String[] names) {
        this.to = to;
        this.clock = clock;
        this.names = names;
    }

    /// The same map, where `from` becomes `to` as well.
    ///
    /// @param from 0 to 127, as the peer sends it
    /// @param to 0 to 127, as it goes out on the other leg
    /// @param clockRate of the codec in Hz, for jitter
    public PayloadMap with(int from, int to, int clockRate) {
        return with(from, to, clockRate, "");
    }

    /// The same, with the codec's name for reports and ratings.
    ///
    /// @param encoding as `a=rtpmap` writes it: `PCMU`, `opus`; empty where it is not known
    public PayloadMap with(int from, int to, int clockRate, String encoding) {
        if (from < 0 || from > 127 || to < 0 || to > 127) {
            throw new IllegalArgumentException("payload type " + from + " or " + to);
        }
        byte[] nextTo = this.to.clone();
        int[] nextClock = clock.clone();
        nextTo[from] = (byte) to;
        nextClock[from] = clockRate;
        String[] nextNames = names.clone();
        nextNames[from] = encoding;
        return new PayloadMap(nextTo, nextClock, nextNames);
    }

    /// The payload type to write where the peer sent `from`; -1 where that was not agreed.
    public int to(int from) {
        return to[from];
    }

    /// The clock rate of what the peer sends as `from`, in Hz; 0 where it is not known.
    public int clockRate(int from) {
        return clock[from];
    }

    /// The name of the codec that the peer sends as `from`; empty where it is not known.
    public String encoding(int from) {
        return names[from];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PayloadMap map
                && Arrays.equals(to, map.to)
                && Arrays.equals(clock, map.clock)
                && Arrays.equals(names, map.names);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(to) + Arrays.hashCode(names);
    }

    private static PayloadMap none() {
        byte[] to = new byte[TYPES];
        Arrays.fill(to, (byte) -1);
        String[] names = new String[TYPES];
        Arrays.fill(names, "");
        return new PayloadMap(to, new int[TYPES], names);
    }
}
