package jackfield.roles.relay.media;

import jackfield.rtc.rtp.ReceptionStatistics;
import jackfield.rtc.rtp.RtpPacket;
import java.util.List;

/// Loss and jitter of the sources of a stream.
final class Reception {
    private final PerSource<ReceptionStatistics> sources =
            new PerSource<>(ReceptionStatistics::new);

    /// @param wire the packet's length as it came
    void received(RtpPacket packet, int wire, int clockRate, long now) {
        ReceptionStatistics source = sources.of(packet.ssrc());
        source.received(packet, clockRate, now);
        source.received(wire);
    }

    /// True if the source was heard here.
    boolean knows(int ssrc) {
        return sources.knows(ssrc);
    }

    /// The source that was heard last.
    ReceptionStatistics latest() {
        return sources.latest();
    }

    /// All sources, each as it is.
    List<ReceptionStatistics> sources() {
        return sources.all();
    }

    /// Packets that should have come of all sources.
    long expected() {
        long sum = 0;
        for (int i = 0; i < sources().size(); i++) {
            sum += sources().get(i).expected();
        }
        return sum;
    }

    /// Packets that came of all sources.
    long received() {
        long sum = 0;
        for (int i = 0; i < sources().size(); i++) {
            sum += sources().get(i).received();
        }
        return sum;
    }

    /// Packets missing from all sources; never below 0.
    long lost() {
        long sum = 0;
        for (ReceptionStatistics each : sources()) {
            sum += Math.max(0, each.lost());
        }
        return sum;
    }

    /// Jitter of the source that was heard last.
    long jitterMicros() {
        return latest().jitterMicros();
    }
}
