package jackfield.server.records;

import jackfield.base.Endpoint;
import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.media.LegSnapshot;
import jackfield.roles.relay.media.MediaQuality;
import jackfield.roles.relay.media.PeerSays;
import jackfield.roles.relay.media.StreamSnapshot;
import jackfield.roles.relay.media.StreamSources;
import jackfield.roles.relay.media.Transcoded;
import jackfield.roles.relay.media.Verdict;
import jackfield.rtc.quality.CodecQuality;
import jackfield.rtc.quality.MosCourse;
import jackfield.rtc.quality.QualityMeter;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Legs as they are reported, with some sound behind them.
public final class Sounding {
    private static final long SECOND = 1_000_000_000L;

    private Sounding() {}

    /// A phone that was heard for so many intervals of five seconds, of whose packets `lostOf250`
    /// of every 250 were lost.
    public static LegReport leg(String tag, int intervals, int lostOf250) {
        QualityMeter meter = new QualityMeter();
        for (long i = 0; i <= intervals; i++) {
            meter.sample(
                    CodecQuality.G711, 250 * i, (250 - lostOf250) * i, 4_000, 5 * SECOND * (i + 1));
        }
        double percent = lostOf250 / 2.5;
        var in = new MediaQuality.Way(7, 0, lostOf250, percent, 4_000, meter.mos(), meter.course());
        var out = new MediaQuality.Way(8, 0, 0, 0, 0, meter.mos(), MosCourse.NONE);
        Verdict verdict =
                lostOf250 == 0
                        ? new Verdict.Fine()
                        : new Verdict.Poor(Verdict.Peer.PHONE, true, percent, 4, 2.5);
        return leg(tag, in, out, verdict);
    }

    private static LegReport leg(
            String tag, MediaQuality.Way in, MediaQuality.Way out, Verdict verdict) {
        StreamSnapshot voice =
                new StreamSnapshot(
                        1,
                        "audio",
                        null,
                        new LegSnapshot.Traffic(1500, 240_000, 10),
                        new LegSnapshot.Traffic(1490, 238_400, 10),
                        Map.of(),
                        9 * SECOND,
                        0,
                        in.lost(),
                        in.jitterMicros(),
                        new MediaQuality(
                                "PCMU",
                                "PCMU",
                                new MediaQuality.Times(SECOND, 9 * SECOND, SECOND, 9 * SECOND),
                                12_000_000,
                                in,
                                out,
                                PeerSays.NOTHING),
                        verdict,
                        Transcoded.NONE,
                        StreamSources.NONE);
        return new LegReport(
                tag,
                "",
                "sip",
                Objects.requireNonNull(Endpoint.parse("192.0.2.1:20000")),
                Endpoint.parse("192.0.2.9:4000"),
                Endpoint.parse("192.0.2.9:4000"),
                "none",
                "none",
                1500,
                1490,
                240_000,
                238_400,
                Map.of(),
                9 * SECOND,
                "v=0\r\n",
                "v=0\r\nm=audio 20000 RTP/AVP 0\r\n",
                verdict.words(),
                new LegReport.Details(
                        List.of(), "none", List.of(voice), verdict.code(), verdict.isTrouble()));
    }
}
