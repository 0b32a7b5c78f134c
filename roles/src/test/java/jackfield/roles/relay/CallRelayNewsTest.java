package jackfield.roles.relay;

import static jackfield.roles.relay.LegProfile.BROWSER;
import static jackfield.roles.relay.LegProfile.SIP;
import static jackfield.roles.relay.Talk.exchange;
import static jackfield.roles.relay.Talk.read;
import static jackfield.roles.relay.Talk.text;
import static jackfield.roles.relay.Talk.why;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.roles.relay.media.MediaEvent;
import jackfield.roles.relay.media.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How many calls there may be, and what is told about them.
class CallRelayNewsTest {
    private static final String KEY_80 =
            "a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj";

    private final Talk talk = new Talk();

    @Test
    void boundsOfCallsAndPorts() {
        Talk small =
                new Talk(new RelaySettings(2, 7, List.of(Talk.MEDIA), Talk.OURS), 40_000, 40_005);
        assertThat(read(offer(small, "c1")).media()).hasSize(1);
        assertThat(why(offer(small, "c2"))).isEqualTo("503 Ran out of ports");
        assertThat(small.relay.callIds()).containsExactly("c1");
        assertThat(small.sockets.bound).hasSize(2);
        small.relay.release("c1", small.now);
        small.passSeconds(31);
        assertThat(text(offer(small, "c3"))).contains("m=audio");
        small.relay.echo(
                new Exchange("c4", "x", "e", "e"),
                Sdps.bytes(Sdps.browserOffer()),
                BROWSER,
                small.now);
        assertThat(why(offer(small, "c5"))).isEqualTo("503 Parallel session limit reached");
    }

    private static Relay.Passed offer(Talk talk, String call) {
        Exchange exchange = new Exchange(call, "alice", null, "z1");
        return talk.tryOffer(exchange, Sdps.phone("0"), SIP, SIP);
    }

    @Test
    void deadMediaIsToldByCallId() {
        talk.offer(Sdps.phone("0"), SIP, SIP);
        long call = talk.plan(0).call();
        talk.relay.receive(
                new MediaEvent.MediaSilent(call, List.of(), "nobody was heard"), talk.now);
        assertThat(talk.lost).containsExactly("call-1: nobody was heard");
    }

    @Test
    void whatBecomesOfItsMediaIsToldByCallId() {
        talk.offer(Sdps.phone("0"), SIP, SIP);
        long leg = talk.plan(0).leg();
        Endpoint remote = Endpoint.parse("198.51.100.20:18472");
        talk.relay.receive(new MediaEvent.Learnt(leg, remote), talk.now);
        talk.relay.release(Talk.CALL, talk.now);
        talk.relay.receive(new MediaEvent.Learnt(leg, remote), talk.now);
        assertThat(talk.told).containsExactly("call-1: media comes from 198.51.100.20:18472");
    }

    @Test
    void whileItRingsNobodyIsMissed() {
        Endpoint told = Endpoint.ipv4(0x7f000001, 1);
        talk.shard.found =
                new Verdict.NeverHeard(
                        Verdict.Peer.PHONE, null, told, Verdict.NeverHeard.Guess.FIREWALL, false);
        talk.offer(Sdps.phone("0"), SIP, SIP);
        assertThat(verdicts()).containsOnly("unanswered");
        talk.answer(Sdps.phone("0"));
        assertThat(verdicts()).containsExactly("never-heard", "never-heard");
    }

    private List<String> verdicts() {
        List<LegReport> reports = new ArrayList<>();
        talk.relay.report(Talk.CALL, reports::addAll);
        return reports.stream().map(each -> each.details().verdictCode()).toList();
    }

    @Test
    void reportHasBothSidesAndNoSecrets() {
        talk.offer(Sdps.securePhone("0", KEY_80), SIP, BROWSER);
        talk.answer(Sdps.browser("bZx0", "active", "0"));
        List<LegReport> reports = new ArrayList<>();
        talk.relay.report(Talk.CALL, reports::addAll);
        assertThat(reports)
                .extracting(LegReport::tag, LegReport::profile, LegReport::branch)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("alice", "sip-sdes", ""),
                        org.assertj.core.groups.Tuple.tuple("bob", "browser", "z1"));
        assertThat(reports.get(0).sdpIn()).contains("inline:…").doesNotContain("d0Rm");
        assertThat(reports.get(0).sdpOut()).contains("inline:…");
        assertThat(reports.get(1).sdpIn()).contains("a=ice-pwd:…").doesNotContain(Sdps.PWD);
        assertThat(reports.get(1).packetsIn()).isEqualTo(7);
        talk.relay.report("unknown", none -> assertThat(none).isEmpty());
    }
}
