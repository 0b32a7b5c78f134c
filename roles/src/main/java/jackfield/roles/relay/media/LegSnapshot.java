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
/// @param dtls `none`, `handshake`, `established`, `failed: why`
/// @param in good RTP packets from the peer
/// @param out RTP packets to the peer
/// @param drops packets dropped, by reason
/// @param lastRtpNs when the last good RTP packet came (ns since the node started), 0 for never
/// @param lastRtcpNs when the last good RTCP packet came, 0 for never
/// @param lastConsentNs when ICE last heard the peer, 0 for never
/// @param lost RTP packets that are missing on the way to us
/// @param jitterMicros interarrival jitter on the way to us, of the first stream
/// @param streams its `m=` lines; the counts above are their sums
/// @param verdict in words, why media is missing from this peer; empty when it is not
public record LegSnapshot(
        long leg,
        Endpoint local,
        @Nullable Endpoint signalled,
        @Nullable Endpoint remote,
        String ice,
        String dtls,
        Traffic in,
        Traffic out,
        Map<String, Long> drops,
        long lastRtpNs,
        long lastRtcpNs,
        long lastConsentNs,
        long lost,
        long jitterMicros,
        List<StreamSnapshot> streams,
        String verdict) {
    public LegSnapshot {
        streams = List.copyOf(streams);
        drops = Map.copyOf(drops);
    }

    /// RTP one way.
    ///
    /// @param packets how many
    /// @param bytes of those, as on the wire
    /// @param rtcp RTCP datagrams beside them
    public record Traffic(long packets, long bytes, long rtcp) {}
}
