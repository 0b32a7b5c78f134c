package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A leg as it is at one moment, for reports.
///
/// @param leg which
/// @param local where we receive its RTP
/// @param signalled where its SDP says it is; null where it said nothing, or for a browser
/// @param remote where its packets come from: learnt, or chosen by ICE; null before that
/// @param ice `none`, `checking`, `connected`, `failed`
/// @param pairs the pairs that ICE has tried, with what came of it: `10.0.0.1:1 -> 10.0.0.2:2
///   failed`
/// @param dtls `none`, `handshake`, `established`, `failed: why`
/// @param srtp how its media is protected: `none`, `no keys yet`, `AES_CM_128_HMAC_SHA1_80` …
/// @param in good RTP packets from the peer
/// @param out RTP packets to the peer
/// @param drops packets dropped, by reason
/// @param lastRtpNs when the last good RTP packet came (ns since the node started), 0 for never
/// @param lastRtcpNs when the last good RTCP packet came, 0 for never
/// @param lastConsentNs when ICE last heard the peer, 0 for never
/// @param lost RTP packets that are missing on the way to us
/// @param jitterMicros interarrival jitter on the way to us, of the first stream
/// @param streams its `m=` lines; the counts above are their sums
/// @param verdict why media is missing from this peer, if it is
public record LegSnapshot(
        long leg,
        Endpoint local,
        @Nullable Endpoint signalled,
        @Nullable Endpoint remote,
        String ice,
        List<String> pairs,
        String dtls,
        String srtp,
        Traffic in,
        Traffic out,
        Map<String, Long> drops,
        long lastRtpNs,
        long lastRtcpNs,
        long lastConsentNs,
        long lost,
        long jitterMicros,
        List<StreamSnapshot> streams,
        Verdict verdict) {
    public LegSnapshot {
        pairs = List.copyOf(pairs);
        streams = List.copyOf(streams);
        drops = Map.copyOf(drops);
    }

    /// RTP one way.
    ///
    /// @param packets how many
    /// @param bytes of those, as on the wire
    /// @param rtcp RTCP datagrams beside them; one about several streams counts for each
    /// @param rtcpBytes of those, as on the wire
    public record Traffic(long packets, long bytes, long rtcp, long rtcpBytes) {
        /// Where nobody counts the bytes of RTCP.
        public Traffic(long packets, long bytes, long rtcp) {
            this(packets, bytes, rtcp, 0);
        }
    }
}
