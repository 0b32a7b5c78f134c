package jackfield.roles.relay.media;

import jackfield.rtc.quality.CodecQuality;
import jackfield.rtc.quality.MosCourse;
import jackfield.rtc.quality.QualityMeter;
import jackfield.rtc.quality.Ratings;
import jackfield.rtc.rtcp.ExtendedReport;
import jackfield.rtc.rtcp.Rtcp;
import jackfield.rtc.rtcp.SentReports;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What is known of a stream's quality: ratings of what comes, what the peer reports of what goes,
/// the round trip, and whether what comes is only silence. On the packet path it costs a few
/// comparisons and no garbage.
final class StreamQuality {
    /// Silence is looked for in one packet of so many.
    private static final int LOOK = 7;

    private static final int WHOLE = 256;
    private static final int NOTHING_ARRIVES = 250;

    private final QualityMeter in = new QualityMeter();
    private final QualityMeter out = new QualityMeter();
    private final SentReports sentReports = new SentReports();
    private final SentReports sentTimes = new SentReports();
    private final ExtendedReport xr = new ExtendedReport();
    private final PeerVoice voice = new PeerVoice();

    private CodecQuality codec = CodecQuality.UNKNOWN;
    private String encoding = "";
    private String encodingOut = "";
    private int typeIn = -1;
    private int typeOut = -1;

    private long firstIn;
    private long firstOut;
    private long lastOut;
    private int ssrcOut;
    private int clockOut;
    private long packetsOut;
    private long octetsOut;
    private int timestampOut;

    private long roundTrip = -1;
    private long reports;
    private int reportedFraction;
    private long reportedLost;
    private long reportedJitterMicros;
    private long lastReport;
    private int nothingArrives;

    private int lastReportHeard;
    private long lastReportHeardAt;

    private long silentSince;
    private int lookedAt;

    /// A good packet came, and was counted in `reception`.
    void received(
            RtpPacket packet,
            MemorySegment slot,
            PayloadMap payloads,
            Reception reception,
            long now) {
        int type = packet.payloadType();
        if (type != typeIn) {
            comes(type, payloads, now);
        }
        if (in.isDue(now)) {
            if (encoding.isEmpty()) {
                comes(type, payloads, now); // it was not agreed yet when the first packet came
            }
            in.sample(
                    codec,
                    reception.expected(),
                    reception.received(),
                    reception.jitterMicros(),
                    now);
        }
        if ((packet.sequence() & LOOK) == 0) {
            look(packet, slot, now);
        }
    }

    private void comes(int type, PayloadMap payloads, long now) {
        typeIn = type;
        if (firstIn == 0) {
            firstIn = now;
        }
        String name = payloads.encoding(type);
        if (!name.isEmpty() && !isAuxiliary(name)) {
            encoding = name;
            codec = CodecQuality.of(name);
        }
    }

    private static boolean isAuxiliary(String name) {
        return name.equalsIgnoreCase("telephone-event") || name.equalsIgnoreCase("CN");
    }

    private void look(RtpPacket packet, MemorySegment slot, long now) {
        lookedAt = packet.length();
        if (!isSilence(packet, slot)) {
            silentSince = 0;
        } else if (silentSince == 0) {
            silentSince = now;
        }
    }

    private boolean isSilence(RtpPacket packet, MemorySegment slot) {
        int length = packet.payloadLength();
        int start = packet.headerLength();
        return switch (encoding) {
            case "PCMU" -> isFlat(slot, start, length, 0x7f, 0x7e);
            case "PCMA" -> isFlat(slot, start, length, 0x55, 0x54);
            case "opus", "OPUS", "Opus" -> length <= 3;
            default -> typeIn == 13;
        };
    }

    /// Whether a few bytes spread over the payload are all the quietest that there are.
    private static boolean isFlat(MemorySegment slot, int start, int length, int one, int other) {
        if (length < 8) {
            return true;
        }
        for (int i = 0; i < 8; i++) {
            int level = slot.get(ValueLayout.JAVA_BYTE, start + (long) length * i / 8) & 0x7f;
            if (level != one && level != other) {
                return false;
            }
        }
        return true;
    }

    /// Touches what the next packet that comes wants.
    long fetchIn() {
        return (long) lookedAt + (in.isDue(0) ? 1 : 0);
    }

    /// Touches what the next packet that goes out wants.
    long fetch() {
        return lastOut + ssrcOut;
    }

    /// A packet went out.
    void sent(RtpPacket packet, PayloadMap payloads, long now) {
        lastOut = now;
        int type = packet.payloadType();
        if (type != typeOut) {
            typeOut = type;
            if (firstOut == 0) {
                firstOut = now;
            }
            int clock = payloads.clockRate(type);
            clockOut = clock == 0 ? clockOut : clock;
            String name = payloads.encoding(type);
            encodingOut = name.isEmpty() || isAuxiliary(name) ? encodingOut : name;
        }
        if (packet.ssrc() != ssrcOut) {
            ssrcOut = packet.ssrc();
            packetsOut = 0;
            octetsOut = 0;
        }
        packetsOut++;
        octetsOut += packet.length() - packet.headerLength();
        timestampOut = packet.timestamp();
    }

    /// The source that goes to the peer; 0 before the first packet.
    int ssrcOut() {
        return ssrcOut;
    }

    /// Packets of that source.
    long packetsOut() {
        return packetsOut;
    }

    /// Payload bytes of those.
    long octetsOut() {
        return octetsOut;
    }

    /// When the last packet went out (ns), 0 for never.
    long lastOut() {
        return lastOut;
    }

    /// What the payload's clock shows at `now`, going on from the last packet.
    int rtpTimeAt(long now) {
        long since = now - lastOut;
        return timestampOut + (int) (since / 1_000 * clockOut / 1_000_000);
    }

    /// A packet of the peer's RTCP that is about this stream: the one that `packet` stands on.
    void heard(Rtcp packet, MemorySegment slot, long now) {
        if (packet.type() == Rtcp.SR) {
            lastReportHeard = packet.middleNtp();
            lastReportHeardAt = now;
        }
        for (int i = 0; i < packet.reports(); i++) {
            report(packet, i, now);
        }
        if (xr.wrap(packet)) {
            extended(slot, now);
        }
        voice.feedback(packet);
    }

    /// What the peer says of what it gets from us.
    private void report(Rtcp packet, int i, long now) {
        long trip =
                sentReports.roundTrip(
                        packet.lastSenderReport(i), packet.delaySinceLastSenderReport(i), now);
        measured(trip);
        if (ssrcOut != 0 && packet.reportSsrc(i) != ssrcOut) {
            return;
        }
        reports++;
        lastReport = now;
        reportedFraction = packet.fractionLost(i);
        reportedLost = packet.cumulativeLost(i);
        reportedJitterMicros = clockOut == 0 ? 0 : packet.jitter(i) * 1_000_000 / clockOut;
        nothingArrives = reportedFraction >= NOTHING_ARRIVES ? nothingArrives + 1 : 0;
        out.reported(
                CodecQuality.of(encodingOut),
                reportedFraction * 100.0 / WHOLE,
                Math.min(reportedJitterMicros, 1_000_000),
                now);
    }

    private void extended(MemorySegment slot, long now) {
        while (xr.next()) {
            if (xr.type() == ExtendedReport.VOIP_METRICS
                    && (ssrcOut == 0 || xr.about() == ssrcOut)) {
                voice.metrics(slot, xr.start(), now);
            }
            for (int i = 0; i < xr.items(); i++) {
                measured(
                        sentTimes.roundTrip(
                                xr.lastReferenceTime(i), xr.delaySinceReferenceTime(i), now));
            }
        }
    }

    private void measured(long trip) {
        if (trip >= 0) {
            roundTrip = trip;
            in.roundTrip(trip);
            out.roundTrip(trip);
        }
    }

    /// RTCP on its way to the peer: its answers will tell the round trip.
    void sending(Rtcp packet, MemorySegment slot, int length, long now) {
        if (!packet.wrap(slot, length)) {
            return;
        }
        while (packet.next()) {
            if (packet.type() == Rtcp.SR) {
                sentReports.sent(packet.middleNtp(), now);
            } else if (xr.wrap(packet)) {
                while (xr.next()) {
                    if (xr.type() == ExtendedReport.RECEIVER_REFERENCE_TIME) {
                        sentTimes.sent((int) (xr.referenceTime() >>> 16), now);
                    }
                }
            }
        }
    }

    /// The middle of the NTP time of the last sender report that came; 0 for none.
    int lastReportHeard() {
        return lastReportHeard;
    }

    /// When it came.
    long lastReportHeardAt() {
        return lastReportHeardAt;
    }

    /// True where the peer has reported several times in a row that nothing of ours arrives.
    boolean arrivesNowhere(long now, long within) {
        return nothingArrives >= 2 && now - lastReport <= within;
    }

    /// Since when all that comes is silence (ns); 0 where it is not.
    long silentSince() {
        return silentSince;
    }

    /// True where the packets are longer than their codec makes them, by what SRTP would add.
    boolean looksProtected() {
        int over = (lookedAt - RtpPacket.FIXED_HEADER) % 80;
        boolean fixed =
                switch (encoding) {
                    case "PCMU", "PCMA", "G722" -> true;
                    default -> false;
                };
        return fixed && lookedAt > 80 && (over == 10 || over == 4);
    }

    /// The ratings of what comes from the peer.
    Ratings ratings() {
        return in.ratings();
    }

    String encoding() {
        return encoding;
    }

    /// @param course whether how it went over the call is wanted too
    MediaQuality snapshot(Reception reception, long lastIn, boolean course) {
        long expected = reception.expected();
        long lost = reception.lost();
        double percent = expected <= 0 ? 0 : Math.clamp(100.0 * lost / expected, 0, 100);
        return new MediaQuality(
                encoding,
                encodingOut,
                new MediaQuality.Times(firstIn, lastIn, firstOut, lastOut),
                roundTrip,
                new MediaQuality.Way(
                        firstIn == 0 ? 0 : reception.latest().ssrc(),
                        0,
                        lost,
                        percent,
                        reception.jitterMicros(),
                        in.mos(codec, expected, reception.received(), reception.jitterMicros()),
                        course ? in.course() : MosCourse.NONE),
                new MediaQuality.Way(
                        ssrcOut,
                        reports,
                        Math.max(0, reportedLost),
                        reportedFraction * 100.0 / WHOLE,
                        reportedJitterMicros,
                        out.mos(),
                        course ? out.course() : MosCourse.NONE),
                voice.snapshot());
    }
}
