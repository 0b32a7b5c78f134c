package jackfield.roles.relay.media;

import jackfield.rtc.rtp.HeaderExtensions;
import jackfield.rtc.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/// Finds which stream of a bundle a packet belongs to (RFC 9143 section 9.2): by the MID it
/// carries, else by its source where that is known, else by its payload type where only one stream
/// has that.
final class StreamFinder {
    /// Sources remembered; beyond that the oldest are forgotten.
    private static final int MOST = 64;

    private final HeaderExtensions elements = new HeaderExtensions();
    private final int[] ssrcs = new int[MOST];
    private final @Nullable MediaStream[] owners = new MediaStream[MOST];
    private int known;
    private int oldest;
    private int latest;

    @Nullable MediaStream find(MediaStream[] streams, RtpPacket packet) {
        int ssrc = packet.ssrc();
        MediaStream named = packet.hasExtension() ? named(streams, packet) : null;
        MediaStream remembered = bySource(ssrc);
        if (named != null) {
            if (named != remembered) {
                remember(ssrc, named);
            }
            return named;
        }
        if (remembered != null) {
            return remembered;
        }
        MediaStream only = byType(streams, packet.payloadType());
        if (only != null) {
            remember(ssrc, only);
        }
        return only;
    }

    private @Nullable MediaStream named(MediaStream[] streams, RtpPacket packet) {
        if (!elements.wrap(packet)) {
            return null;
        }
        while (elements.next()) {
            for (MediaStream each : streams) {
                if (elements.id() == each.plan.midExtension() && elements.is(each.mid())) {
                    return each;
                }
            }
        }
        return null;
    }

    /// The stream that a source sends in; null before that is known.
    @Nullable MediaStream bySource(int ssrc) {
        if (known > 0 && ssrcs[latest] == ssrc) {
            return owners[latest];
        }
        for (int i = 0; i < known; i++) {
            if (ssrcs[i] == ssrc) {
                latest = i;
                return owners[i];
            }
        }
        return null;
    }

    private void remember(int ssrc, MediaStream stream) {
        for (int i = 0; i < known; i++) {
            if (ssrcs[i] == ssrc) {
                owners[i] = stream;
                latest = i;
                return;
            }
        }
        latest = known < MOST ? known++ : oldest++ % MOST;
        ssrcs[latest] = ssrc;
        owners[latest] = stream;
    }

    private static @Nullable MediaStream byType(MediaStream[] streams, int type) {
        MediaStream only = null;
        for (MediaStream each : streams) {
            if (each.plan.payloads().to(type) >= 0) {
                if (only != null) {
                    return null;
                }
                only = each;
            }
        }
        return only;
    }

    /// Forgets the sources of streams that are no more.
    void forget() {
        known = 0;
        oldest = 0;
        latest = 0;
    }
}
