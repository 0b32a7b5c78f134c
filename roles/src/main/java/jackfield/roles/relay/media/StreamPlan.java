package jackfield.roles.relay.media;

import jackfield.rtc.sdp.ReportBandwidth;
import org.jspecify.annotations.Nullable;

/// What signalling has agreed for one `m=` line of a leg.
///
/// @param stream names the stream; never used twice, and of no other leg or stream. The one stream
///   of a leg may have the number of the leg
/// @param kind as the `m=` line has it: `audio`, `video`, `image`
/// @param mid its name in a bundle (RFC 9143); null where it has none
/// @param payloads what happens to the payload types that the peer sends; others are dropped
/// @param extensions what happens to the header extensions that the peer sends
/// @param midExtension the number of the header extension that carries the mid (RFC 9143 section
///   15) as the peer sends it; 0 for none
/// @param writtenMid the number under which we write the mid into packets to the peer, where who
///   sends them does not; 0 where we do not
/// @param feedback whether the peer agreed to RTCP feedback (AVPF, RFC 4585)
/// @param held whether the stream is on hold, so that long silence is normal
/// @param speaks false where the agreed direction lets the peer send nothing (RFC 3264 section
///   5.1): what it sends all the same is dropped; RTCP is not
/// @param reports what the peer leaves to RTCP
public record StreamPlan(
        long stream,
        String kind,
        @Nullable String mid,
        PayloadMap payloads,
        ExtensionMap extensions,
        int midExtension,
        int writtenMid,
        boolean feedback,
        boolean held,
        boolean speaks,
        ReportBandwidth reports) {
    /// A stream into whose packets nothing is written.
    public StreamPlan(
            long stream,
            String kind,
            @Nullable String mid,
            PayloadMap payloads,
            ExtensionMap extensions,
            int midExtension,
            boolean feedback,
            boolean held) {
        this(
                stream,
                kind,
                mid,
                payloads,
                extensions,
                midExtension,
                0,
                feedback,
                held,
                true,
                ReportBandwidth.UNSAID);
    }

    /// True for what is no RTP and passes as it is: a fax by UDPTL.
    boolean isRaw() {
        return kind.equals("image");
    }

    /// The same, writing its mid under this number.
    public StreamPlan writingMid(int number) {
        return new StreamPlan(
                stream,
                kind,
                mid,
                payloads,
                extensions,
                midExtension,
                number,
                feedback,
                held,
                speaks,
                reports);
    }

    /// A stream whose header extensions pass as they come.
    public StreamPlan(
            long stream,
            String kind,
            @Nullable String mid,
            PayloadMap payloads,
            boolean feedback,
            boolean held) {
        this(stream, kind, mid, payloads, ExtensionMap.ANY, 0, feedback, held);
    }
}
