package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.roles.forwarding.Forwardings;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.routing.Action;
import jackfield.roles.routing.Action.Choice;
import jackfield.roles.routing.Conditions;
import jackfield.roles.routing.Destination;
import jackfield.roles.routing.NumberPattern;
import jackfield.roles.routing.Rewrite;
import jackfield.roles.routing.Router;
import jackfield.roles.routing.RoutingRules;
import jackfield.roles.routing.Rule;
import jackfield.roles.routing.Trunk;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each action of a rule, as the caller and the called see it.
class RoutingTest {
    private static final AddressOfRecord BOB = new AddressOfRecord("bob", "");
    private static final AddressOfRecord CAROL = new AddressOfRecord("carol", "");

    private final Ladder ladder = new Ladder();
    private final Party alice = ladder.phone("alice", "10.0.0.2:5060");
    private final Party bob = ladder.phone("bob", "10.0.0.3:5060");
    private final Party carol = ladder.phone("carol", "10.0.0.4:5060");
    private final Party gateway = ladder.phone("gateway", "10.0.0.50:5060");

    @BeforeEach
    void everybodyRegisters() {
        alice.registers();
        bob.registers();
        carol.registers();
    }

    static Rule rule(Conditions when, Action action) {
        return new Rule("test", "test:1", false, when, action);
    }

    static Conditions prefix(String prefix) {
        return new Conditions(Set.of(), List.of(prefix), Set.of(), List.of(), Set.of(), List.of());
    }

    static Action send(Destination... places) {
        return new Action.Send(
                java.util.Arrays.stream(places).map(p -> new Choice(p, 1000)).toList(),
                false,
                0,
                Rewrite.NONE);
    }

    static SipUri uri(String text) {
        return SipUri.parse(text).orThrow();
    }

    private void follow(Rule... rules) {
        follow(Map.of(), rules);
    }

    private void follow(Map<AddressOfRecord, List<AddressOfRecord>> aliases, Rule... rules) {
        Trunk trunk = new Trunk("carrier", uri("sip:10.0.0.50"), List.of());
        Router router =
                new Router(
                        new RoutingRules(
                                List.of(), aliases, Map.of("carrier", trunk), List.of(rules)),
                        "example.org");
        ladder.core.follow(new CallRules(router, List.of(), Forwardings.NONE), ladder.now);
    }

    private void talkAndHangUp(Request sent, Party callee, Request invite) {
        callee.answers(invite, 200, Party.ANSWER);
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        callee.receives(Method.ACK);
        alice.sends(dialog, Method.BYE, null);
        callee.answers(callee.receives(Method.BYE), 200);
        alice.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void aNumberGoesOutByTheTrunkRewritten() {
        Action abroad =
                new Action.Send(
                        List.of(new Choice(new Destination.ToTrunk("carrier"), 1000)),
                        false,
                        0,
                        new Rewrite(2, "+"));
        follow(rule(prefix("00"), abroad));
        Request sent = alice.calls("0049301234", Party.OFFER);
        Request invite = gateway.receives(Method.INVITE);
        assertThat(invite.uri()).hasToString("sip:+49301234@10.0.0.50");
        talkAndHangUp(sent, gateway, invite);
    }

    @Test
    void withoutARuleANumberIsNobody() {
        follow(rule(prefix("00"), send(new Destination.ToTrunk("carrier"))));
        Request sent = alice.calls("0149", Party.OFFER);
        alice.acknowledges(sent, alice.receives(404));
        gateway.receivesNothing();
        ladder.assertQuiet();
    }

    @Test
    void aUserComesBeforeARuleUnlessTheRuleSaysSo() {
        Conditions all = Conditions.NONE;
        follow(rule(all, send(new Destination.User(CAROL))));
        Request sent = alice.calls("bob", Party.OFFER);
        talkAndHangUp(sent, bob, bob.receives(Method.INVITE));

        follow(new Rule("night", "test:2", true, all, send(new Destination.User(CAROL))));
        Request again = alice.calls("bob", Party.OFFER);
        Request invite = carol.receives(Method.INVITE);
        bob.receivesNothing();
        talkAndHangUp(again, carol, invite);
    }

    @Test
    void aForkRingsAllAtOnce() {
        follow(
                rule(
                        prefix("7"),
                        send(new Destination.User(BOB), new Destination.ToTrunk("carrier"))));
        Request sent = alice.calls("77", Party.OFFER);
        Request atBob = bob.receives(Method.INVITE);
        Request atGateway = gateway.receives(Method.INVITE);
        assertThat(atGateway.uri()).hasToString("sip:77@10.0.0.50");
        bob.answers(atBob, 486);
        bob.receives(Method.ACK);
        talkAndHangUp(sent, gateway, atGateway);
    }

    @Test
    void aSerialForkTriesOneAfterTheOther() {
        Action action =
                new Action.Send(
                        List.of(
                                new Choice(new Destination.User(CAROL), 500),
                                new Choice(new Destination.User(BOB), 1000)),
                        true,
                        15 * Ladder.SECOND,
                        Rewrite.NONE);
        follow(rule(prefix("7"), action));
        Request sent = alice.calls("77", Party.OFFER);
        Request atBob = bob.receives(Method.INVITE);
        carol.receivesNothing();
        bob.answers(atBob, 180);
        alice.receives(180);
        ladder.seconds(14.9);
        carol.receivesNothing();
        ladder.seconds(0.2);
        bob.answers(bob.receives(Method.CANCEL), 200);
        bob.answers(atBob, 487);
        bob.receives(Method.ACK);
        talkAndHangUp(sent, carol, carol.receives(Method.INVITE));
    }

    @Test
    void aRedirectionNamesThePlacesAndNobodyRings() {
        Action moved =
                new Action.Redirect(
                        302,
                        List.of(
                                new Choice(new Destination.Place(uri("sip:new.example")), 1000),
                                new Choice(new Destination.User(BOB), 500)),
                        Rewrite.NONE);
        follow(rule(prefix("8"), moved));
        Request sent = alice.calls("88", Party.OFFER);
        Response response = alice.receives(302);
        assertThat(response.headers().all(HeaderName.CONTACT))
                .containsExactly("<sip:88@new.example>", "<sip:bob@example.org>;q=0.5");
        alice.acknowledges(sent, response);
        bob.receivesNothing();
        ladder.assertQuiet();
    }

    @Test
    void aRedirectionToItselfIsNone() {
        Action same =
                new Action.Redirect(
                        302,
                        List.of(new Choice(new Destination.Place(uri("sip:88@example.org")), 1000)),
                        Rewrite.NONE);
        follow(rule(prefix("8"), same));
        Request sent = alice.calls("88", Party.OFFER);
        alice.acknowledges(sent, alice.receives(404));
        ladder.assertQuiet();
    }

    @Test
    void aRejectionSaysWhatTheRuleSays() {
        follow(rule(prefix("0900"), new Action.Reject(603, "Not From Here")));
        Request sent = alice.calls("0900123", Party.OFFER);
        Response response = alice.receives(603);
        assertThat(response.reason()).isEqualTo("Not From Here");
        alice.acknowledges(sent, response);
        ladder.assertQuiet();
    }

    @Test
    void anAliasReachesItsUsersAndOneWhoIsOutIsLeftOut() {
        follow(Map.of(new AddressOfRecord("sales", ""), List.of(BOB, CAROL)));
        Request sent = alice.calls("sales", Party.OFFER);
        Request atBob = bob.receives(Method.INVITE);
        Request atCarol = carol.receives(Method.INVITE);
        carol.answers(atCarol, 486);
        carol.receives(Method.ACK);
        talkAndHangUp(sent, bob, atBob);
    }

    @Test
    void aPatternAndTheEchoTest() {
        Conditions pattern =
                new Conditions(
                        Set.of(),
                        List.of(),
                        Set.of(),
                        List.of(NumberPattern.parse("\\*4[0-9]").orThrow()),
                        Set.of(Method.INVITE),
                        List.of());
        follow(rule(pattern, new Action.Echo()));
        Request sent = alice.calls("*43", Party.OFFER);
        Dialog dialog = alice.confirms(sent, alice.receives(200));
        alice.sends(dialog, Method.BYE, null);
        alice.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void aCallThatComesRoundAndRoundEnds() {
        // The trunk is another node that sends every call back here.
        follow(rule(prefix("5"), send(new Destination.ToTrunk("carrier"))));
        Request sent = alice.calls("55", Party.OFFER);
        Request invite = gateway.receives(Method.INVITE);
        Request round = gateway.sends(invite.to(uri("sip:55@example.org")));
        // Loops are looked for before anybody is asked for a password.
        assertThat(gateway.inbox)
                .extracting(message -> ((Response) message).status())
                .containsExactly(482);
        gateway.acknowledges(round, (Response) gateway.inbox.peekLast());
        gateway.inbox.clear();
        gateway.answers(invite, 404);
        gateway.receives(Method.ACK);
        alice.acknowledges(sent, alice.receives(404));
        ladder.assertQuiet();
    }

    @Test
    void newRulesHoldFromTheNextCallOn() {
        follow(rule(prefix("6"), send(new Destination.User(BOB))));
        Request sent = alice.calls("66", Party.OFFER);
        Request invite = bob.receives(Method.INVITE);
        follow(rule(prefix("6"), send(new Destination.User(CAROL))));
        talkAndHangUp(sent, bob, invite);
        Request next = alice.calls("66", Party.OFFER);
        talkAndHangUp(next, carol, carol.receives(Method.INVITE));
    }

    @Test
    void aTestTellsWhatACallWouldDo() {
        follow(
                rule(prefix("00"), send(new Destination.ToTrunk("carrier"))),
                rule(prefix("6"), send(new Destination.User(BOB))));
        RouteTest.Answer answer =
                ladder.core.test(
                        new RouteTest(
                                uri("sip:66@example.org"),
                                new AddressOfRecord("alice", "example.org"),
                                Method.INVITE,
                                Endpoint.parse("10.0.0.2:5060")),
                        ladder.now);
        assertThat(answer.steps())
                .containsExactly(
                        "66@example.org is no user, number or alias",
                        "route \"test\" (test:1): no: \"66\" is not a number that begins with one"
                                + " of [00]",
                        "route \"test\" (test:1): matches: forward to bob");
        assertThat(answer.outcome()).isEqualTo("forwarded");
        assertThat(answer.targets()).containsExactly("sip:bob@10.0.0.3:5060");
        RouteTest.Answer stranger =
                ladder.core.test(
                        new RouteTest(
                                uri("sip:0049@example.org"),
                                null,
                                Method.INVITE,
                                Endpoint.parse("10.9.9.9:5060")),
                        ladder.now);
        assertThat(stranger.outcome()).isEqualTo("refused with 403 Forbidden");
        ladder.assertQuiet();
    }
}
