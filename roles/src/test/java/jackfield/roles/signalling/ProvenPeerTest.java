package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Network;
import jackfield.base.Transport;
import jackfield.roles.sbc.Peer;
import jackfield.roles.sbc.PeerIdentity;
import jackfield.roles.sbc.TrustDomain;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Peers that are trusted for the domain their TLS certificate proves (RFC 5922), wherever they
/// come from.
class ProvenPeerTest {
    private static final String ASSERTED = "<sip:+4912345@carrier.example>";

    private final Map<Flow, PeerIdentity> proven = new HashMap<>();
    private final Ladder ladder =
            new Ladder(
                    new TrustDomain(
                            Map.of(
                                    Objects.requireNonNull(Network.parse("10.8.0.0/16")),
                                    new Peer("neighbours", Set.of())),
                            Map.of(
                                    "Carrier.example",
                                    Peer.trusted("carrier"),
                                    "guest.example",
                                    new Peer("guest", Set.of())),
                            flow -> proven.getOrDefault(flow, PeerIdentity.NONE)));
    private final Party alice = ladder.browser("alice", 41000);

    /// A peer on a connection, which has proven to be `domains`.
    private Party peer(Transport transport, long id, String address, String... domains) {
        Flow flow =
                new Flow(
                        id,
                        transport,
                        Endpoint.parse("10.0.0.1:5061"),
                        Objects.requireNonNull(Endpoint.parse(address)));
        Party party = new Party(ladder, "carrier", flow, "sip:carrier@" + address);
        ladder.parties.put(flow, party);
        if (domains.length > 0) {
            proven.put(flow, new PeerIdentity(Set.of(domains)));
        }
        return party;
    }

    private Request invite(Party from) {
        return from.invite("alice", Party.OFFER)
                .with(HeaderName.FROM, "<sip:+49123@carrier.example>;tag=x")
                .with(HeaderName.P_ASSERTED_IDENTITY, ASSERTED);
    }

    private void assertCalls(Party caller) {
        Request sent = caller.sends(invite(caller));
        caller.receives(100);
        Request rings = alice.receives(Method.INVITE);
        assertThat(rings.headers().all(HeaderName.P_ASSERTED_IDENTITY)).containsExactly(ASSERTED);
        alice.answers(rings, 486);
        alice.receives(Method.ACK);
        caller.acknowledges(sent, caller.receives(486));
    }

    private void assertRefused(Party caller, int status) {
        Request sent = caller.sends(invite(caller));
        caller.inbox.removeIf(next -> next instanceof Response first && first.status() == 100);
        caller.acknowledges(sent, caller.receives(status));
        alice.receivesNothing();
    }

    @Test
    void whoProvesADomainCallsFromAnywhereAndIsBelieved() {
        alice.registers();
        assertCalls(peer(Transport.TLS, 70, "198.51.100.1:40000", "carrier.example"));
        assertCalls(peer(Transport.TLS, 71, "203.0.113.77:1", "other.example", "carrier.example"));
        ladder.assertQuiet();
    }

    @Test
    void anotherConnectionFromTheSameAddressIsAStranger() {
        alice.registers();
        assertCalls(peer(Transport.TLS, 70, "198.51.100.1:40000", "carrier.example"));
        assertRefused(peer(Transport.TLS, 72, "198.51.100.1:40001"), 407);
        assertRefused(peer(Transport.TLS, 73, "198.51.100.1:40002", "stranger.example"), 407);
        assertRefused(peer(Transport.TLS, 74, "198.51.100.1:40003", "sub.carrier.example"), 407);
        ladder.assertQuiet();
    }

    @Test
    void withoutTlsNothingIsProven() {
        alice.registers();
        assertRefused(peer(Transport.TCP, 75, "198.51.100.1:40004", "carrier.example"), 407);
    }

    @Test
    void itDoesOnlyWhatItMay() {
        alice.registers();
        assertRefused(peer(Transport.TLS, 76, "198.51.100.2:1", "guest.example"), 403);
    }

    @Test
    void theCertificateCountsBeforeTheAddress() {
        alice.registers();
        assertRefused(peer(Transport.TLS, 77, "10.8.0.1:1"), 403);
        assertCalls(peer(Transport.TLS, 78, "10.8.0.1:2", "carrier.example"));
    }

    @Test
    void itIsNotShutOutForWhatOthersDoFromItsAddress() {
        alice.registers();
        Party trunk = peer(Transport.TLS, 70, "198.51.100.1:40000", "carrier.example");
        Flow stranger = peer(Transport.TLS, 79, "198.51.100.1:40005").flow;
        for (int i = 0; i < 5_000 && ladder.core.bans().all().isEmpty(); i++) {
            ladder.arrive(stranger, "NONSENSE\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(ladder.core.bans().all()).as("the address is banned").isNotEmpty();
        assertCalls(trunk);
    }

    @Test
    void itsOwnNonsenseBansNobody() {
        Party trunk = peer(Transport.TLS, 70, "198.51.100.1:40000", "carrier.example");
        for (int i = 0; i < 5_000; i++) {
            ladder.arrive(trunk.flow, "NONSENSE\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(ladder.core.bans().all()).isEmpty();
    }
}
