package jackfield.rtc.srtp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a context remembers of each SSRC. Never forgets one while the keys live: forgetting a
/// sender would let its key stream be used twice (RFC 3711 section 9.1).
final class Streams {
    /// How many SSRCs one context follows.
    static final int MOST = 256;

    private int[] ssrcs = new int[4];
    private Stream[] streams = new Stream[4];
    private int count;
    private int last;

    /// One SSRC's indices.
    static final class Stream {
        final ReplayWindow rtp = new ReplayWindow();
        final ReplayWindow rtcp = new ReplayWindow();
    }

    /// The stream of `ssrc`, or null when it is new.
    @Nullable Stream find(int ssrc) {
        if (last < count && ssrcs[last] == ssrc) {
            return streams[last];
        }
        for (int i = 0; i < count; i++) {
            if (ssrcs[i] == ssrc) {
                last = i;
                return streams[i];
            }
        }
        return null;
    }

    /// True when no further SSRC fits.
    boolean isFull() {
        return count == MOST;
    }

    /// Begins to follow `ssrc`.
    Stream add(int ssrc) {
        if (count == streams.length) {
            ssrcs = Arrays.copyOf(ssrcs, 2 * count);
            streams = Arrays.copyOf(streams, 2 * count);
        }
        var stream = new Stream();
        ssrcs[count] = ssrc;
        streams[count] = stream;
        last = count++;
        return stream;
    }

    long fetch() {
        return count == 0 ? 0 : ssrcs[last] + streams[last].rtp.fetch();
    }
}
