package jackfield.roles.relay;

import jackfield.roles.relay.Relay.Passed;
import jackfield.rtc.sdp.SessionDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parties that exchange offers and answers with us alone: who listens to others, who publishes for
/// others to hear, whom we offered to. On the signalling shard; none blocks.
///
/// They end with their call: all of them by [Relay#release], a listener as well with the last party
/// that it listens to.
public interface Subscriptions {
    /// What a listener speaks, given the description of the first party it listens to.
    @FunctionalInterface
    interface Shape {
        LegProfile towards(SessionDescription source);
    }

    /// Who wants to hear whom.
    ///
    /// @param sources the tags of the parties
    /// @param listener the tag of the one who listens; known already where it wants to hear others
    /// @param inactive whether nothing is to flow yet
    record Listening(String callId, List<String> sources, String listener, boolean inactive) {
        public Listening {
            sources = List.copyOf(sources);
        }
    }

    /// Offers to a listener what the parties send: a medium for each of theirs.
    ///
    /// @return the offer for it, or why there is none
    Passed subscribe(Listening wanted, Shape shape, long now);

    /// A medium of our last offer to a listener.
    ///
    /// @param tag of the party that is heard on it; empty for a closed one
    /// @param index which of the party's media, from 0
    /// @param kind `audio`, `video`
    /// @param direction what the party said of it: `sendrecv`
    record Source(String tag, int index, String kind, String direction) {}

    /// Whom a listener was offered to hear, medium by medium; empty where there is none.
    default List<Source> sources(String callId, String listener) {
        return List.of();
    }

    /// Takes the answer to [#subscribe]: from now on a copy of each packet goes there, numbered as
    /// the answer says.
    ///
    /// @return why not; null when it was taken
    @Nullable String subscribed(String callId, String listener, byte[] sdp, long now);

    /// Ends a subscription, or its part that is about one party.
    ///
    /// @param source that party's tag; null for all
    /// @return false when there is no such listener
    boolean unsubscribe(String callId, String listener, @Nullable String source, long now);

    /// Takes the offer of one who sends for others to subscribe to; makes the call where there is
    /// none.
    ///
    /// @param codecs those that we would rather have; else the offer's first
    /// @param both whether it may be sent to as well
    /// @return our answer, with one codec for each medium
    Passed publish(Publishing by, byte[] sdp, List<String> codecs, boolean both, long now);

    /// Who publishes.
    ///
    /// @param offerer what it speaks, as far as its SDP leaves that open
    record Publishing(String callId, String tag, LegProfile offerer) {}

    /// Makes an offer of our own; makes the call where there is none.
    ///
    /// @param wanted the media with their codecs; what it says of transport does not matter
    Passed create(
            String callId, String tag, SessionDescription wanted, LegProfile profile, long now);

    /// Takes the answer to [#create].
    ///
    /// @return why not; null when it was taken
    @Nullable String created(String callId, String tag, byte[] sdp, long now);

    /// A party of a call.
    record Named(String callId, String tag) {}

    /// Has two parties hear each other, and nobody else as before; of two calls too, which stay
    /// two. They are not told: what one sends is translated where the other does not take it. An
    /// offer and its answer undo it for those two.
    ///
    /// @param oneWay whether only `other` hears `one`, in the place of whom it heard
    /// @return why not; null when it is done
    @Nullable String connect(Named one, Named other, boolean oneWay, long now);

    /// True where a party talks to another by [#connect].
    default boolean isConnected(String callId, String tag) {
        return false;
    }

    /// Ends one of the parties that this made, or one of a dialog whose other party talks to
    /// somebody else; false when there is none with this tag.
    boolean leave(String callId, String tag, long now);
}
