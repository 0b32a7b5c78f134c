package jackfield.roles.relay.media;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A stream as it is at one moment, for reports.
///
/// @param stream which
/// @param kind `audio`, `video`
/// @param mid its name in a bundle; null without
/// @param in good RTP packets from the peer
/// @param out RTP packets to the peer
/// @param drops packets dropped, by reason; those that belonged to no stream are the leg's
/// @param lastRtpNs when the last good RTP packet came (ns since the node started), 0 for never
/// @param lastRtcpNs when the last good RTCP packet came, 0 for never
/// @param lost RTP packets that are missing on the way to us
/// @param jitterMicros interarrival jitter on the way to us
/// @param quality how it sounds each way, codecs, times, round trip
/// @param verdict why media is missing from this peer, if it is
/// @param transcoded what is translated of what comes from the peer
/// @param sources who is heard and what is sent
public record StreamSnapshot(
        long stream,
        String kind,
        @Nullable String mid,
        LegSnapshot.Traffic in,
        LegSnapshot.Traffic out,
        Map<String, Long> drops,
        long lastRtpNs,
        long lastRtcpNs,
        long lost,
        long jitterMicros,
        MediaQuality quality,
        Verdict verdict,
        Transcoded transcoded,
        StreamSources sources) {
    public StreamSnapshot {
        drops = Map.copyOf(drops);
    }
}
