package jackfield.roles.relay;

import jackfield.base.Endpoint;
import org.jspecify.annotations.Nullable;

/// Where legs with ports of their own get them.
public interface RtpPorts {
    /// A pair of bound sockets: RTP on an even port, RTCP on the odd one after it (RFC 3550 section
    /// 11).
    ///
    /// @param rtp the socket for RTP, as the media shard knows it
    /// @param rtcp the socket for RTCP
    /// @param advertised where the peer is told to send RTP; RTCP is the port after it
    record Pair(long rtp, long rtcp, Endpoint advertised) {}

    /// A bound pair that no leg uses; null when there is none left.
    @Nullable Pair take(long now);

    /// Gives a pair back: its sockets are closed, and its ports rest before they are taken again.
    void give(Pair pair, long now);
}
