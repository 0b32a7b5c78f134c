package jackfield.roles.p2p;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jackfield.roles.trace.CallLadder;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What an operator sees of calls from page to page, and does to them.
class OperatorTest {
    private final Desk desk = new Desk();

    @Test
    void theLadderHasEachMessageAndEachDevice() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client desktop = desk.device("bob", "desktop");
        Desk.Client phone = desk.device("bob", "phone");
        alice.offers("bob", "c");
        phone.answers("alice", "c");
        desktop.says("call-reject", "alice", "c");
        CallLadder ladder = trace("c").ladder();
        assertEquals(
                List.of("alice", "jackfield", "bob", "bob"),
                ladder.parties().stream().map(CallLadder.Party::name).toList());
        assertEquals(
                List.of(
                        "0>1 call-offer",
                        "1>2 call-offer",
                        "1>3 call-offer",
                        "3>1 call-answer",
                        "1>0 call-answer",
                        "1>2 call-taken",
                        "2>1 call-reject"),
                ladder.steps().stream()
                        .map(step -> step.from() + ">" + step.to() + " " + step.what())
                        .toList());
    }

    private SignalTrace trace(String callId) {
        return Objects.requireNonNull(desk.core().trace(callId));
    }

    @Test
    void whatLetsOthersIntoTheMediaIsNotShown() {
        Desk.Client alice = desk.device("alice", "a1");
        desk.device("bob", "b1");
        alice.says(
                "{'type':'call-offer','toId':'bob','callId':'c','offer':{'type':'offer',"
                        + "'sdp':'v=0\\r\\na=ice-ufrag:me\\r\\na=ice-pwd:secret1\\r\\na=mid:0\\r\\n'}}");
        String shown = trace("c").messages().getLast().text();
        assertFalse(shown.contains("secret1"), shown);
        assertTrue(shown.contains("a=mid:0"), shown);
    }

    @Test
    void tracesAreBounded() {
        Desk.Client alice = desk.device("alice", "a1");
        desk.device("bob", "b1");
        alice.says("ping", "bob", "never-offered");
        assertNull(desk.core().trace("never-offered"));
        for (int i = 0; i < 600; i++) {
            alice.offers("bob", "c" + i);
            alice.says("call-cancel", "bob", "c" + i);
            desk.wait(1);
        }
        assertNull(desk.core().trace("c0"));
        assertNotNull(desk.core().trace("c599"));
        alice.offers("bob", "long");
        for (int i = 0; i < 90; i++) {
            alice.says(
                    "{'type':'ice-candidate','callId':'long','candidate':{'candidate':'"
                            + i
                            + "'}}");
        }
        assertTrue(trace("long").dropped() > 0);
        assertEquals(100, trace("long").messages().size());
    }

    @Test
    void anOperatorEndsACallForBoth() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        alice.offers("bob", "c");
        bob.hears("call-offer");
        bob.answers("alice", "c");
        alice.hears("call-answer");
        assertTrue(desk.hangUp("c"));
        alice.hears("call-end", "callId", "c", "reason", "operator", "from", "bob");
        bob.hears("call-end", "callId", "c", "reason", "operator", "from", "alice");
        assertEquals("alice bob 200 NODE ended by the operator", desk.record());
        assertFalse(desk.hangUp("c"));
        desk.assertQuiet();
    }

    @Test
    void anOperatorEndsACallThatRings() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        alice.offers("bob", "c");
        bob.hears("call-offer");
        assertTrue(desk.hangUp("c"));
        bob.hears("call-cancel", "callId", "c", "reason", "operator");
        alice.hears("call-end", "callId", "c", "reason", "operator");
        assertEquals("alice bob 487 NODE ended by the operator", desk.record());
        desk.assertQuiet();
    }
}
