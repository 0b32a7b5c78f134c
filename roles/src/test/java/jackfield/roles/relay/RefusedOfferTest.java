package jackfield.roles.relay;

import static jackfield.roles.relay.LegProfile.SIP;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What holds after an offer in a running call was refused: what was agreed before it.
class RefusedOfferTest {
    private static final String PHONE = Sdps.phone("0");
    private static final String HOLD = Sdps.phone("0", "a=sendonly");
    private static final String HELD = Sdps.phone("0", "a=recvonly");
    private static final String VIDEO = PHONE + "m=video 20000 RTP/AVP 97\na=rtpmap:97 VP8/90000\n";

    private final Talk talk = new Talk();

    private void call() {
        talk.offer(PHONE, SIP, SIP);
        talk.answer(PHONE);
    }

    private Exchange byAlice() {
        return Talk.exchange("alice", "bob", "z1");
    }

    private Exchange byBob() {
        return Talk.exchange("bob", "alice", "z1");
    }

    /// Alice puts bob on hold: he is not heard.
    private void hold() {
        Talk.read(talk.tryOffer(byAlice(), HOLD, SIP, SIP));
        Talk.read(talk.tryAnswer(byAlice(), HELD));
        assertHeld();
    }

    private void assertHeld() {
        assertThat(talk.stream(0).speaks()).as("alice").isTrue();
        assertThat(talk.stream(1).speaks()).as("bob").isFalse();
    }

    private void assertLifted() {
        assertThat(talk.stream(0).speaks()).as("alice").isTrue();
        assertThat(talk.stream(1).speaks()).as("bob").isTrue();
    }

    @Test
    void anOfferToResumeIsRefusedAndTheHoldHolds() {
        call();
        hold();
        Talk.read(talk.tryOffer(byAlice(), PHONE, SIP, SIP));
        assertLifted();
        talk.relay.refused(byAlice(), talk.now);
        assertHeld();

        // And the next one resumes.
        Talk.read(talk.tryOffer(byAlice(), PHONE, SIP, SIP));
        Talk.read(talk.tryAnswer(byAlice(), PHONE));
        assertLifted();
    }

    @Test
    void anOfferThatWeRefuseChangesNothingEither() {
        call();
        hold();
        Talk.why(talk.tryOffer(byAlice(), Sdps.phone("101"), SIP, SIP));
        assertHeld();
    }

    /// Both offer at once, and each gets 491 (RFC 3261 section 14.2).
    @Test
    void bothOfferAndBothAreRefused() {
        call();
        hold();
        Talk.read(talk.tryOffer(byAlice(), PHONE, SIP, SIP));
        Talk.read(talk.tryOffer(byBob(), PHONE, SIP, SIP));
        talk.relay.refused(byAlice(), talk.now);
        assertLifted();
        talk.relay.refused(byBob(), talk.now);
        assertHeld();
        talk.relay.refused(byBob(), talk.now);
        assertHeld();
    }

    @Test
    void bothOfferAndOneIsAnswered() {
        call();
        hold();
        Talk.read(talk.tryOffer(byAlice(), PHONE, SIP, SIP));
        Talk.read(talk.tryOffer(byBob(), HOLD, SIP, SIP));
        talk.relay.refused(byBob(), talk.now);
        assertLifted();
        Talk.read(talk.tryAnswer(byAlice(), PHONE));
        assertLifted();
        talk.relay.refused(byAlice(), talk.now);
        assertLifted();
    }

    @Test
    void aRefusedMediumLeavesNoLegs() {
        call();
        hold();
        Talk.read(talk.tryOffer(byAlice(), VIDEO, SIP, SIP));
        assertThat(talk.shard.plans).hasSize(4);
        talk.relay.refused(byAlice(), talk.now);
        assertThat(talk.shard.plans).hasSize(2);
        assertHeld();
        talk.assertPatched(0, 1);
        talk.passSeconds(31);
        Talk.read(talk.tryOffer(byAlice(), VIDEO, SIP, SIP));
        Talk.read(talk.tryAnswer(byAlice(), VIDEO));
        talk.assertPatched(2, 3);
        talk.relay.release(Talk.CALL, talk.now);
        assertThat(talk.shard.plans).isEmpty();
    }

    /// A refused offer that would have gone over to keys: the next one is compared with what holds.
    @Test
    void aRefusedChangeOfTransportLeavesThePlainLegs() {
        call();
        hold();
        String secure = Sdps.securePhone("0", Sdps.KEY_80);
        Talk.read(talk.tryOffer(byAlice(), secure, LegProfile.SIP_SDES, SIP));
        talk.relay.refused(byAlice(), talk.now);
        assertHeld();
        assertThat(talk.portsPlan(0).sdes()).isNull();
        Talk.read(talk.tryOffer(byAlice(), PHONE, SIP, SIP));
        Talk.read(talk.tryAnswer(byAlice(), PHONE));
        assertThat(talk.portsPlan(0).sdes()).isNull();
        assertLifted();
    }

    @Test
    void whatIsRefusedBeforeAnythingWasAgreedIsForTheBranchToEnd() {
        talk.offer(PHONE, SIP, SIP);
        talk.relay.refused(Talk.exchange("alice", null, "z1"), talk.now);
        talk.relay.refused(new Exchange("nobody's", "alice", null, "z1"), talk.now);
        assertThat(talk.shard.plans).hasSize(2);
        talk.answer(PHONE);
        talk.assertPatched(0, 1);
    }
}
