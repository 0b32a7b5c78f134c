package jackfield.roles.relay.media;

import jackfield.rtc.rtcp.SsrcMap;
import java.util.random.RandomGenerator;

/// The sources of a stream under the SSRCs that its peer knows. They are those they came with,
/// except where another stream of the same bundle has that SSRC already: phones with a port for
/// each medium may have one for both (RFC 3550 section 8.2).
final class SourceNames {
    private static final int MOST = 16;

    /// As RTCP from the other side is written for the peer.
    final SsrcMap there = this::there;

    /// As RTCP of the peer is written for the other side.
    final SsrcMap back = this::back;

    private final MediaStream stream;
    private final RandomGenerator random;
    private final int[] came = new int[MOST];
    private final int[] goes = new int[MOST];
    private int renamed;
    private boolean any;
    private int latest;
    private int latestGoes;

    SourceNames(MediaStream stream, RandomGenerator random) {
        this.stream = stream;
        this.random = random;
    }

    /// True where a source has another SSRC than it came with.
    boolean renames() {
        return renamed > 0;
    }

    /// The SSRC that a packet goes out with.
    int of(int ssrc) {
        if (!any || latest != ssrc) {
            latestGoes = find(ssrc);
            latest = ssrc;
            any = true;
        }
        return latestGoes;
    }

    private int find(int ssrc) {
        int known = there(ssrc);
        if (known != ssrc || stream.sendsAs(ssrc) || !stream.leg.isTaken(ssrc, stream)) {
            return known;
        }
        if (renamed == MOST) {
            return ssrc; // one that makes up so many is not helped
        }
        int free = random.nextInt();
        while (free == 0 || stream.leg.isTaken(free, null)) {
            free = random.nextInt();
        }
        came[renamed] = ssrc;
        goes[renamed] = free;
        renamed++;
        return free;
    }

    private int there(int ssrc) {
        for (int i = 0; i < renamed; i++) {
            if (came[i] == ssrc) {
                return goes[i];
            }
        }
        return ssrc;
    }

    private int back(int ssrc) {
        for (int i = 0; i < renamed; i++) {
            if (goes[i] == ssrc) {
                return came[i];
            }
        }
        return ssrc;
    }
}
