package jackfield.roles.p2p;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is kept of calls between pages.
class CallNewsTest {
    private final Desk desk = new Desk();
    private Desk.Client alice;
    private Desk.Client bob;

    @BeforeEach
    void bothAreThere() {
        alice = desk.device("alice", "a1");
        bob = desk.device("bob", "b1");
    }

    @Test
    void whoHangsUpIsKnownAndWhenItRangAndWasTaken() {
        long began = desk.now();
        alice.offers("bob", "c");
        desk.wait(3);
        bob.answers("alice", "c");
        desk.wait(20);
        bob.says("call-end", "alice", "c");
        assertEquals("alice bob 200 CALLEE hung up", desk.record());
        SignalOutput.Ended record = desk.records().getLast();
        assertEquals("c", record.callId());
        assertEquals("wss 10.0.0.1:5", record.source());
        assertEquals("wss 10.0.0.2:5", record.destination());
        assertEquals(began, record.times().began());
        assertEquals(began, record.times().rang());
        assertEquals(began + 3 * Desk.SECOND, record.times().answered());
        assertEquals(began + 23 * Desk.SECOND, record.times().ended());
        alice.offers("bob", "d");
        bob.answers("alice", "d");
        alice.says("call-end", "bob", "d");
        assertEquals("alice bob 200 CALLER hung up", desk.record());
    }

    @Test
    void whatWasNotAnsweredSaysWhy() {
        alice.offers("bob", "c1");
        bob.says("call-reject", "alice", "c1");
        assertEquals("alice bob 603 CALLEE declined", desk.record());
        assertNull(desk.records().getLast().destination());
        alice.offers("bob", "c2");
        bob.says("call-busy", "alice", "c2");
        assertEquals("alice bob 486 CALLEE busy", desk.record());
        alice.offers("bob", "c3");
        alice.says("call-cancel", "bob", "c3");
        assertEquals("alice bob 487 CALLER gave up", desk.record());
        alice.offers("bob", "c4");
        desk.wait(60);
        assertEquals("alice bob 408 NODE rang for too long", desk.record());
        alice.offers("dave", "c5");
        desk.wait(15);
        assertEquals("alice dave 480 NODE no device is there", desk.record());
        alice.offers("nobody", "c6");
        assertEquals("alice nobody 404 NODE no such user", desk.record());
        assertEquals(6, desk.records().size());
    }

    @Test
    void aDeviceThatDoesNotComeBackEndsItsCall() {
        alice.offers("bob", "c");
        bob.answers("alice", "c");
        bob.drops();
        desk.wait(60);
        assertEquals("alice bob 200 NODE connection lost", desk.record());
    }

    @Test
    void ofTwoCallsThatMeetOneIsKept() {
        alice.offers("bob", "c1");
        bob.offers("alice", "c2");
        assertEquals(0, desk.records().size());
        bob.answers("alice", "c1");
        alice.says("call-end", "bob", "c1");
        assertEquals(1, desk.records().size());
    }

    @Test
    void whoLooksSeesTheCallAndHearsHowFarItIs() {
        alice.offers("bob", "c");
        assertEquals("calling", desk.core().calls().getFirst().state());
        bob.says("call-ringing", "alice", "c");
        assertEquals("ringing", desk.core().calls().getFirst().state());
        bob.answers("alice", "c");
        SignalCallView seen = desk.core().calls().getFirst();
        assertEquals("answered", seen.state());
        assertEquals("alice", seen.caller());
        assertEquals("bob", seen.callee());
        assertEquals(List.of("c calling", "c ringing", "c answered"), desk.news());
        alice.says("call-end", "bob", "c");
        assertEquals(List.of(), desk.core().calls());
    }
}
