package jackfield.roles.relay;

import static jackfield.roles.relay.LegProfile.BROWSER;
import static jackfield.roles.relay.LegProfile.SIP;
import static jackfield.roles.relay.Talk.audio;
import static jackfield.roles.relay.Talk.body;
import static jackfield.roles.relay.Talk.exchange;
import static jackfield.roles.relay.Talk.read;
import static jackfield.roles.relay.Talk.why;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/// A node between two networks, and between IPv4 and IPv6.
class InterfacesTest {
    private static final Endpoint INSIDE = at("10.0.0.5");
    private static final Endpoint OUTSIDE = at("203.0.113.10");
    private static final Endpoint SIX = at("2001:db8::5");

    private final Ports inside = new Ports(INSIDE, 30_000);
    private final Ports outside = new Ports(OUTSIDE, 40_000);
    private final Ports six = new Ports(SIX, 50_000);
    private final Talk talk =
            new Talk(
                    new RelaySettings(
                            100,
                            Load.UNLIMITED,
                            List.of(
                                    new LogicalInterface("internal", 1, of(INSIDE), inside.range),
                                    new LogicalInterface("external", 2, of(OUTSIDE), outside.range),
                                    new LogicalInterface("external", 3, of(SIX), six.range)),
                            Talk.OURS),
                    20_000,
                    20_001);

    /// Sockets on one address.
    private static final class Ports implements PortRange.Binder {
        private final Endpoint address;
        private final Set<Integer> bound = new HashSet<>();
        private final PortRange range;
        private long last;

        Ports(Endpoint address, int first) {
            this.address = address;
            last = first;
            range = new PortRange(first, first + 9, Duration.ZERO, this, new SplittableRandom(1));
        }

        @Override
        public RtpPorts.Pair bind(int rtpPort) {
            bound.add(rtpPort);
            return new RtpPorts.Pair(++last, ++last, address.withPort(rtpPort));
        }

        @Override
        public void close(RtpPorts.Pair pair) {
            bound.remove(pair.advertised().port());
        }
    }

    private static Endpoint at(String address) {
        return Objects.requireNonNull(Endpoint.literal(address, 10_000));
    }

    private static List<Endpoint> of(Endpoint endpoint) {
        return List.of(endpoint);
    }

    private static LegProfile on(LegProfile profile, String network, LegOptions.Family family) {
        LegOptions usual = LegOptions.NONE;
        return profile.on(
                new LegOptions(
                        usual.keying(),
                        usual.ice(),
                        new LegOptions.Place(network, family),
                        usual.following(),
                        usual.lines()));
    }

    private static String from(String address) {
        return Sdps.phone("0").replaceAll("IN IP4 [0-9.]+", address);
    }

    private Endpoint told(SessionDescription sdp) {
        MediaSection section = audio(sdp);
        return Objects.requireNonNull(section.rtp());
    }

    @Test
    void directionsAreNamed() {
        SessionDescription offer =
                talk.offer(
                        from("IN IP4 10.0.9.9"),
                        on(SIP, "internal", LegOptions.Family.ANY),
                        on(SIP, "external", LegOptions.Family.ANY));
        SessionDescription answer = talk.answer(from("IN IP4 198.51.100.7"));

        assertThat(told(offer).withPort(10_000)).isEqualTo(OUTSIDE);
        assertThat(told(answer).withPort(10_000)).isEqualTo(INSIDE);
        assertThat(inside.bound).hasSize(1).allMatch(port -> port < 30_010);
        assertThat(outside.bound).hasSize(1).allMatch(port -> port >= 40_000);

        talk.relay.release(Talk.CALL, talk.now);
        assertThat(inside.bound).isEmpty();
        assertThat(outside.bound).isEmpty();
    }

    @Test
    void aPhoneWithIpv4SpeaksWithOneThatHasIpv6() {
        SessionDescription offer =
                talk.offer(
                        from("IN IP4 10.0.9.9"), SIP, on(SIP, "external", LegOptions.Family.IP6));
        SessionDescription answer = talk.answer(from("IN IP6 2001:db8::77"));

        assertThat(body(offer)).contains("c=IN IP6 2001:db8::5").contains("o=- ");
        assertThat(body(offer)).doesNotContain("10.0.").doesNotContain("IP4");
        assertThat(body(answer)).contains("c=IN IP4 10.0.0.5").doesNotContain("IP6");
        assertThat(talk.portsPlan(1).remote())
                .isEqualTo(
                        at("2001:db8::77")
                                .withPort(
                                        told(SessionDescription.parse(
                                                                Sdps.bytes(
                                                                        from(
                                                                                "IN IP6"
                                                                                    + " 2001:db8::77")))
                                                        .orThrow())
                                                .port()));
    }

    @Test
    void withoutADirectionThePeersOwnAddressDecides() {
        var offerer = on(SIP, "", LegOptions.Family.ANY);
        read(talk.tryOffer(exchange("a", null, "z1"), from("IN IP6 2001:db8::9"), offerer, SIP));
        assertThat(
                        told(read(
                                        talk.tryAnswer(
                                                exchange("a", "b", "z1"), from("IN IP4 10.0.3.3"))))
                                .withPort(10_000))
                .isEqualTo(SIX);

        read(talk.tryOffer(exchange("c", null, "z2"), from("IN IP4 198.51.100.9"), offerer, SIP));
        assertThat(
                        told(read(
                                        talk.tryAnswer(
                                                exchange("c", "d", "z2"), from("IN IP4 10.0.3.3"))))
                                .withPort(10_000))
                .isEqualTo(OUTSIDE);

        read(talk.tryOffer(exchange("e", null, "z3"), from("IN IP4 10.0.7.7"), offerer, SIP));
        assertThat(
                        told(read(
                                        talk.tryAnswer(
                                                exchange("e", "f", "z3"), from("IN IP4 10.0.3.3"))))
                                .withPort(10_000))
                .isEqualTo(INSIDE);
    }

    @Test
    void aNameThatIsNotThereMeansTheUsualInterface() {
        SessionDescription offer =
                talk.offer(from("IN IP4 10.0.9.9"), SIP, on(SIP, "nowhere", LegOptions.Family.ANY));
        assertThat(told(offer).withPort(10_000)).isEqualTo(INSIDE);
    }

    @Test
    void eachInterfaceHasItsBrowserSocket() {
        SessionDescription offer =
                talk.offer(
                        from("IN IP4 10.0.9.9"),
                        SIP,
                        on(BROWSER, "external", LegOptions.Family.IP4));
        assertThat(body(offer)).contains("203.0.113.10 10000 typ host");
        assertThat(talk.browserPlan(1).socket()).isEqualTo(2);
    }

    @Test
    void anInterfaceWithoutPortsRunsOutAlone() {
        for (int call = 0; call < 5; call++) {
            read(
                    talk.tryOffer(
                            new Exchange("c" + call, "a", null, "z"),
                            from("IN IP4 198.51.100.9"),
                            SIP,
                            on(SIP, "internal", LegOptions.Family.ANY)));
        }
        assertThat(
                        why(
                                talk.tryOffer(
                                        new Exchange("c5", "a", null, "z"),
                                        from("IN IP4 198.51.100.9"),
                                        SIP,
                                        on(SIP, "internal", LegOptions.Family.ANY))))
                .isEqualTo("503 Ran out of ports");
        assertThat(outside.bound).hasSize(5); // the sixth got its own side's back
    }

    @Test
    void aBusyNodeTakesNoNewCalls() {
        Talk busy =
                new Talk(
                        new RelaySettings(
                                100,
                                new Load(0.8, 1_000_000),
                                List.of(new LogicalInterface("", 7, of(INSIDE), null)),
                                Talk.OURS),
                        30_000,
                        30_099);
        busy.offer(Sdps.phone("0"), SIP, SIP);
        busy.relay.load(new Load(0.9, 0));
        assertThat(why(busy.tryOffer(new Exchange("x", "a", null, "z"), Sdps.phone("0"), SIP, SIP)))
                .isEqualTo("503 Load limit reached");
        busy.answer(Sdps.phone("0")); // what is there goes on
        busy.relay.load(new Load(0.1, 2_000_000));
        assertThat(why(busy.tryOffer(new Exchange("x", "a", null, "z"), Sdps.phone("0"), SIP, SIP)))
                .isEqualTo("503 Load limit reached");
        busy.relay.load(new Load(0.1, 900_000));
        read(busy.tryOffer(new Exchange("x", "a", null, "z"), Sdps.phone("0"), SIP, SIP));
    }
}
