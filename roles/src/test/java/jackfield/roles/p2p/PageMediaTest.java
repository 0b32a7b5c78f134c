package jackfield.roles.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What pages say of media that passes nobody else.
class PageMediaTest {
    private final Desk desk = new Desk();
    private Desk.Client alice;
    private Desk.Client bob;

    @BeforeEach
    void theyTalk() {
        alice = desk.device("alice", "a1");
        bob = desk.device("bob", "b1");
        alice.offers("bob", "c");
        bob.hears("call-offer");
        bob.answers("alice", "c");
        alice.hears("call-answer");
    }

    private static String quality(String members) {
        return "{'type':'call-quality','toId':'x','callId':'c','quality':{" + members + "}}";
    }

    private List<PageMedia> media() {
        return Objects.requireNonNull(desk.core().trace("c")).media();
    }

    @Test
    void bothSidesAreKeptAndNobodyElseHearsOfIt() {
        alice.says(
                quality(
                        "'state':'connected','local':'host','remote':'srflx','protocol':'udp',"
                                + "'own':{'host':2,'relay':1},'codec':'opus','packets':500,"
                                + "'sent':480,'lostPercent':1.5,'jitterMs':4.2,'roundTripMs':31,"
                                + "'mos':4.21"));
        bob.says(quality("'state':'completed','packets':480,'sent':500,'mos':4.4"));
        bob.assertQuiet();
        alice.assertQuiet();

        assertThat(media()).hasSize(2);
        PageMedia caller = media().getFirst();
        assertThat(caller.caller()).isTrue();
        assertThat(caller.user()).isEqualTo("alice");
        assertThat(caller.last().own()).isEqualTo("2 host, 1 relay");
        assertThat(caller.last().lostPercent()).isEqualTo(1.5);
        assertThat(caller.course().points())
                .singleElement()
                .satisfies(point -> assertThat(point.roundTripNs()).isEqualTo(31_000_000L));
        assertThat(caller.finding().isTrouble()).isFalse();
        assertThat(Objects.requireNonNull(desk.core().trace("c")).messages())
                .as("the ladder shows what the two said to each other")
                .noneMatch(message -> message.text().contains("call-quality"));
    }

    @Test
    void theRecordHasTheLastWordOfBoth() {
        bob.says(quality("'state':'connected','packets':10,'sent':10,'mos':4.4"));
        desk.wait(5);
        bob.says(quality("'state':'connected','packets':20,'sent':20,'mos':2.2"));
        alice.says(quality("'state':'connected','packets':300,'sent':300,'mos':4.1"));
        alice.says("call-end", "bob", "c");

        var said = desk.records().getLast().said();
        assertThat(said).hasSize(2);
        assertThat(said.getFirst().packets()).as("the caller's first").isEqualTo(300);
        assertThat(said.getLast().verdictCode()).isEqualTo("direct-poor");
        assertThat(said.getLast().lowestMos()).isBetween(2.1, 2.3);
        assertThat(media()).as("kept as long as the trace").hasSize(2);
    }

    @Test
    void aCallWithoutAPathSaysWhetherTurnWasThere() {
        alice.says(quality("'state':'failed','own':{'host':2,'srflx':1},'theirs':{'host':1}"));
        assertThat(media().getFirst().finding().code()).isEqualTo("direct-no-turn");
        assertThat(media().getFirst().finding().facts())
                .containsEntry("own", "2 host, 1 srflx")
                .containsEntry("theirs", "1 host");
        alice.says(quality("'state':'new','own':{},'theirs':{}"));
        assertThat(media().getFirst().finding().facts()).containsEntry("own", "none");
        alice.says(quality("'state':'new','own':{'host':1}"));
        assertThat(media().getFirst().finding().code()).isEqualTo("direct-checking");
        alice.says(quality("'state':'failed','own':{'relay':1}"));
        assertThat(media().getFirst().finding().code()).isEqualTo("direct-no-path");
        alice.says(quality("'state':'connected','packets':0,'sent':9"));
        assertThat(media().getFirst().finding().code()).isEqualTo("direct-silent");
        alice.says(quality("'state':'connected','packets':9,'sent':0"));
        assertThat(media().getFirst().finding().code()).isEqualTo("direct-no-microphone");
        assertThat(media().getFirst().reports()).isEqualTo(6);
    }

    @Test
    void whatMakesNoSenseIsLeftOut() {
        alice.says(
                quality(
                        "'state':'great','local':'moon','protocol':'smoke','codec':'<b>',"
                                + "'own':{'host':-3,'relay':999999,'moon':4},'packets':-5,"
                                + "'sent':'many','lostPercent':900,'jitterMs':1e30,"
                                + "'roundTripMs':-1,'mos':77"));
        PageReport last = media().getFirst().last();
        assertThat(last)
                .isEqualTo(
                        new PageReport(
                                "", "", "", "", "1000 relay", "", "", -1, -1, 100, 60_000, -1, 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'call-quality','callId':'c'}",
                "{'type':'call-quality','callId':'c','quality':7}",
                "{'type':'call-quality','quality':{}}",
                "{'type':'call-quality','callId':'other','quality':{}}"
            })
    void aReportOfNothingIsRefused(String text) {
        alice.says(text);
        alice.hears("error");
        assertThat(media()).isEmpty();
    }

    @Test
    void onlyThoseWhoTalkMayReport() {
        Desk.Client carol = desk.device("carol", "c1");
        carol.says(quality("'state':'failed'"));
        carol.hears("error", "code", "no-such-call");
        Desk.Client second = desk.device("bob", "b2");
        second.says(quality("'state':'failed'"));
        second.hears("error", "code", "no-such-call");
        assertThat(media()).isEmpty();
    }

    @Test
    void aPageThatTalksTooMuchGrowsNothing() {
        for (int i = 0; i < 200; i++) {
            alice.says(quality("'state':'connected','packets':9,'sent':9,'mos':4"));
            desk.wait(1);
        }
        assertThat(media()).hasSize(1);
        assertThat(media().getFirst().course().size()).isLessThanOrEqualTo(120);
        assertThat(media().getFirst().reports()).isEqualTo(200);
    }
}
