package jackfield.roles.relay;

import jackfield.media.dtmf.DtmfInfo;
import java.util.List;
import java.util.function.Consumer;

/// A media relay as the proxy asks for it: one that may take its time, because it is another
/// program. One thread, the signalling shard, makes all these calls and hears all replies; none of
/// them blocks.
///
/// What is asked about one call is done in the order it was asked.
public interface MediaRelay {
    /// Told what came of passing SDP.
    @FunctionalInterface
    interface Reply {
        /// @param now when it came (ns since the node started)
        void passed(Relay.Passed passed, long now);
    }

    /// Passes an offer on, as [Relay#offer].
    ///
    /// @param reply called once: within this call, or later; where nobody answers, after a limit of
    ///   the relay's own with a refusal
    void offer(
            Exchange exchange,
            byte[] sdp,
            LegProfile offerer,
            LegProfile answerer,
            long now,
            Reply reply);

    /// Passes an answer back, as [Relay#answer].
    ///
    /// @param reply as for an offer
    void answer(Exchange exchange, byte[] sdp, long now, Reply reply);

    /// The offer of this exchange, in a dialog, was refused: what was agreed before it holds.
    default void refused(Exchange exchange, long now) {}

    /// Takes candidates that a party sends after its description (RFC 8838), in the body
    /// `application/trickle-ice-sdpfrag` (RFC 8840 section 9).
    ///
    /// @param tag the party's
    default Relay.Trickled trickle(String callId, String tag, byte[] fragment, long now) {
        return Relay.Trickled.STALE;
    }

    /// Presses a key as if a party did in its media, where the other party takes keys there: as an
    /// event (RFC 4733), or as tones.
    ///
    /// @param tag the party's
    /// @return false where that cannot be, so that the key has to go on by signalling
    default boolean press(String callId, String tag, DtmfInfo key, long now) {
        return false;
    }

    /// Gives up one fork: its leg and ports, the offerer's leg too if it was the last.
    void release(String callId, String branch, long now);

    /// Gives up the call's legs and ports. Replies that are still to come come all the same.
    void release(String callId, long now);

    /// Tells what is known of a call's media now, for the API and the command line.
    ///
    /// @param reply gets an empty list when the call is not known; it is called here or on another
    ///   thread, at once or later, and must not block
    void report(String callId, Consumer<List<LegReport>> reply);
}
