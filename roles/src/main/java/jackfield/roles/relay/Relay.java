package jackfield.roles.relay;

import jackfield.media.dtmf.DtmfInfo;

/// The media relay in this process, as signalling asks for it: a [MediaRelay] that answers at once.
/// One thread, the signalling shard, makes all these calls; none of them blocks.
///
/// An offer makes the offerer's leg and one leg for the fork it goes to; the answer patches them.
/// The offerer's leg is one and the same for all forks. A later offer in the same dialog keeps
/// ports, keys and SSRCs.
public interface Relay extends MediaRelay {
    /// Passes an offer on: the SDP for the answerer, with our addresses and in the shape of
    /// `answerer`. What the offerer speaks is read from its SDP; `offerer` fills what that leaves
    /// open. A party keeps the shape it has: for it, `answerer` matters in its first offer only.
    Passed offer(Exchange exchange, byte[] sdp, LegProfile offerer, LegProfile answerer, long now);

    /// Passes the answer (of a 18x or 2xx) back: the SDP for the offerer. The exchange carries the
    /// answerer's tag.
    Passed answer(Exchange exchange, byte[] sdp, long now);

    @Override
    default void offer(
            Exchange exchange,
            byte[] sdp,
            LegProfile offerer,
            LegProfile answerer,
            long now,
            Reply reply) {
        reply.passed(offer(exchange, sdp, offerer, answerer, now), now);
    }

    @Override
    default void answer(Exchange exchange, byte[] sdp, long now, Reply reply) {
        reply.passed(answer(exchange, sdp, now), now);
    }

    /// Answers an offer itself: what arrives on the leg goes back to its sender (the echo test).
    Passed echo(Exchange exchange, byte[] sdp, LegProfile offerer, long now);

    /// What became of candidates that came by themselves. None of it matters to the call: the
    /// peer's checks show where it is just as well.
    enum Trickled {
        /// They are checked, or will be once the offer is answered.
        TAKEN,
        /// Nothing is known of their party yet: they wait, for a while.
        EARLY,
        /// They are of another generation than the party's description, or it has no ICE.
        STALE,
        /// That is no fragment.
        UNREADABLE
    }

    /// What came of passing SDP.
    sealed interface Passed {
        /// The SDP to send on.
        @SuppressWarnings("ArrayRecordComponent") // a body on its way out, never compared
        record Rewritten(byte[] sdp) implements Passed {}

        /// There is nothing to send on: answer 488 with a Warning that says why (RFC 3261 section
        /// 20.43).
        ///
        /// @param status 488, or 503 where we ran out of ports
        /// @param why for people: `no m=audio with a codec`
        record Refused(int status, String why) implements Passed {}
    }

    /// What the relay tells signalling about a call, on the signalling shard.
    interface Events {
        /// No RTP, no RTCP and no consent on any leg for the configured time: the call is dead.
        void mediaLost(String callId, String why, long now);

        /// The browsers of the call consent to be sent to (RFC 7675), or one no longer does: its
        /// network may be gone for now, or the browser for good. Told at each change.
        default void consent(String callId, boolean given, long now) {}

        /// A party pressed a key, where the call's terms say that keys are told.
        ///
        /// @param tag the party's
        /// @param key `0` to `9`, `*`, `#`, `A` to `D`, `!` for the hook
        /// @param durationMs how long it was down
        default void dtmf(String callId, String tag, char key, int durationMs) {}

        /// A party pressed a key in its media, and the media of the other party takes no events.
        ///
        /// @param tag the party's
        /// @return true where signalling brings it to the other party; else it becomes a tone
        default boolean key(String callId, String tag, DtmfInfo key, long now) {
            return false;
        }

        /// Another relay has taken a call over between an offer and its answer. The answer was
        /// passed, but who gave it was told of a relay that is dead: it is to be offered this.
        ///
        /// @param exchange with the tag of the one who answered
        /// @param offer for that one
        default void moved(Exchange exchange, byte[] offer, long now) {}

        /// Something to tell about a call's media: where it comes from, whether there are keys.
        ///
        /// @param what for people, one line
        default void told(String callId, String what) {}
    }
}
