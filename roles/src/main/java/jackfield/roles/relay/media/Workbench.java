package jackfield.roles.relay.media;

import jackfield.base.Outbox;
import jackfield.media.transcode.Effort;
import jackfield.rtc.rtcp.ExtendedReport;
import jackfield.rtc.rtcp.Feedback;
import jackfield.rtc.rtcp.Rtcp;
import jackfield.rtc.rtp.HeaderExtensions;
import jackfield.rtc.rtp.RtpPacket;
import jackfield.rtc.srtp.SrtpWorkspace;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// What all legs of a shard use in turn: windows and scratch memory that hold nothing between two
/// packets, and the way events go.
final class Workbench {
    private static final int MOST_MAPS = 256;

    /// Means nothing: the sum of what was read only to be near.
    long fetched;

    final RtpPacket rtp = new RtpPacket();
    final RtpPacket copy = new RtpPacket();
    final HeaderExtensions extensions = new HeaderExtensions();
    final Rtcp rtcp = new Rtcp();
    final Rtcp rtcpPart = new Rtcp();
    final Rtcp rtcpCopy = new Rtcp();
    final Rtcp rtcpSent = new Rtcp();
    final Feedback feedback = new Feedback();
    final ExtendedReport extended = new ExtendedReport();
    final DueQueue due = new DueQueue();
    final SrtpWorkspace srtp = new SrtpWorkspace();

    final Effort effort = new Effort();

    /// What was translated on routes that have ended.
    Transcoded transcoded = Transcoded.NONE;

    /// Packets of those, by what was made of what.
    final Map<String, Long> chains = new HashMap<>();

    /// Payload maps, each once: most calls agree to the same, and a kilobyte that they share is
    /// near when a packet comes.
    private final Map<PayloadMap, PayloadMap> payloads = new HashMap<>();

    final MediaLimits limits;
    final RandomGenerator random;
    final Outbox<MediaEvent> events;

    /// The one of those that are equal.
    PayloadMap shared(PayloadMap map) {
        if (payloads.size() >= MOST_MAPS && !payloads.containsKey(map)) {
            payloads.clear(); // those in use stay with their streams
        }
        PayloadMap known = payloads.putIfAbsent(map, map);
        return known == null ? map : known;
    }

    Workbench(MediaLimits limits, RandomGenerator random, Outbox<MediaEvent> events) {
        this.random = random;
        this.limits = limits;
        this.events = events;
    }
}
