package jackfield.roles.relay.media;

import jackfield.rtc.rtp.ReceptionStatistics;
import jackfield.rtc.rtp.RtpPacket;
import java.util.Arrays;
import java.util.List;

/// Loss and jitter of the sources of a stream: one voice has one, a picture with retransmission and
/// simulcast several at once.
final class Reception {
    /// Sources counted apart; those beyond share the last place.
    private static final int MOST = 16;

    private ReceptionStatistics[] sources = {new ReceptionStatistics()};
    private int[] ssrcs = new int[1];
    private boolean heard;
    private int latest;

    void received(RtpPacket packet, int clockRate, long now) {
        int ssrc = packet.ssrc();
        if (!heard || ssrcs[latest] != ssrc) {
            latest = find(ssrc);
        }
        sources[latest].received(packet, clockRate, now);
    }

    private int find(int ssrc) {
        if (!heard) {
            heard = true;
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
            sources[sources.length - 1] = new ReceptionStatistics();
        }
        ssrcs[ssrcs.length - 1] = ssrc;
        return ssrcs.length - 1;
    }

    /// True if the source was heard here.
    boolean knows(int ssrc) {
        for (int each : ssrcs) {
            if (heard && each == ssrc) {
                return true;
            }
        }
        return false;
    }

    /// The source that was heard last.
    ReceptionStatistics latest() {
        return sources[latest];
    }

    /// All sources, each as it is.
    List<ReceptionStatistics> sources() {
        return List.of(sources);
    }

    /// Packets missing from all sources; never below 0.
    long lost() {
        long sum = 0;
        for (ReceptionStatistics each : sources) {
            sum += Math.max(0, each.lost());
        }
        return sum;
    }

    /// Jitter of the source that was heard last.
    long jitterMicros() {
        return latest().jitterMicros();
    }
}
