package jackfield.roles.relay.media;

import jackfield.rtc.rtcp.ExtendedReport;
import jackfield.rtc.rtcp.Feedback;
import jackfield.rtc.rtcp.Rtcp;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Keeps what a peer says besides its reports: feedback by kind, and the last VoIP metrics. These
/// are kept as they came and read when somebody asks.
final class PeerVoice {
    private static final int METRICS = 36;

    private final Feedback feedback = new Feedback();
    private long nacks;
    private long missed;
    private long plis;
    private long firs;
    private long rembs;
    private long bitRate;
    private long transportWide;

    private final byte[] metrics = new byte[8 + METRICS];
    private final MemorySegment kept = MemorySegment.ofArray(metrics);
    private long metricsAt;

    /// The packet that `packet` stands on.
    void feedback(Rtcp packet) {
        if (!feedback.wrap(packet)) {
            return;
        }
        switch (feedback.kind()) {
            case NACK -> {
                nacks++;
                missed += feedback.missingPackets();
            }
            case PLI -> plis++;
            case FIR -> firs++;
            case REMB -> {
                rembs++;
                bitRate = feedback.bitRate();
            }
            case TRANSPORT_WIDE -> transportWide++;
            case TMMBR, TMMBN, SLI, RPSI, OTHER -> {}
        }
    }

    /// VoIP metrics, as they stand in `slot` from `start` on.
    void metrics(MemorySegment slot, int start, long now) {
        // Behind a header of its own, so that it is read as it came: |V=2| XR | length | SSRC |
        metrics[0] = (byte) 0x80;
        metrics[1] = (byte) Rtcp.XR;
        metrics[3] = (8 + METRICS) / 4 - 1;
        MemorySegment.copy(slot, ValueLayout.JAVA_BYTE, start, metrics, 8, METRICS);
        metricsAt = now;
    }

    PeerSays snapshot() {
        return new PeerSays(
                new PeerSays.Feedback(nacks, missed, plis, firs, rembs, bitRate, transportWide),
                metricsAt == 0 ? null : voip());
    }

    private PeerSays.Voip voip() {
        Rtcp packet = new Rtcp();
        ExtendedReport xr = new ExtendedReport();
        if (!packet.wrap(kept, 8 + METRICS) || !packet.next() || !xr.wrap(packet) || !xr.next()) {
            throw new IllegalStateException("VoIP metrics that were read before");
        }
        return new PeerSays.Voip(
                metricsAt,
                percent(xr.lossRate()),
                percent(xr.discardRate()),
                percent(xr.burstDensity()),
                xr.burstMillis(),
                xr.roundTripMillis(),
                xr.endSystemDelayMillis(),
                xr.signalLevel(),
                xr.noiseLevel(),
                xr.rating() == ExtendedReport.UNKNOWN ? -1 : xr.rating(),
                tenths(xr.mosListening10()),
                tenths(xr.mosConversation10()),
                xr.jitterBufferMillis());
    }

    private static double percent(int in256) {
        return in256 * 100.0 / 256;
    }

    private static double tenths(int value) {
        return value == ExtendedReport.UNKNOWN ? -1 : value / 10.0;
    }
}
