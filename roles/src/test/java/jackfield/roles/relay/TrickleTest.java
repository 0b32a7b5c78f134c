package jackfield.roles.relay;

import static jackfield.roles.relay.LegProfile.BROWSER;
import static jackfield.roles.relay.LegProfile.SIP;
import static jackfield.roles.relay.Relay.Trickled.EARLY;
import static jackfield.roles.relay.Relay.Trickled.STALE;
import static jackfield.roles.relay.Relay.Trickled.TAKEN;
import static jackfield.roles.relay.Relay.Trickled.UNREADABLE;
import static jackfield.roles.relay.Talk.CALL;
import static jackfield.roles.relay.Talk.body;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.rtc.sdp.SessionDescription;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Candidates that come after the offer (RFC 8838, RFC 8840), and lite agents (RFC 8445 section
/// 2.5).
class TrickleTest {
    private static final String HOST = "1 1 udp 2122260223 203.0.113.9 50001 typ host";
    private static final String OTHER = "2 1 udp 2122194687 203.0.113.9 50002 typ host";
    private static final String SIX = "3 1 udp 2122194687 2001:db8::9 50003 typ host";

    private final Talk talk = new Talk();

    private static String bare(String ufrag) {
        return Sdps.browser(ufrag, "actpass", "0").replaceAll("a=candidate:.*\n", "");
    }

    private Relay.Trickled trickle(String tag, String... lines) {
        return talk.relay.trickle(CALL, tag, Sdps.bytes(String.join("\n", lines) + "\n"), talk.now);
    }

    private List<String> candidates() {
        return talk.browserPlan(0).ice().candidates();
    }

    @Test
    void beforeAndAfterTheAnswer() {
        talk.offer(bare("bZx0"), BROWSER, SIP);
        assertThat(
                        trickle(
                                "alice",
                                "a=ice-ufrag:bZx0",
                                "m=audio 9 X 0",
                                "a=mid:0",
                                "a=candidate:" + HOST))
                .isEqualTo(TAKEN);
        assertThat(candidates()).isEmpty(); // what an offer says changes nothing before its answer
        talk.answer(Sdps.phone("0"));
        assertThat(candidates()).containsExactly("candidate:" + HOST);

        assertThat(
                        trickle(
                                "alice",
                                "a=ice-ufrag:bZx0",
                                "m=audio 9 X 0",
                                "a=mid:0",
                                "a=candidate:" + OTHER,
                                "a=candidate:" + SIX,
                                "a=candidate:" + OTHER,
                                "a=end-of-candidates"))
                .isEqualTo(TAKEN);
        assertThat(candidates())
                .containsExactly("candidate:" + HOST, "candidate:" + OTHER, "candidate:" + SIX);
    }

    @Test
    void whatComesBeforeItsOfferWaits() {
        assertThat(trickle("alice", "a=ice-ufrag:bZx0", "a=candidate:" + HOST)).isEqualTo(EARLY);
        talk.offer(bare("bZx0"), BROWSER, SIP);
        talk.answer(Sdps.phone("0"));

        assertThat(candidates()).containsExactly("candidate:" + HOST);
    }

    @Test
    void whatWaitsTooLongOrIsTooMuchIsForgotten() {
        for (int i = 0; i < 10_000; i++) {
            trickle("stranger" + i, "a=ice-ufrag:bZx0", "a=candidate:" + HOST);
        }
        trickle("alice", "a=ice-ufrag:bZx0", "a=candidate:" + HOST);
        assertThat(talk.relay.early()).isLessThanOrEqualTo(256);
        talk.passSeconds(31);
        talk.offer(bare("bZx0"), BROWSER, SIP);
        talk.answer(Sdps.phone("0"));

        assertThat(candidates()).isEmpty();
    }

    @Test
    void candidatesOfAnotherGenerationAreNotMixedIn() {
        talk.offer(bare("bZx0"), BROWSER, SIP);
        talk.answer(Sdps.phone("0"));

        assertThat(trickle("alice", "a=ice-ufrag:0ld0", "a=candidate:" + HOST)).isEqualTo(STALE);
        assertThat(trickle("alice", "nonsense")).isEqualTo(UNREADABLE);
        assertThat(candidates()).isEmpty();
    }

    @Test
    void aFloodOfCandidatesIsBounded() {
        talk.offer(bare("bZx0"), BROWSER, SIP);
        talk.answer(Sdps.phone("0"));
        for (int i = 0; i < 500; i++) {
            trickle("alice", "a=candidate:1 1 udp 1 203.0.113.9 " + (1000 + i) + " typ host");
        }
        assertThat(candidates()).hasSize(64);
    }

    @Test
    void aPeerThatIsLiteIsToldToTheShard() {
        String lite =
                Sdps.browser("bZx0", "actpass", "0").replace("a=group", "a=ice-lite\na=group");
        talk.offer(lite, BROWSER, SIP);
        talk.answer(Sdps.phone("0"));

        assertThat(talk.browserPlan(0).ice().remoteLite()).isTrue();
        assertThat(talk.browserPlan(0).ice().lite()).isFalse();
    }

    @Test
    void ourSideIsLiteWhereThatIsAsked() {
        LegOptions usual = LegOptions.NONE;
        LegProfile lite =
                BROWSER.on(
                        new LegOptions(
                                usual.keying(),
                                new LegOptions.IceTerms(LegOptions.IceMode.DEFAULT, true, false),
                                usual.place(),
                                usual.following(),
                                usual.lines()));
        SessionDescription offer = talk.offer(Sdps.phone("0"), SIP, lite);

        assertThat(offer.iceLite()).isTrue();
        assertThat(body(offer)).containsOnlyOnce("a=ice-lite");
        assertThat(talk.browserPlan(1).ice().lite()).isTrue();
    }
}
