package jackfield.roles.p2p;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jackfield.roles.useragent.CallRef;
import jackfield.roles.useragent.Decline;
import jackfield.roles.useragent.SipCalls;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Calls between devices and SIP: what SIP is asked, and what the devices hear.
class SipLinkTest {
    private final Desk desk = new Desk();
    private final Sip sip = new Sip();
    private final SipCalls.Events events = desk.join(sip);

    /// Writes down what it is asked.
    private static final class Sip implements SipCalls {
        private final List<String> asked = new ArrayList<>();
        private Reach reach = Reach.BOTH;
        private CallRef last = new CallRef("none");

        void hears(String... all) {
            assertEquals(List.of(all), asked);
            asked.clear();
        }

        @Override
        public void reachable(String user, boolean isThere, long now) {
            asked.add("reachable " + user + " " + isThere);
        }

        @Override
        public Reach reach(String from, String to) {
            return reach;
        }

        @Override
        public void call(
                CallRef call, String from, @Nullable String name, String to, Offer offer, long now) {
            last = call;
            asked.add("call " + from + " " + name + " " + to + " " + offer.video());
        }

        @Override
        public void ringing(CallRef call, long now) {
            asked.add("ringing");
        }

        @Override
        public void answer(CallRef call, String sdp, long now) {
            asked.add("answer " + sdp);
        }

        @Override
        public void refuse(CallRef call, Decline why, long now) {
            asked.add("refuse " + why);
        }

        @Override
        public void end(CallRef call, boolean answeredElsewhere, long now) {
            asked.add("end " + answeredElsewhere);
        }

        @Override
        public void renegotiate(CallRef call, String sdp, long now) {
            asked.add("renegotiate " + sdp);
        }

        @Override
        public void renegotiated(CallRef call, String sdp, long now) {
            asked.add("renegotiated " + sdp);
        }

        @Override
        public void candidate(
                CallRef call, String candidate, @Nullable String mid, int line, long now) {
            asked.add("candidate " + candidate + " " + mid + " " + line);
        }
    }

    @Test
    void aPageCallsAPhone() {
        Desk.Client alice = desk.device("alice", "a1");
        sip.hears("reachable alice true");
        sip.reach = SipCalls.Reach.SIP;
        alice.offers("0612", "c");
        sip.hears("call alice Somebody 0612 true");
        alice.finds("0612", "host");
        sip.hears("candidate host 0 0");
        events.ringing(sip.last, desk.now());
        alice.hears("call-ringing", "from", "0612");
        events.answered(sip.last, "v=1", desk.now());
        alice.hears("call-answer", "callId", "c");
        alice.says(
                "{'type':'call-renegotiate','toId':'0612','callId':'c','offer':{'sdp':'v=2'}}");
        sip.hears("renegotiate v=2");
        events.renegotiationRefused(sip.last, 491, desk.now());
        alice.hears("error", "code", "glare", "callId", "c");
        events.renegotiate(sip.last, "v=3", desk.now());
        alice.hears("call-renegotiate");
        alice.says(
                "{'type':'call-renegotiate-answer','toId':'0612','callId':'c','answer':{'sdp':'v=4'}}");
        sip.hears("renegotiated v=4");
        events.ended(sip.last, "bye", desk.now());
        alice.hears("call-end", "callId", "c");
        desk.assertQuiet();
        sip.hears();
    }

    @Test
    void aPhoneCallsAPage() {
        Desk.Client bob = desk.device("bob", "b1");
        sip.asked.clear();
        CallRef ref = new CallRef("sip-1");
        events.incoming(
                ref,
                new SipCalls.Caller("100@far", "Zoe"),
                "bob",
                new SipCalls.Offer("v=0", false),
                desk.now());
        bob.hears("call-offer", "from", "100@far", "fromUsername", "Zoe", "callType", "audio");
        bob.says("call-ringing", "100@far", "sip-1");
        bob.answers("100@far", "sip-1");
        sip.hears("ringing", "answer v=0 answer");
        bob.says("call-end", "100@far", "sip-1");
        sip.hears("end false");
        desk.assertQuiet();
    }

    @Test
    void aDeviceAnswersBeforeThePhone() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        sip.asked.clear();
        alice.offers("bob", "c");
        bob.hears("call-offer");
        sip.hears("call alice Somebody bob true");
        bob.answers("alice", "c");
        alice.hears("call-answer");
        sip.hears("end true");
    }

    @Test
    void thePhoneAnswersBeforeTheDevice() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        alice.offers("bob", "c");
        bob.hears("call-offer");
        events.answered(sip.last, "v", desk.now());
        alice.hears("call-answer");
        bob.hears("call-taken", "reason", "answered");
    }

    @Test
    void aPhoneThatIsNotThereDoesNotEndTheCallToTheDevice() {
        Desk.Client alice = desk.device("alice", "a1");
        Desk.Client bob = desk.device("bob", "b1");
        alice.offers("bob", "c");
        bob.hears("call-offer");
        events.refused(sip.last, 480, "not there", desk.now());
        alice.assertQuiet();
        bob.says("call-busy", "alice", "c");
        alice.hears("call-busy");
        desk.assertQuiet();
    }

    @Test
    void whatAPhoneRefusesTheCallerHears() {
        Desk.Client alice = desk.device("alice", "a1");
        sip.reach = SipCalls.Reach.SIP;
        refused(alice, 486, "call-busy", "busy");
        refused(alice, 404, "call-unavailable", "unknown");
        refused(alice, 480, "call-timeout", "timeout");
        refused(alice, 503, "call-unavailable", "sip-503");
        alice.offers("1", "d");
        events.refused(sip.last, 603, "no", desk.now());
        alice.hears("call-reject", "callId", "d");
        desk.assertQuiet();
    }

    private void refused(Desk.Client alice, int status, String type, String reason) {
        alice.offers("1", "c" + status);
        events.refused(sip.last, status, "words", desk.now());
        alice.hears(type, "callId", "c" + status, "reason", reason);
    }

    @Test
    void theCallerByPhoneGivesUpOrIsAnsweredElsewhere() {
        Desk.Client bob = desk.device("bob", "b1");
        for (boolean elsewhere : new boolean[] {false, true}) {
            CallRef ref = new CallRef("sip-" + elsewhere);
            events.incoming(
                    ref,
                    new SipCalls.Caller("zoe", ""),
                    "bob",
                    new SipCalls.Offer("v", true),
                    desk.now());
            bob.hears("call-offer", "fromUsername", "zoe");
            events.cancelled(ref, elsewhere, desk.now());
            bob.hears(elsewhere ? "call-taken" : "call-cancel");
        }
        desk.assertQuiet();
    }

    @Test
    void whatADeviceRefusesThePhoneHears() {
        Desk.Client bob = desk.device("bob", "b1");
        sip.asked.clear();
        incoming("1");
        bob.hears("call-offer");
        bob.says("call-reject", "zoe", "1");
        sip.hears("refuse DECLINED");
        incoming("2");
        bob.hears("call-offer");
        bob.says("call-busy", "zoe", "2");
        sip.hears("refuse BUSY");
        incoming("3");
        bob.hears("call-offer");
        desk.wait(60);
        bob.hears("call-timeout");
        sip.hears("refuse NO_ANSWER");
        bob.says("{'type':'sign-out'}");
        sip.hears("reachable bob false");
        desk.assertQuiet();
    }

    private void incoming(String id) {
        events.incoming(
                new CallRef(id),
                new SipCalls.Caller("zoe", ""),
                "bob",
                new SipCalls.Offer("v", false),
                desk.now());
    }
}
