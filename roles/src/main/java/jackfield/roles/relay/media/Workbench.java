package jackfield.roles.relay.media;

import jackfield.base.Outbox;
import jackfield.media.transcode.Effort;
import jackfield.rtc.rtcp.ExtendedReport;
import jackfield.rtc.rtcp.Feedback;
import jackfield.rtc.rtcp.Rtcp;
import jackfield.rtc.rtp.HeaderExtensions;
import jackfield.rtc.rtp.RtpPacket;
import jackfield.rtc.srtp.SrtpWorkspace;
import java.util.random.RandomGenerator;

/// What all legs of a shard use in turn: windows and scratch memory that hold nothing between two
/// packets, and the way events go.
final class Workbench {
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

    final MediaLimits limits;
    final RandomGenerator random;
    final Outbox<MediaEvent> events;

    Workbench(MediaLimits limits, RandomGenerator random, Outbox<MediaEvent> events) {
        this.random = random;
        this.limits = limits;
        this.events = events;
    }
}
