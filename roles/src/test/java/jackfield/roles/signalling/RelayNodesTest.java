package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.Relay;
import jackfield.roles.relay.Sdps;
import jackfield.roles.relay.ng.Bencode;
import jackfield.roles.relay.ng.NgValue;
import jackfield.roles.relay.nodes.NodeOutput;
import jackfield.roles.relay.nodes.NodePolicy;
import jackfield.roles.relay.nodes.NodeRelay;
import jackfield.roles.relay.nodes.NodeSettings;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls whose media is on relay nodes in other programs, which die at bad moments. After each of
/// it no transaction and no call is left, here or on a node that lives.
class RelayNodesTest {
    private static final String OFFER = Sdps.phone("0 8 101").replace("\n", "\r\n");
    private static final String ANSWER = Sdps.phone("0 101").replace("\n", "\r\n");

    /// A node that passes SDP with its name in it.
    private static final class Node {
        final String name;
        final List<String> did = new ArrayList<>();
        final List<byte[]> kept = new ArrayList<>();
        final Map<String, byte[]> replies = new HashMap<>();
        boolean dead;

        /// True while its replies stay on their way.
        boolean late;

        Node(String name) {
            this.name = name;
        }

        byte[] does(byte[] datagram) {
            String text = new String(datagram, StandardCharsets.ISO_8859_1);
            String cookie = text.substring(0, text.indexOf(' '));
            return replies.computeIfAbsent(cookie, _ -> reply(cookie, text));
        }

        private byte[] reply(String cookie, String text) {
            byte[] body =
                    text.substring(text.indexOf(' ') + 1).getBytes(StandardCharsets.ISO_8859_1);
            Map<String, NgValue> request = Bencode.read(body).orThrow().entries();
            String command = ((NgValue.Text) request.get("command")).text();
            Map<String, NgValue> reply = new LinkedHashMap<>();
            reply.put("result", new NgValue.Text(command.equals("ping") ? "pong" : "ok"));
            if (!command.equals("ping")) {
                did.add(command);
            }
            if (request.get("sdp") instanceof NgValue.Text(String sdp)) {
                reply.put("sdp", new NgValue.Text(sdp.replaceFirst("s=[^\r]*", "s=" + name)));
            }
            String answer =
                    cookie
                            + ' '
                            + new String(
                                    Bencode.write(new NgValue.Dictionary(reply)),
                                    StandardCharsets.ISO_8859_1);
            return answer.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private final Node near = new Node("near");
    private final Node far = new Node("far");
    private final Map<Endpoint, Node> nodes =
            Map.of(at("10.0.1.1:2223"), near, at("10.0.1.2:2223"), far);
    private final Queue<NodeOutput> wire = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private final NodeRelay relay =
            new NodeRelay(
                    List.of(
                            new NodeSettings("udp:near", at("10.0.1.1:2223"), 1, "first"),
                            new NodeSettings("udp:far", at("10.0.1.2:2223"), 1, "reserve")),
                    NodePolicy.DEFAULT,
                    wire::add,
                    new SplittableRandom(3),
                    new Relay.Events() {
                        @Override
                        public void mediaLost(String callId, String why, long now) {
                            told.add(callId + ": " + why);
                        }

                        @Override
                        public void moved(Exchange exchange, byte[] offer, long now) {
                            ladder().core.moved(exchange, offer, now);
                        }
                    },
                    told::add);
    private final Ladder ladder = new Ladder(relay);

    private Ladder ladder() {
        return ladder;
    }

    private final Party alice = ladder.phone("alice", "10.0.0.3:5060");
    private final Party bob = ladder.phone("bob", "10.0.0.2:5060");

    private static Endpoint at(String address) {
        return Objects.requireNonNull(Endpoint.parse(address));
    }

    @BeforeEach
    void theyRegister() {
        alice.registers();
        bob.registers();
        passes(0.1);
    }

    @AfterEach
    void nothingIsLeft() {
        passes(1);
        ladder.assertQuiet();
        passes(5);
        assertThat(relay.calls()).as("calls on nodes").isZero();
    }

    /// Time passes for all of them.
    private void passes(double seconds) {
        long until = ladder.now + (long) (seconds * Ladder.SECOND);
        while (ladder.now < until) {
            ladder.seconds(0.02);
            ladder.resumes(relay::wake);
            carry();
        }
    }

    /// Time passes until something has come for the party, six seconds at most.
    private void waits(Party party) {
        for (int i = 0; i < 300 && party.inbox.isEmpty(); i++) {
            passes(0.02);
        }
    }

    private void carry() {
        while (!wire.isEmpty()) {
            NodeOutput output = wire.remove();
            Node node = Objects.requireNonNull(nodes.get(output.to()));
            if (node.dead) {
                continue;
            }
            byte[] reply = node.does(output.datagram());
            if (node.late) {
                node.kept.add(reply);
            } else {
                ladder.resumes(now -> relay.receive(reply.clone(), output.to(), now));
            }
        }
    }

    private static String name(Message message) {
        String sdp = message.body().text();
        int at = sdp.indexOf("s=");
        return sdp.substring(at + 2, sdp.indexOf('\r', at));
    }

    private Dialog callIsUp(String by) {
        Request sent = alice.calls("bob", OFFER);
        passes(0.1);
        Request invite = bob.receives(Method.INVITE);
        assertThat(name(invite)).isEqualTo(by);
        bob.answers(invite, 200, ANSWER);
        passes(0.1);
        Response ok = alice.receives(200);
        assertThat(name(ok)).isEqualTo(by);
        Dialog dialog = alice.confirms(sent, ok);
        bob.receives(Method.ACK);
        return dialog;
    }

    private void hangsUp(Dialog dialog) {
        alice.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receives(200);
        passes(0.1);
    }

    @Test
    void aCallIsOnOneNodeFromOfferToDelete() {
        hangsUp(callIsUp("near"));
        assertThat(near.did).containsExactly("offer", "answer", "delete");
        assertThat(far.did).isEmpty();
    }

    @Test
    void theFirstNodeIsDeadAndTheSecondTakesTheCallBeforeAnybodyRings() {
        near.dead = true;
        Request sent = alice.calls("bob", OFFER);
        passes(1);
        bob.receivesNothing();
        waits(bob);
        Request invite = bob.receives(Method.INVITE);
        assertThat(name(invite)).isEqualTo("far");
        bob.answers(invite, 200, ANSWER);
        passes(0.1);
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);
        hangsUp(dialog);
        assertThat(far.did).containsExactly("offer", "answer", "delete");
    }

    @Test
    void bothNodesAreDeadAndTheCallerIsTold() {
        near.dead = true;
        far.dead = true;
        Request sent = alice.calls("bob", OFFER);
        waits(alice);
        bob.receivesNothing();
        // RFC 3261 section 16.7: a 503 of one who is asked says nothing of this proxy.
        alice.acknowledges(sent, alice.receives(500));
    }

    /// The caller is answered with the other node's address, and who answered gets its offer in the
    /// caller's name.
    @Test
    void theNodeDiesBetweenOfferAndAnswerAndAnotherGetsBoth() {
        Request sent = alice.calls("bob", OFFER);
        passes(0.1);
        Request invite = bob.receives(Method.INVITE);
        near.dead = true;
        bob.answers(invite, 200, ANSWER);
        waits(alice);
        Response ok = alice.receives(200);
        assertThat(name(ok)).isEqualTo("far");
        Dialog dialog = alice.confirms(sent, ok);
        bob.receives(Method.ACK);

        Request again = reoffered(invite);
        bob.answers(again, 200, ANSWER);
        passes(0.1);
        bob.receives(Method.ACK);
        alice.receivesNothing();
        assertThat(far.did).containsExactly("offer", "answer", "answer");
        hangsUp(dialog);
        hangsUp(callIsUp("far"));
    }

    /// The INVITE that bob gets in alice's name.
    private Request reoffered(Request invite) {
        waits(bob);
        Request again = bob.receives(Method.INVITE);
        assertThat(name(again)).isEqualTo("far");
        assertThat(again.headers().from()).isEqualTo(invite.headers().from());
        assertThat(again.headers().cseq().number()).isGreaterThan(invite.headers().cseq().number());
        assertThat(again.headers().contacts()).isEqualTo(invite.headers().contacts());
        return again;
    }

    @Test
    void whoIsOfferedAnewIsBusyWithAnOfferOfItsOwnAndIsAskedAgain() {
        Request sent = alice.calls("bob", OFFER);
        passes(0.1);
        Request invite = bob.receives(Method.INVITE);
        near.dead = true;
        bob.answers(invite, 200, ANSWER);
        waits(alice);
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);
        bob.answers(reoffered(invite), 491);
        passes(0.1);
        bob.receives(Method.ACK);
        bob.answers(reoffered(invite), 200, ANSWER);
        passes(0.1);
        bob.receives(Method.ACK);
        hangsUp(dialog);
    }

    @Test
    void whoWillNotFollowIsHungUpOn() {
        Request sent = alice.calls("bob", OFFER);
        passes(0.1);
        Request invite = bob.receives(Method.INVITE);
        near.dead = true;
        bob.answers(invite, 200, ANSWER);
        waits(alice);
        alice.confirms(sent, alice.receives(200));
        bob.receives(Method.ACK);
        bob.answers(reoffered(invite), 488);
        passes(0.1);
        bob.receives(Method.ACK);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.answers(alice.receives(Method.BYE), 200);
    }

    @Test
    void allNodesDieBetweenOfferAndAnswer() {
        Request sent = alice.calls("bob", OFFER);
        passes(0.1);
        Request invite = bob.receives(Method.INVITE);
        near.dead = true;
        far.dead = true;
        bob.answers(invite, 200, ANSWER);
        waits(alice);
        alice.acknowledges(sent, alice.receives(500));
        bob.receives(Method.ACK);
        bob.answers(bob.receives(Method.BYE), 200);
        passes(1);
    }

    @Test
    void theNodeOfARunningCallDiesAndAnOfferInTheCallMovesItsMedia() {
        Dialog dialog = callIsUp("near");
        near.dead = true;
        Request again = alice.sends(dialog, Method.INVITE, OFFER);
        alice.receives(100);
        waits(bob);
        Request moved = bob.receives(Method.INVITE);
        assertThat(name(moved)).isEqualTo("far");
        bob.answers(moved, 200, ANSWER);
        passes(0.1);
        Response ok = alice.receives(200);
        assertThat(name(ok)).isEqualTo("far");
        alice.confirms(again, ok);
        bob.receives(Method.ACK);
        hangsUp(dialog);
        assertThat(far.did).containsExactly("offer", "answer", "delete");
    }

    @Test
    void aReplyThatComesTooLateChangesNothing() {
        near.late = true;
        Request sent = alice.calls("bob", OFFER);
        waits(bob);
        Request invite = bob.receives(Method.INVITE);
        assertThat(name(invite)).isEqualTo("far");
        long strays = relay.strays();
        near.late = false;
        for (byte[] each : near.kept) {
            ladder.resumes(now -> relay.receive(each, at("10.0.1.1:2223"), now));
        }
        assertThat(relay.strays()).isGreaterThan(strays);
        passes(0.1);
        bob.receivesNothing();
        bob.answers(invite, 200, ANSWER);
        passes(0.1);
        Response ok = alice.receives(200);
        assertThat(name(ok)).isEqualTo("far");
        Dialog dialog = alice.confirms(sent, ok);
        bob.receives(Method.ACK);
        hangsUp(dialog);
    }
}
