package jackfield.roles.relay;

import static jackfield.roles.relay.LegProfile.BROWSER;
import static jackfield.roles.relay.LegProfile.SIP;
import static jackfield.roles.relay.LegProfile.SIP_SDES;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.roles.relay.media.LegPlan;
import jackfield.roles.relay.media.StreamPlan;
import jackfield.rtc.sdp.MediaDescription;
import jackfield.rtc.sdp.SessionDescription;
import java.util.List;
import org.junit.jupiter.api.Test;

/// T.38 by UDPTL passes as it is, in the place of a voice or beside it.
class FaxTest {
    private static final String TERMS =
            """
            a=T38FaxVersion:0
            a=T38MaxBitRate:14400
            a=T38FaxRateManagement:transferredTCF
            a=T38FaxMaxDatagram:400
            a=T38FaxUdpEC:t38UDPRedundancy
            """;

    private final Talk talk = new Talk();

    private static String fax(int port) {
        return """
        v=0
        o=- 3294618072 1049364123 IN IP4 198.51.100.20
        s=-
        c=IN IP4 198.51.100.20
        t=0 0
        """
                + line(port);
    }

    private static String line(int port) {
        return "m=image " + port + " udptl t38\n" + TERMS;
    }

    private LegPlan.Ports ports(int leg) {
        return (LegPlan.Ports) talk.plan(leg).transport();
    }

    /// Gives the port that the one who answers was told.
    private int talking(LegProfile one, String offer, String answer) {
        int port = talk.offer(offer, one, SIP).media().getFirst().port();
        talk.answer(answer);
        return port;
    }

    @Test
    void aFaxCallPasses() {
        SessionDescription offered = talk.offer(fax(4000), SIP, SIP);

        MediaDescription line = offered.media().getFirst();
        assertThat(line.kind()).isEqualTo("image");
        assertThat(line.protocol()).isEqualTo("udptl");
        assertThat(line.formats()).containsExactly("t38");
        assertThat(line.port()).isPositive().isNotEqualTo(4000);
        assertThat(Talk.body(offered))
                .contains(TERMS.strip().lines().toArray(String[]::new))
                .doesNotContain("a=rtcp", "a=sendrecv", "rtpmap", "a=crypto");
        SessionDescription answered = talk.answer(fax(4002));
        assertThat(answered.media().getFirst().formats()).containsExactly("t38");
        for (int leg = 0; leg < 2; leg++) {
            assertThat(talk.plan(leg).streams())
                    .extracting(StreamPlan::kind)
                    .containsExactly("image");
            assertThat(ports(leg).remote())
                    .isEqualTo(Endpoint.parse("198.51.100.20:" + (4000 + 2 * leg)));
        }
        talk.assertPatched(0, 1);
        talk.relay.release(Talk.CALL, talk.now);
        talk.assertNothingLeft();
    }

    /// The voice becomes a fax on the same port, and a voice again.
    @Test
    void aVoiceTurnsIntoAFaxAndBack() {
        int told = talking(SIP, Sdps.phone("0"), Sdps.phone("0"));
        int ours = talk.ports.used();
        Exchange back = Talk.exchange("bob", "alice", "z2");

        SessionDescription offered = Talk.read(talk.tryOffer(back, fax(5000), SIP, SIP));
        SessionDescription answered = Talk.read(talk.tryAnswer(back, fax(5002)));

        assertThat(offered.media().getFirst().kind()).isEqualTo("image");
        assertThat(answered.media().getFirst().kind()).isEqualTo("image");
        assertThat(answered.media().getFirst().port()).isEqualTo(told);
        assertThat(talk.ports.used()).as("no ports but those there were").isEqualTo(ours);
        assertThat(talk.shard.plans).hasSize(2);
        assertThat(talk.stream(0).kind()).isEqualTo("image");
        assertThat(talk.stream(1).kind()).isEqualTo("image");
        talk.assertPatched(0, 1);

        Exchange again = Talk.exchange("alice", "bob", "z3");
        SessionDescription voice = Talk.read(talk.tryOffer(again, Sdps.phone("0"), SIP, SIP));
        Talk.read(talk.tryAnswer(again, Sdps.phone("0")));

        assertThat(voice.media().getFirst().port()).isEqualTo(told);
        assertThat(talk.stream(0).kind()).isEqualTo("audio");
        assertThat(talk.stream(0).payloads().to(0)).isZero();
        assertThat(talk.ports.used()).isEqualTo(ours);
    }

    /// Others close the voice and open a line of its own for the fax.
    @Test
    void aFaxBesideAClosedVoiceHasPortsOfItsOwn() {
        talking(SIP, Sdps.phone("0"), Sdps.phone("0"));
        Exchange exchange = Talk.exchange("alice", "bob", "z2");
        String beside = Sdps.phone("0").replace("m=audio 18472", "m=audio 0") + line(5000);

        SessionDescription offered = Talk.read(talk.tryOffer(exchange, beside, SIP, SIP));
        Talk.read(talk.tryAnswer(exchange, beside));

        assertThat(offered.media()).extracting(MediaDescription::port).first().isEqualTo(0);
        assertThat(offered.media().get(1).port()).isPositive();
        assertThat(talk.shard.plans).hasSize(4);
        assertThat(talk.shard.patches).as("only the fax leads anywhere").hasSize(2);
    }

    @Test
    void whoRefusesTheFaxKeepsTheVoice() {
        talking(SIP, Sdps.phone("0"), Sdps.phone("0"));
        Exchange exchange = Talk.exchange("alice", "bob", "z2");
        String beside = Sdps.phone("0") + line(5000);

        talk.tryOffer(exchange, beside, SIP, SIP);
        SessionDescription answered =
                Talk.read(talk.tryAnswer(exchange, Sdps.phone("0") + line(0)));

        assertThat(answered.media().get(1).port()).isZero();
        assertThat(answered.media().get(1).kind()).isEqualTo("image");
        talk.assertPatched(0, 1);
    }

    /// UDPTL has no keys: the voice's stay where they are until it comes back.
    @Test
    void keysOfTheVoiceOutliveTheFax() {
        String secured = Sdps.securePhone("0", Sdps.KEY_80);
        talking(SIP_SDES, secured, Sdps.phone("0"));
        LegPlan.Sdes before = ports(0).sdes();
        assertThat(before).isNotNull();
        Exchange exchange = Talk.exchange("alice", "bob", "z2");

        talk.tryOffer(exchange, fax(5000), SIP_SDES, SIP);
        talk.tryAnswer(exchange, fax(5002));
        assertThat(ports(0).sdes()).isNull();

        Exchange again = Talk.exchange("alice", "bob", "z3");
        talk.tryOffer(again, secured, SIP_SDES, SIP);
        talk.tryAnswer(again, Sdps.phone("0"));
        LegPlan.Sdes after = ports(0).sdes();
        assertThat(after).isNotNull();
        assertThat(after.outbound().key()).isEqualTo(before.outbound().key());
    }

    @Test
    void aBrowserHasNoFax() {
        assertThat(
                        Talk.why(
                                talk.tryOffer(
                                        Talk.exchange("alice", null, "z1"),
                                        fax(4000),
                                        SIP,
                                        BROWSER)))
                .isEqualTo("488 no m=audio with a codec we can relay");
        SessionDescription offered = talk.offer(Sdps.phone("0") + line(5000), SIP, BROWSER);
        assertThat(offered.media()).extracting(MediaDescription::port).last().isEqualTo(0);
        assertThat(List.of(offered.media().get(1).protocol())).containsExactly("udptl");
    }

    @Test
    void aFaxOverTlsOrTcpIsRefused() {
        for (String protocol : List.of("UDP/TLS/UDPTL", "TCP")) {
            String other = fax(4000).replace("udptl", protocol);
            assertThat(Talk.why(talk.tryOffer(Talk.exchange("alice", null, "z1"), other, SIP, SIP)))
                    .startsWith("488");
        }
    }
}
