package jackfield.roles.p2p;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

/// Calls between devices, as dialogues.
class CallsTest {
    private final Desk desk = new Desk();

    @Test
    void aCallOfTheKindThatWimpexMakes() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        alice.offers("bob", "call_1");
        Json.Members offer =
                bob.hears("call-offer", "from", "alice", "callId", "call_1", "callType", "video");
        assertEquals(
                Set.of(
                        "type",
                        "toId",
                        "callId",
                        "offer",
                        "callType",
                        "fromUsername",
                        "from",
                        "fromDevice"),
                Desk.names(offer));
        alice.finds("bob", "early");
        bob.hearsCandidate("early");
        bob.answers("alice", "call_1");
        alice.hears("call-answer", "from", "bob", "callId", "call_1");
        bob.finds("alice", "host");
        alice.hearsCandidate("host");
        alice.finds("bob", "relay");
        bob.hearsCandidate("relay");
        alice.says("call-end", "bob", "call_1");
        bob.hears("call-end", "from", "alice", "callId", "call_1");
        desk.assertQuiet();
    }

    @Test
    void whoSaysAMessageIsStampedWhateverItClaims() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        alice.says(
                "{'type':'call-offer','from':'carol','fromDevice':'x','toId':'bob','callId':'1',"
                        + "'offer':{'sdp':''}}");
        bob.hears("call-offer", "from", "alice", "fromDevice", "a1", "fromUsername", "alice");
    }

    @Test
    void everyDeviceRingsAndTheFirstAnswerWins() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client desktop = desk.device("bob", "desktop");
        Desk.Client phone = desk.device("bob", "phone");
        alice.offers("bob", "c");
        desktop.hears("call-offer");
        phone.hears("call-offer");
        phone.says("call-ringing", "alice", "c");
        alice.hears("call-ringing", "from", "bob", "fromDevice", "phone");
        phone.answers("alice", "c");
        alice.hears("call-answer", "fromDevice", "phone");
        desktop.hears("call-taken", "callId", "c", "reason", "answered", "byDevice", "phone");
        desktop.answers("alice", "c");
        desktop.hears("error", "code", "no-such-call");
        phone.says("call-end", "alice", "c");
        alice.hears("call-end");
        desk.assertQuiet();
    }

    @Test
    void aRejectionOnOneDeviceIsOneOnAll() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client desktop = desk.device("bob", "desktop");
        Desk.Client phone = desk.device("bob", "phone");
        alice.offers("bob", "c");
        desktop.hears("call-offer");
        phone.hears("call-offer");
        phone.says("call-reject", "alice", "c");
        alice.hears("call-reject", "from", "bob", "callId", "c");
        desktop.hears("call-taken", "reason", "rejected");
        desk.assertQuiet();
    }

    @Test
    void theCallerGivesUp() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        alice.offers("bob", "c");
        bob.hears("call-offer");
        alice.says("call-cancel", "bob", "c");
        bob.hears("call-cancel", "from", "alice", "callId", "c");
        desk.assertQuiet();
    }

    @Test
    void nobodyAnswers() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        alice.offers("bob", "c");
        bob.hears("call-offer");
        desk.wait(59);
        alice.assertQuiet();
        desk.wait(1);
        alice.hears("call-timeout", "callId", "c", "from", "bob");
        bob.hears("call-timeout", "callId", "c", "from", "alice");
        desk.assertQuiet();
    }

    @Test
    void aUserWhoIsInACallIsBusy() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        Desk.Client carol = desk.device("carol", "c1");
        alice.offers("bob", "1");
        bob.hears("call-offer");
        bob.answers("alice", "1");
        alice.hears("call-answer");
        carol.offers("bob", "2");
        carol.hears("call-busy", "callId", "2", "from", "bob");
        bob.assertQuiet();
    }

    @Test
    void aDeviceWithCallWaitingRingsAllTheSame() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1", ",'callWaiting':true");
        Desk.Client carol = desk.device("carol", "c1");
        alice.offers("bob", "1");
        bob.hears("call-offer");
        bob.answers("alice", "1");
        alice.hears("call-answer");
        carol.offers("bob", "2");
        bob.hears("call-offer", "from", "carol");
        bob.says("call-busy", "carol", "2");
        carol.hears("call-busy", "callId", "2", "from", "bob");
        carol.assertQuiet();
    }

    @Test
    void nobodyIsThere() {
        Desk.Client alice = desk.device("alice", "a1");
        alice.offers("bob", "c");
        alice.hears("call-queued", "callId", "c");
        SignalOutput.Wanted wanted =
                assertInstanceOf(SignalOutput.Wanted.class, desk.others().getFirst());
        assertEquals("bob", wanted.user());
        desk.wait(15);
        alice.hears("call-unavailable", "callId", "c", "reason", "offline");
        desk.assertQuiet();
    }

    @Test
    void oneWhoIsWokenIsWaitedForLonger() {
        desk.canBeWoken("bob", 30);
        Desk.Client alice = desk.device("alice", "a1");
        alice.offers("bob", "c");
        assertEquals(30L, alice.hears("call-queued").whole("seconds"));
        desk.wait(29);
        Desk.Client bob = desk.device("bob", "b1");
        bob.hears("call-offer", "callId", "c");
        bob.answers("alice", "c");
        alice.hears("call-answer");
        bob.says("call-end", "alice", "c");
        alice.hears("call-end");
        desk.assertQuiet();
    }

    @Test
    void oneWhoIsWokenDeclines() {
        desk.canBeWoken("bob", 30);
        Desk.Client alice = desk.device("alice", "a1");
        alice.offers("bob", "c");
        alice.hears("call-queued");
        assertFalse(desk.declines("carol", "c"));
        assertTrue(desk.declines("bob", "c"));
        alice.hears("call-reject", "callId", "c", "from", "bob");
        assertFalse(desk.declines("bob", "c"));
        assertEquals("alice bob 603 CALLEE declined", desk.record());
        desk.assertQuiet();
    }

    @Test
    void thereIsNobodyOfThatName() {
        Desk.Client alice = desk.device("alice", "a1");
        alice.offers("nobody", "c");
        alice.hears("call-unavailable", "callId", "c", "reason", "unknown");
        desk.assertQuiet();
    }

    @Test
    void aDeviceThatComesWithinTheWindowRings() {
        Desk.Client alice = desk.device("alice", "a1");
        alice.offers("bob", "c");
        alice.hears("call-queued");
        alice.finds("bob", "one");
        desk.wait(10);
        Desk.Client bob = desk.device("bob", "b1");
        bob.hears("call-offer", "from", "alice");
        bob.hearsCandidate("one");
        desk.wait(50);
        bob.answers("alice", "c");
        alice.hears("call-answer");
        bob.says("call-end", "alice", "c");
        alice.hears("call-end");
        desk.assertQuiet();
    }

    @Test
    void oneMoreDeviceRingsWhileAnotherDoes() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        alice.offers("bob", "c");
        bob.hears("call-offer");
        Desk.Client late = desk.device("bob", "b2");
        late.hears("call-offer");
        late.answers("alice", "c");
        bob.hears("call-taken");
        alice.hears("call-answer", "fromDevice", "b2");
    }

    @Test
    void candidatesBeforeTheOfferWaitForIt() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        alice.finds("bob", "by pair");
        alice.says(
                "{'type':'ice-candidate','toId':'bob','callId':'c','candidates':[{'candidate':'x'},"
                        + "{'candidate':''}]}");
        alice.says(
                "{'type':'ice-candidate','toId':'bob','callId':'other','candidate':{'candidate':'o'}}");
        alice.offers("bob", "c");
        bob.hears("call-offer");
        bob.hearsCandidate("by pair");
        Json.Items several =
                assertInstanceOf(Json.Items.class, bob.hears("ice-candidate").get("candidates"));
        assertEquals(2, several.items().size());
        bob.assertQuiet();
    }

    @Test
    void candidatesBeforeTheAnswerWaitForIt() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client one = desk.device("bob", "b1");
        Desk.Client two = desk.device("bob", "b2");
        alice.offers("bob", "c");
        one.hears("call-offer");
        two.hears("call-offer");
        one.finds("alice", "of one");
        two.finds("alice", "of two");
        alice.assertQuiet();
        two.answers("alice", "c");
        alice.hears("call-answer");
        alice.hearsCandidate("of two");
        alice.assertQuiet();
    }

    @Test
    void theEndOfCandidatesMayBeNullOrEmpty() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        alice.offers("bob", "c");
        bob.hears("call-offer");
        alice.says("{'type':'ice-candidate','toId':'bob','candidate':null}");
        assertEquals(Json.Word.NULL, bob.hears("ice-candidate", "callId", "c").get("candidate"));
        alice.says("{'type':'ice-candidate','toId':'bob','candidate':''}");
        bob.hears("ice-candidate", "candidate", "");
        alice.says("{'type':'ice-candidate','toId':'bob'}");
        alice.hears("error", "code", "bad-message", "of", "ice-candidate");
    }

    @Test
    void twoWhoCallEachOtherGetTheCallWithTheLesserId() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        alice.offers("bob", "call_1");
        bob.offers("alice", "call_2");
        bob.hears("call-offer", "callId", "call_1");
        bob.hears("call-glare", "callId", "call_2", "wins", "call_1");
        alice.assertQuiet();
        bob.answers("alice", "call_1");
        alice.hears("call-answer");
        assertEquals(1, desk.core().sizes().get("calls"));
    }

    @Test
    void theLaterOfTwoCallsThatMetWinsWhereItsIdIsLess() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        Desk.Client tablet = desk.device("bob", "b2");
        alice.offers("bob", "call_2");
        bob.hears("call-offer", "callId", "call_2");
        tablet.hears("call-offer", "callId", "call_2");
        bob.offers("alice", "call_1");
        bob.hears("call-cancel", "callId", "call_2", "reason", "glare");
        tablet.hears("call-cancel", "callId", "call_2", "reason", "glare");
        alice.hears("call-glare", "callId", "call_2", "wins", "call_1");
        alice.hears("call-offer", "callId", "call_1");
        alice.answers("bob", "call_1");
        bob.hears("call-answer");
        assertEquals(1, desk.core().sizes().get("calls"));
    }

    @Test
    void ofTwoCallsWithOneIdThatOfTheLesserUserWins() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        bob.offers("alice", "same");
        alice.hears("call-offer");
        alice.offers("bob", "same");
        alice.hears("call-cancel", "reason", "glare");
        bob.hears("call-glare", "wins", "same");
        bob.hears("call-offer", "from", "alice");
        bob.answers("alice", "same");
        alice.hears("call-answer");
    }

    @Test
    void aCallIsChangedAndChangedBack() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = inCall(alice);
        renegotiates(bob, "alice");
        alice.hears("call-renegotiate", "from", "bob", "callId", "c");
        alice.says(
                "{'type':'call-renegotiate-answer','toId':'bob','callId':'c','answer':{'sdp':'v'}}");
        bob.hears("call-renegotiate-answer", "from", "alice");
        renegotiates(alice, "bob");
        bob.hears("call-renegotiate");
    }

    @Test
    void ofTwoChangesThatCrossTheCallersCounts() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = inCall(alice);
        renegotiates(alice, "bob");
        renegotiates(bob, "alice");
        bob.hears("call-renegotiate");
        bob.hears("error", "code", "glare", "of", "call-renegotiate");
        alice.assertQuiet();
    }

    @Test
    void theCallersChangeOvertakesTheCallees() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = inCall(alice);
        renegotiates(bob, "alice");
        renegotiates(alice, "bob");
        alice.hears("call-renegotiate");
        bob.hears("call-renegotiate");
        alice.says(
                "{'type':'call-renegotiate-answer','toId':'bob','callId':'c','answer':{'sdp':'v'}}");
        alice.hears("error", "code", "no-such-call");
        bob.says(
                "{'type':'call-renegotiate-answer','toId':'alice','callId':'c','answer':{'sdp':'v'}}");
        alice.hears("call-renegotiate-answer");
    }

    private static void renegotiates(Desk.Client who, String to) {
        who.says(
                "{'type':'call-renegotiate','toId':'"
                        + to
                        + "','callId':'c','offer':{'type':'offer','sdp':'v'}}");
    }

    private Desk.Client inCall(Desk.Client alice) {
        Desk.Client bob = desk.device("bob", "b1");
        alice.offers("bob", "c");
        bob.hears("call-offer");
        bob.answers("alice", "c");
        alice.hears("call-answer");
        return bob;
    }

    @Test
    void aConnectionLostInMidCallCostsNothing() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = inCall(alice);
        bob.drops();
        desk.wait(20);
        renegotiates(alice, "bob");
        alice.finds("bob", "new");
        Desk.Client back = desk.stranger();
        back.says("{'type':'auth','token':'t-bob','device':'b1'}");
        Json.Members ok = back.hears("auth-ok", "deviceId", "b1");
        assertEquals(Json.Word.TRUE, ok.get("resumed"));
        Json.Items calls = assertInstanceOf(Json.Items.class, ok.get("calls"));
        assertEquals(
                "c", assertInstanceOf(Json.Members.class, calls.items().getFirst()).text("callId"));
        back.hears("call-renegotiate");
        back.hearsCandidate("new");
        back.says("call-end", "alice", "c");
        alice.hears("call-end");
        desk.assertQuiet();
    }

    @Test
    void aDeviceThatDoesNotComeBackEndsItsCalls() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = inCall(alice);
        bob.drops();
        desk.wait(59);
        alice.assertQuiet();
        desk.wait(1);
        alice.hears("call-end", "reason", "lost", "from", "bob");
        desk.assertQuiet();
        assertEquals(1, desk.core().sizes().get("devices"));
    }

    @Test
    void aPageThatWasClosedEndsItsCallsSooner() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = inCall(alice);
        bob.leaves();
        desk.wait(7);
        alice.assertQuiet();
        desk.wait(1);
        alice.hears("call-end", "reason", "lost", "from", "bob");
        desk.assertQuiet();
    }

    @Test
    void aCallerWhoIsGoneForGoodCancels() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        alice.offers("bob", "c");
        bob.hears("call-offer");
        alice.says("{'type':'sign-out'}");
        assertEquals(1000, alice.closed());
        bob.hears("call-cancel", "callId", "c", "reason", "lost");
        desk.assertQuiet();
    }

    @Test
    void aDeviceThatIsGoneForAMomentRingsWhenItIsBack() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        bob.drops();
        alice.offers("bob", "c");
        alice.hears("call-queued");
        desk.wait(10);
        Desk.Client back = desk.stranger();
        back.says("{'type':'auth','token':'t-bob','device':'b1'}");
        back.hears("auth-ok");
        back.hears("call-offer");
        desk.wait(59);
        alice.assertQuiet();
        desk.wait(1);
        alice.hears("call-timeout");
        back.hears("call-timeout");
        desk.assertQuiet();
    }

    @Test
    void aCallToOneselfRingsOnOnesOtherDevices() {
        Desk.Client desktop = desk.device("alice", "a1");
        Desk.Client phone = desk.device("alice", "a2");
        desktop.offers("alice", "c");
        phone.hears("call-offer", "from", "alice", "fromDevice", "a1");
        phone.answers("alice", "c");
        desktop.hears("call-answer", "fromDevice", "a2");
        phone.finds("alice", "p");
        desktop.hearsCandidate("p");
        desktop.says("call-end", "alice", "c");
        phone.hears("call-end");
        desk.assertQuiet();
    }

    @Test
    void aCallMayBeForOneDevice() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client one = desk.device("bob", "b1");
        Desk.Client two = desk.device("bob", "b2");
        alice.says(
                "{'type':'call-offer','toId':'sip:bob@here','toDevice':'b2','callId':'c','offer':{'sdp':'v'}}");
        two.hears("call-offer");
        one.assertQuiet();
    }

    @Test
    void othersMayNotTouchACall() {
        Desk.Client alice = desk.device("alice", "a1");
        inCall(alice);
        Desk.Client carol = desk.device("carol", "c1");
        Desk.Client tablet = desk.device("bob", "b2");
        for (String type :
                new String[] {
                    "call-end", "call-cancel", "call-reject", "call-busy", "call-ringing"
                }) {
            carol.says(type, "alice", "c");
            carol.hears("error", "code", "no-such-call", "callId", "c");
            tablet.says(type, "alice", "c");
            tablet.hears("error", "code", "no-such-call", "of", type);
        }
        alice.assertQuiet();
    }

    @Test
    void whatIsMissingOrWrongIsSaid() {
        Desk.Client alice = desk.device("alice", "a1");
        desk.device("bob", "b1");
        for (String bad :
                new String[] {
                    "{'type':'call-offer','toId':'bob','offer':{'sdp':'v'}}",
                    "{'type':'call-offer','toId':'bob','callId':'','offer':{'sdp':'v'}}",
                    "{'type':'call-offer','callId':'c','offer':{'sdp':'v'}}",
                    "{'type':'call-offer','toId':'bob','callId':'c','offer':'v'}",
                    "{'type':'call-offer','toId':'bob','callId':'c','offer':{}}",
                    "{'type':'call-offer','toId':7,'callId':'c','offer':{'sdp':'v'}}",
                    "{'type':'call-offer','toId':'bob','callId':'"
                            + "x".repeat(129)
                            + "','offer':{'sdp':'v'}}",
                    "{'type':'call-answer'}",
                    "{'type':7}",
                    "{}"
                }) {
            alice.says(bad);
            alice.hears("error", "code", "bad-message");
        }
        alice.says("{'type':'call-what','toId':'bob','callId':'c'}");
        alice.hears("error", "code", "no-such-call");
        alice.says("{'type':'what'}");
        alice.hears("error", "code", "unknown-type");
        alice.says("what");
        alice.hears("error", "code", "not-json");
        desk.assertQuiet();
    }

    @Test
    void anIdIsUsedOnce() {
        Desk.Client alice = desk.device("alice", "a1", ",'callWaiting':true");
        Desk.Client bob = desk.device("bob", "b1", ",'callWaiting':true");
        alice.offers("bob", "c");
        bob.hears("call-offer");
        alice.offers("bob", "c");
        alice.hears("error", "code", "duplicate-call");
        Desk.Client carol = desk.device("carol", "c1");
        carol.offers("bob", "c");
        carol.hears("error", "code", "duplicate-call");
        carol.offers("dave", "c");
        carol.hears("call-queued");
    }

    @Test
    void aDeviceHasSoManyCallsAndNoMore() {
        Desk.Client alice = desk.device("alice", "a1");
        for (int i = 0; i < 8; i++) {
            alice.offers("bob", "c" + i);
            alice.hears("call-queued");
        }
        alice.offers("bob", "c8");
        alice.hears("error", "code", "too-many-calls");
    }

    @Test
    void soManyCandidatesWaitAndNoMore() {
        Desk.Client alice = desk.device("alice", "a1");
        alice.offers("bob", "c");
        alice.hears("call-queued");
        for (int i = 0; i < 128; i++) {
            alice.finds("bob", "x");
        }
        alice.assertQuiet();
        alice.finds("bob", "x");
        alice.hears("error", "code", "too-many-candidates");
        desk.wait(5);
        for (int i = 0; i < 128; i++) {
            alice.finds("dave", "x");
        }
        alice.finds("dave", "x");
        alice.hears("error", "code", "too-many-candidates");
    }

    @Test
    void soMuchWaitsForADeviceThatIsGoneAndNoMore() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = inCall(alice);
        bob.drops();
        for (int i = 0; i < 256; i++) {
            alice.finds("bob", "x");
            desk.wait(i % 50 == 0 ? 1 : 0);
        }
        alice.assertQuiet();
        alice.finds("bob", "x");
        alice.hears("error", "code", "queue-full");
    }
}
