package jackfield.roles.relay;

import jackfield.base.Endpoint;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A leg as the API shows it.
///
/// @param tag the party's tag; empty before it is known
/// @param branch the fork, or empty for the offerer
/// @param profile `browser`, `sip`, `sip-sdes`
/// @param local where we receive
/// @param signalled the address in the peer's SDP
/// @param learnt the address its packets come from; null before the first good one
/// @param ice `none`, `checking`, `connected`, `failed`
/// @param dtls `none`, `handshake`, `established`, `failed: why`
/// @param packetsIn good RTP packets from the peer
/// @param packetsOut RTP packets to the peer
/// @param bytesIn bytes of those
/// @param bytesOut bytes of those
/// @param drops packets dropped, by reason
/// @param lastPacketNs when the last good packet came (ns since the node started), 0 for never
/// @param sdpIn the last SDP the peer sent
/// @param sdpOut the last SDP we sent the peer
/// @param verdict in words, why audio is missing from this peer; empty when it is not
public record LegReport(
        String tag,
        String branch,
        String profile,
        Endpoint local,
        @Nullable Endpoint signalled,
        @Nullable Endpoint learnt,
        String ice,
        String dtls,
        long packetsIn,
        long packetsOut,
        long bytesIn,
        long bytesOut,
        Map<String, Long> drops,
        long lastPacketNs,
        String sdpIn,
        String sdpOut,
        String verdict) {}
