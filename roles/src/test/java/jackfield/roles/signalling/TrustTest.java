package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Network;
import jackfield.roles.sbc.Peer;
import jackfield.roles.sbc.TrustDomain;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Whom we believe by their address, and what strangers find out (RFC 3325, RFC 3323).
class TrustTest {
    private static final String ASSERTED = "<sip:+4912345@carrier.example>";

    private final Ladder ladder =
            new Ladder(
                    new TrustDomain(
                            Map.of(
                                    Objects.requireNonNull(Network.parse("10.9.0.0/16")),
                                    Peer.trusted("carrier"),
                                    Objects.requireNonNull(Network.parse("10.8.0.0/16")),
                                    new Peer("guest", Set.of()))));
    private final Party alice = ladder.browser("alice", 41000);
    private final Party bob = ladder.phone("bob", "10.0.0.2:5060");
    private final Party carrier = ladder.phone("carrier", "10.9.0.1:5060");
    private final Party guest = ladder.phone("guest", "10.8.0.1:5060");

    private static Request from(Request request, String from) {
        return request.with(HeaderName.FROM, from + ";tag=x");
    }

    @Test
    void aTrustedPeerCallsWithoutAPasswordAndIsBelieved() {
        alice.registers();
        Request invite =
                from(carrier.invite("alice", Party.OFFER), "<sip:+49123@carrier.example>")
                        .with(HeaderName.P_ASSERTED_IDENTITY, ASSERTED);
        Request sent = carrier.sends(invite);
        carrier.receives(100);
        Request rings = alice.receives(Method.INVITE);
        assertThat(rings.headers().all(HeaderName.P_ASSERTED_IDENTITY)).containsExactly(ASSERTED);
        alice.answers(rings, 486);
        alice.receives(Method.ACK);
        carrier.acknowledges(sent, carrier.receives(486));
        ladder.assertQuiet();
    }

    @Test
    void aCallerWhoWantsToBeHiddenIsNotNamed() {
        alice.registers();
        Request sent =
                carrier.sends(
                        carrier.invite("alice", Party.OFFER)
                                .with(HeaderName.P_ASSERTED_IDENTITY, ASSERTED)
                                .with(HeaderName.PRIVACY, "id"));
        carrier.receives(100);
        Request rings = alice.receives(Method.INVITE);
        assertThat(rings.headers().has(HeaderName.P_ASSERTED_IDENTITY)).isFalse();
        alice.answers(rings, 486);
        alice.receives(Method.ACK);
        carrier.acknowledges(sent, carrier.receives(486));
    }

    @Test
    void whatAUserAssertsIsReplacedByWhatWeKnow() {
        alice.registers();
        Request sent =
                bob.calls(
                        bob.invite("alice", Party.OFFER)
                                .with(HeaderName.P_ASSERTED_IDENTITY, "<sip:boss@example.org>")
                                .with(HeaderName.P_PREFERRED_IDENTITY, "<sip:boss@example.org>"));
        Request rings = alice.receives(Method.INVITE);
        assertThat(rings.headers().all(HeaderName.P_ASSERTED_IDENTITY))
                .containsExactly("<sip:bob@example.org>");
        assertThat(rings.headers().has(HeaderName.P_PREFERRED_IDENTITY)).isFalse();
        alice.answers(rings, 486);
        alice.receives(Method.ACK);
        bob.acknowledges(sent, bob.receives(486));
    }

    @Test
    void aPeerDoesOnlyWhatItMay() {
        alice.registers();
        Request sent = guest.sends(guest.invite("alice", Party.OFFER));
        guest.receives(100);
        guest.acknowledges(sent, guest.receives(403));
        alice.receivesNothing();
    }

    @Test
    void aPeerLearnsWhoIsThereAndMayAskMoreThanOthers() {
        for (int i = 0; i < 3_000; i++) {
            carrier.sends(
                    carrier.request(
                            Method.OPTIONS, "sip:ghost@example.org", "<sip:x@y>", "o" + i, 1));
            carrier.receives(404);
        }
        assertThat(ladder.core.bans().all()).isEmpty();
    }

    /// SIPVicious compares answers: those for a user must be those for nobody.
    @Test
    void strangersSeeTheSameForUsersAndForNobody() {
        alice.registers();
        for (Method method :
                new Method[] {
                    Method.INVITE,
                    Method.REGISTER,
                    Method.OPTIONS,
                    Method.MESSAGE,
                    Method.SUBSCRIBE,
                    Method.INFO,
                    Method.PUBLISH
                }) {
            for (String tag : new String[] {"", ";tag=made-up"}) {
                Response online = asked(method, "alice", tag);
                assertThat(asked(method, "bob", tag)).as("%s offline", method).isEqualTo(online);
                assertThat(asked(method, "nemo", tag)).as("%s nobody", method).isEqualTo(online);
            }
        }
        alice.receivesNothing();
    }

    /// What a stranger is answered, without what is different each time.
    private Response asked(Method method, String callee, String tag) {
        Party stranger = ladder.phone("eve", "203.0.113.9:5060");
        String uri = "sip:" + callee + "@example.org";
        Request request =
                stranger.request(
                        method,
                        method.equals(Method.REGISTER) ? "sip:example.org" : uri,
                        "<" + uri + ">" + tag,
                        "probe",
                        1);
        stranger.sends(from(request, "<" + uri + ">"));
        Response answer = (Response) Objects.requireNonNull(stranger.inbox.poll());
        ladder.seconds(40);
        return answer.with(
                answer.headers()
                        .without(HeaderName.VIA)
                        .without(HeaderName.TO)
                        .without(HeaderName.FROM)
                        .without(HeaderName.WWW_AUTHENTICATE)
                        .without(HeaderName.PROXY_AUTHENTICATE));
    }
}
