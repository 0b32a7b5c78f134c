package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.peer.DtlsEvent;
import jackfield.rtc.peer.NumberedEvents;
import jackfield.rtc.peer.PeerDescription;
import jackfield.rtc.sdp.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// DTLS on a socket of a leg's own, without ICE (RFC 5763): the handshake goes to the address that
/// the leg knows. Since anybody may send a hello there, one that fails is no end: the next may be
/// the peer's.
final class PortDtls {
    /// A hello that overtakes the SDP answer is two datagrams, and is repeated.
    private static final int MOST_EARLY = 4;

    /// What it is for.
    interface Owner {
        /// A datagram for the peer.
        void send(byte[] bytes, @Nullable Endpoint to);

        /// There are keys from a certificate that the SDP vouches for.
        void established(Dtls.Keys keys);

        /// There are none from this handshake; why, for people.
        void failed(String why);
    }

    @SuppressWarnings("ArrayRecordComponent") // a datagram that waits, never compared
    private record Early(byte[] bytes, Endpoint from) {}

    private final Dtls dtls;
    private final Consumer<DtlsEvent> mailbox;
    private final Owner owner;
    private final List<Early> early = new ArrayList<>();
    private LegPlan.@Nullable DtlsTerms terms;
    private Dtls.@Nullable Association association;
    private int number;
    private @Nullable Endpoint peer;
    private boolean established;
    private String state = "none";

    /// @param first above the numbers that other associations of the leg have
    PortDtls(Dtls dtls, int first, Consumer<DtlsEvent> mailbox, Owner owner) {
        this.dtls = dtls;
        this.mailbox = mailbox;
        this.owner = owner;
        number = first;
    }

    /// Takes what signalling says. The same certificate keeps its association; another one begins
    /// anew.
    ///
    /// @param remote where the peer is, if it is known
    void update(LegPlan.DtlsTerms next, @Nullable Endpoint remote) {
        LegPlan.DtlsTerms before = terms;
        terms = next;
        if (before != null
                && !before.fingerprints().isEmpty()
                && !before.fingerprints().equals(next.fingerprints())) {
            end();
        }
        if (association == null && isKnown(next)) {
            if (next.role() == Dtls.Role.CLIENT && remote != null && !remote.isUnspecified()) {
                open(Dtls.Role.CLIENT, remote);
            }
            List<Early> waiting = List.copyOf(early);
            early.clear();
            waiting.forEach(each -> receive(each.bytes(), each.from()));
        }
    }

    private static boolean isKnown(LegPlan.DtlsTerms terms) {
        return terms.role() != null && !terms.fingerprints().isEmpty();
    }

    /// A datagram from where the peer may be.
    void receive(byte[] bytes, Endpoint from) {
        LegPlan.DtlsTerms known = terms;
        if (association == null && (known == null || !isKnown(known))) {
            if (early.size() < MOST_EARLY) {
                early.add(new Early(bytes, from));
            }
            return;
        }
        if (association == null) {
            if (known == null || known.role() != Dtls.Role.SERVER) {
                return; // both want to be the client
            }
            open(Dtls.Role.SERVER, from);
        }
        Dtls.Association to = association;
        if (to != null) {
            peer = established ? peer : from;
            to.receive(bytes);
        }
    }

    private void open(Dtls.Role role, Endpoint remote) {
        peer = remote;
        state = "handshake";
        association = dtls.open(role, new NumberedEvents(++number, mailbox));
    }

    /// What the DTLS implementation said.
    void receive(DtlsEvent event) {
        if (event.association() != number) {
            return;
        }
        switch (event) {
            case DtlsEvent.Datagram(_, byte[] bytes) -> owner.send(bytes, peer);
            case DtlsEvent.Established(_, Dtls.Keys keys) -> established(keys);
            case DtlsEvent.Failed(_, String why) -> fail("DTLS: " + why);
            case DtlsEvent.Closed(_) -> state = "closed";
        }
    }

    private void established(Dtls.Keys keys) {
        LegPlan.DtlsTerms known = terms;
        if (known == null || association == null) {
            return;
        }
        List<Fingerprint> fingerprints =
                known.fingerprints().stream()
                        .map(text -> Fingerprint.parse(text).orThrow())
                        .toList();
        if (PeerDescription.vouch(fingerprints, keys.peerCertificate())) {
            established = true;
            state = "established";
            owner.established(keys);
        } else {
            fail("the peer's certificate is not the one in its a=fingerprint");
        }
    }

    private void fail(String why) {
        if (!established) {
            end();
            state = "failed: " + why;
            owner.failed(why);
        }
    }

    /// Ends the association; its last words are not sent.
    void end() {
        Dtls.Association ended = association;
        association = null;
        established = false;
        state = "none";
        number++;
        if (ended != null) {
            ended.close();
        }
    }

    /// In the words of reports.
    String state() {
        return state;
    }
}
