package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.forwarding.Forwarding;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.routing.Router;
import jackfield.roles.routing.RoutingRules;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Users who do not want to be disturbed, and calls that are forwarded where only pages at
/// `/signal` ring.
class QuietTest {
    private static final Forwarding QUIET = Forwarding.NONE.quiet(true);

    private final Ladder ladder = new Ladder();
    private final Pages pages = new Pages(ladder);
    private final Party alice = ladder.phone("alice", "10.0.0.2:5060");
    private final Party bob = ladder.phone("bob", "10.0.0.3:5060");
    private final Party carol = ladder.phone("carol", "10.0.0.4:5060");
    private final Map<String, Forwarding> wishes = new HashMap<>();

    @BeforeEach
    void rules() {
        alice.registers(";expires=600");
        carol.registers(";expires=600");
        Router router =
                new Router(
                        new RoutingRules(List.of(), Map.of(), Map.of(), List.of()), "example.org");
        ladder.core.follow(new CallRules(router, List.of(), this::of), ladder.now);
    }

    private Forwarding of(AddressOfRecord user) {
        return wishes.getOrDefault(user.user(), Forwarding.NONE);
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
    void noDeviceRingsAndTheCallerHearsWhy() {
        bob.registers(";expires=600");
        Pages.Page page = pages.page("bob", "tab1");
        wishes.put("bob", QUIET);
        Request sent = alice.calls("bob", Party.OFFER);
        Response refused = alice.receives(486);
        assertThat(refused.reason()).isEqualTo("Do Not Disturb");
        alice.acknowledges(sent, refused);
        bob.receivesNothing();
        page.hearsNothing();
        ladder.assertQuiet();
    }

    @Test
    void callsGoWhereTheyGoWhenTheUserIsBusy() {
        bob.registers(";expires=600");
        wishes.put("bob", new Forwarding("", "carol", "", 20, "", true));
        Request sent = alice.calls("bob", Party.OFFER);
        talkAndHangUp(sent, carol, carol.receives(Method.INVITE));
        bob.receivesNothing();
    }

    @Test
    void whoForwardsEverythingIsNotDisturbedAnyway() {
        wishes.put("bob", new Forwarding("carol", "", "", 20, "", true));
        Request sent = alice.calls("bob", Party.OFFER);
        talkAndHangUp(sent, carol, carol.receives(Method.INVITE));
    }

    @Test
    void aPageHearsThatAPageIsNotToBeDisturbed() {
        Pages.Page caller = pages.page("alice", "tab1");
        Pages.Page page = pages.page("bob", "tab1");
        wishes.put("bob", QUIET);
        caller.calls("bob", "c1");
        assertThat(caller.hears("call-busy")).contains("\"status\":486", "Do Not Disturb");
        page.hearsNothing();
        ladder.assertQuiet();
    }

    @Test
    void watchersSeeIt() {
        Pages.Page page = pages.page("bob", "tab1");
        String uri = "sip:bob@example.org";
        Request asked =
                carol.request(Method.SUBSCRIBE, uri, "<" + uri + ">", "watch", 1)
                        .with(HeaderName.EVENT, "presence")
                        .with(HeaderName.EXPIRES, "600");
        carol.proved(asked);
        carol.receives(200);
        Request first = carol.receives(Method.NOTIFY);
        assertThat(first.body().text()).contains("<basic>open</basic>").doesNotContain("rpid:busy");
        carol.answers(first, 200);
        wishes.put("bob", QUIET);
        ladder.core.resume(
                _ -> ladder.core.events().changed(new AddressOfRecord("bob", "example.org")),
                ladder.now,
                ladder::perform);
        Request told = carol.receives(Method.NOTIFY);
        assertThat(told.body().text()).contains("<rpid:busy/>", "Do not disturb");
        carol.answers(told, 200);
        page.hearsNothing();
    }

    @Test
    void aTextComesAllTheSame() {
        ladder.core.messages().keep(new Drawer(ladder));
        Pages.Page writer = pages.page("alice", "tab1");
        Pages.Page page = pages.page("bob", "tab1");
        wishes.put("bob", QUIET);
        writer.says("{'type':'message','toId':'bob','text':'later'}");
        page.hears("message");
    }

    @Test
    void aPhoneCallsAPageThatIsBusyAndIsLedOn() {
        Pages.Page page = pages.page("bob", "tab1");
        wishes.put("bob", new Forwarding("", "carol", "", 20, ""));
        Request sent = alice.calls("bob", Party.OFFER);
        alice.receives(180);
        page.says("call-busy", page.offered("alice"));
        talkAndHangUp(sent, carol, carol.receives(Method.INVITE));
    }

    @Test
    void aPhoneCallsAPageThatDoesNotAnswerAndIsLedOn() {
        Pages.Page page = pages.page("bob", "tab1");
        wishes.put("bob", new Forwarding("", "", "carol", 12, ""));
        Request sent = alice.calls("bob", Party.OFFER);
        alice.receives(180);
        page.offered("alice");
        ladder.seconds(11.9);
        carol.receivesNothing();
        ladder.seconds(0.2);
        page.hears("call-cancel");
        talkAndHangUp(sent, carol, carol.receives(Method.INVITE));
    }

    @Test
    void aPageCallsAPageThatIsBusyAndIsLedOn() {
        Pages.Page caller = pages.page("alice", "tab1");
        Pages.Page page = pages.page("bob", "tab1");
        wishes.put("bob", new Forwarding("", "carol", "", 20, ""));
        caller.calls("bob", "c1");
        String rings = page.offered("alice");
        caller.hears("call-ringing");
        page.says("call-busy", rings);
        Request invite = carol.receives(Method.INVITE);
        Dialog dialog = Dialog.uas(invite, carol.answers(invite, 200, Party.ANSWER)).orThrow();
        caller.hears("call-answer");
        carol.receives(Method.ACK);
        carol.sends(dialog, Method.BYE, null);
        carol.receives(200);
        caller.hears("call-end");
        ladder.assertQuiet();
    }

    @Test
    void aPageCallsAPageThatDoesNotAnswerAndIsLedOn() {
        Pages.Page caller = pages.page("alice", "tab1");
        Pages.Page page = pages.page("bob", "tab1");
        wishes.put("bob", new Forwarding("", "", "carol", 12, ""));
        caller.calls("bob", "c1");
        page.offered("alice");
        caller.hears("call-ringing");
        ladder.seconds(12.1);
        page.hears("call-cancel");
        Request invite = carol.receives(Method.INVITE);
        carol.answers(invite, 180); // it was told that it rings, and that holds
        caller.says("call-cancel", "c1");
        carol.answers(carol.receives(Method.CANCEL), 200);
        carol.answers(invite, 487);
        carol.receives(Method.ACK);
        ladder.assertQuiet();
    }
}
