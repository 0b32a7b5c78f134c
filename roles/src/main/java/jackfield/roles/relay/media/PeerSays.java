package jackfield.roles.relay.media;

import org.jspecify.annotations.Nullable;

/// What a peer asks of who sends to it, and how it rates that itself.
///
/// @param feedback what it asked for, counted
/// @param voip the last VoIP metrics it reported (RFC 3611 section 4.7); null where it sends none
public record PeerSays(Feedback feedback, @Nullable Voip voip) {
    /// It has said nothing.
    public static final PeerSays NOTHING = new PeerSays(new Feedback(0, 0, 0, 0, 0, 0, 0), null);

    /// RTCP feedback that came from it.
    ///
    /// @param nacks requests for packets again (RFC 4585 section 6.2.1)
    /// @param missed packets that those name, each time they do
    /// @param plis reports of a lost picture (section 6.3.1)
    /// @param firs requests for a whole picture (RFC 5104 section 4.3.1)
    /// @param rembs estimates of the bit rate
    /// @param bitRate the last of those, bits per second; 0 for none
    /// @param transportWide reports of when packets arrived
    public record Feedback(
            long nacks,
            long missed,
            long plis,
            long firs,
            long rembs,
            long bitRate,
            long transportWide) {
        /// True where there was any.
        public boolean any() {
            return nacks + plis + firs + rembs + transportWide > 0;
        }
    }

    /// What it says of its own ears. Values that it does not know are -1, except levels, where they
    /// are [jackfield.rtc.rtcp.ExtendedReport#UNKNOWN].
    ///
    /// @param atNs when it came, ns since the node started
    /// @param lostPercent packets that the network lost, 0 to 100
    /// @param discardedPercent packets that came too late or too early to be played
    /// @param burstPercent lost or discarded within bursts
    /// @param burstMs mean length of those
    /// @param roundTripMs as it measured; 0 where it did not
    /// @param endSystemMs what its jitter buffer, codec and sound card add
    /// @param signalDbm level of speech, -127 to 0
    /// @param noiseDbm level of noise in the pauses
    /// @param rating of the E-model, 0 to 100
    /// @param mosListening 1 to 5
    /// @param mosConversation 1 to 5
    /// @param jitterBufferMs nominal delay of its jitter buffer
    public record Voip(
            long atNs,
            double lostPercent,
            double discardedPercent,
            double burstPercent,
            int burstMs,
            int roundTripMs,
            int endSystemMs,
            int signalDbm,
            int noiseDbm,
            int rating,
            double mosListening,
            double mosConversation,
            int jitterBufferMs) {}
}
