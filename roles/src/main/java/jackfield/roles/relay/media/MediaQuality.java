package jackfield.roles.relay.media;

import jackfield.rtc.quality.Mos;
import jackfield.rtc.quality.MosCourse;

/// How a stream sounds each way, and when packets came and went.
///
/// @param codecIn what the peer sends, by its name in SDP; empty before the first packet
/// @param codecOut what goes to the peer
/// @param times of the first and last packets
/// @param roundTripNs between us and the peer and back, as its reports tell; -1 where they do not
/// @param in from the peer to us, as we count it
/// @param out from us to the peer, as the peer reports it
/// @param says what else the peer says of what it gets from us
public record MediaQuality(
        String codecIn,
        String codecOut,
        Times times,
        long roundTripNs,
        Way in,
        Way out,
        PeerSays says) {
    /// Nothing has come or gone.
    public static final MediaQuality NONE =
            new MediaQuality(
                    "", "", new Times(0, 0, 0, 0), -1, Way.UNKNOWN, Way.UNKNOWN, PeerSays.NOTHING);

    /// Nanoseconds since the node started, 0 for never.
    ///
    /// @param firstIn when the first good RTP packet came
    /// @param lastIn when the last one came
    /// @param firstOut when the first one went out
    /// @param lastOut when the last one went out
    public record Times(long firstIn, long lastIn, long firstOut, long lastOut) {}

    /// One direction.
    ///
    /// @param ssrc of the source heard last; 0 for none
    /// @param reports how many reports told of this direction: ours are not counted
    /// @param lost packets
    /// @param lossPercent of all packets, 0 to 100
    /// @param jitterMicros interarrival jitter
    /// @param mos the scores of the E-model
    /// @param course how they went over the call
    public record Way(
            int ssrc,
            long reports,
            long lost,
            double lossPercent,
            long jitterMicros,
            Mos mos,
            MosCourse course) {
        /// Nothing is known.
        public static final Way UNKNOWN = new Way(0, 0, 0, 0, 0, Mos.UNKNOWN, MosCourse.NONE);
    }
}
