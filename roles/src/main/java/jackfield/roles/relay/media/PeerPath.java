package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import jackfield.base.Outbox;
import jackfield.rtc.dtls.Dtls;
import java.lang.foreign.MemorySegment;
import java.util.function.LongConsumer;

/// ICE and DTLS of one browser leg, as the packet path needs them. Lives on the shard's thread.
public interface PeerPath {
    /// A STUN or DTLS datagram from the browser. The slot is not kept.
    void receive(
            MemorySegment slot,
            int length,
            Endpoint local,
            Endpoint remote,
            long now,
            Outbox<Output> out);

    /// Does what is due.
    void wake(long now, Outbox<Output> out);

    /// When [#wake] is next due (ns), or [jackfield.base.Deadlines#NEVER].
    long deadline();

    /// Takes the peer's parameters, or a restart of ours.
    void update(LegPlan.Ice ice, LegPlan.DtlsTerms dtls, long now, Outbox<Output> out);

    /// Ends it.
    void close(long now, Outbox<Output> out);

    /// When ICE last heard the browser with the right password (ns), 0 for never.
    long lastConsent();

    /// `checking`, `connected`, `disconnected`, `failed`.
    String ice();

    /// `none`, `handshake`, `established`, `failed: why`.
    String dtls();

    /// What a path wants done or known.
    sealed interface Output {
        /// A datagram for the browser; handed over.
        @SuppressWarnings("ArrayRecordComponent") // a datagram on its way out, never compared
        record Send(byte[] bytes, Endpoint remote) implements Output {}

        /// Checks from there carry the right password: media from there is this leg's.
        record Validated(Endpoint remote) implements Output {}

        /// Media goes there from now on.
        record Selected(Endpoint remote) implements Output {}

        /// Media may not be sent any more.
        record ConsentLost() implements Output {}

        /// The handshake is done, and the certificate is the announced one.
        record Established(Dtls.Keys keys) implements Output {}

        /// There will be no keys.
        record Failed(String why) implements Output {}
    }

    /// Where paths come from.
    @FunctionalInterface
    interface Source {
        /// A path for a new browser leg.
        ///
        /// @param local the shared socket's address
        /// @param changed to be called on the shard's thread, with the time, when something
        ///   happened to the path from outside, such as the end of a handshake: the core then wakes
        ///   it
        PeerPath open(LegPlan.Browser plan, Endpoint local, LongConsumer changed, long now);
    }
}
