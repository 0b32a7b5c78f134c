package jackfield.roles.relay.media;

import java.util.Arrays;

/// The sequence numbers of each source that goes out on a stream.
final class OutgoingSources {
    /// Sources with numbers of their own; those beyond take turns with the last place.
    private static final int MOST = 16;

    private OutgoingSequence[] sources = {new OutgoingSequence()};
    private int[] ssrcs = new int[1];
    private boolean any;
    private int latest;

    OutgoingSequence of(int ssrc) {
        if (!any || ssrcs[latest] != ssrc) {
            latest = find(ssrc);
        }
        return sources[latest];
    }

    /// True if it went out here.
    boolean knows(int ssrc) {
        for (int each : ssrcs) {
            if (any && each == ssrc) {
                return true;
            }
        }
        return false;
    }

    private int find(int ssrc) {
        if (!any) {
            any = true;
            ssrcs[0] = ssrc;
            return 0;
        }
        for (int i = 0; i < ssrcs.length; i++) {
            if (ssrcs[i] == ssrc) {
                return i;
            }
        }
        if (sources.length < MOST) {
            sources = Arrays.copyOf(sources, sources.length + 1);
            ssrcs = Arrays.copyOf(ssrcs, ssrcs.length + 1);
            sources[sources.length - 1] = new OutgoingSequence();
        }
        ssrcs[ssrcs.length - 1] = ssrc;
        return ssrcs.length - 1;
    }
}
