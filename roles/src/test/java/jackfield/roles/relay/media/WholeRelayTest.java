package jackfield.roles.relay.media;

import static jackfield.roles.relay.LegProfile.BROWSER;
import static jackfield.roles.relay.LegProfile.SIP;
import static jackfield.roles.relay.LegProfile.SIP_SDES;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Egress;
import jackfield.base.Endpoint;
import jackfield.roles.relay.CallRelay;
import jackfield.roles.relay.Exchange;
import jackfield.roles.relay.LegProfile;
import jackfield.roles.relay.LegReport;
import jackfield.roles.relay.PortRange;
import jackfield.roles.relay.Relay.Passed;
import jackfield.roles.relay.RelaySettings;
import jackfield.roles.relay.RtpPorts;
import jackfield.roles.relay.Sdps;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.ice.IceCredentials;
import jackfield.rtc.sdp.Crypto;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import jackfield.rtc.sdp.Setup;
import jackfield.rtc.srtp.SrtpContext;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Control and packet path together: SDP goes in, sound comes out.
class WholeRelayTest {
    private static final Endpoint BROWSERS = at("198.51.100.1:9");
    private static final Egress NOWHERE =
            new Egress() {
                @Override
                public void send(MemorySegment packet, int length, long high, long low, int port) {}

                @Override
                public MemorySegment slot() {
                    return MemorySegment.ofArray(new byte[2048]);
                }
            };

    private final Shard shard = new Shard(new PairedDtls("here"));

    private static Endpoint at(String text) {
        return Objects.requireNonNull(Endpoint.parse(text));
    }

    private CallRelay relay(int lastPort, PortRange.Binder binder) {
        RelaySettings settings =
                new RelaySettings(4, 9, List.of(BROWSERS), "AB:".repeat(31) + "AB");
        PortRange ports =
                new PortRange(
                        10_000, lastPort, Duration.ofSeconds(3), binder, new SplittableRandom(1));
        return new CallRelay(
                settings, shard.handle, ports, new SplittableRandom(3), (_, _, _) -> {});
    }

    @Test
    void plainPhoneTalksToSecurePhone() {
        Phone one = new Phone(shard, 1, 10_000, "192.0.2.1:4000", 8);
        Phone two = new Phone(shard, 2, 10_002, "203.0.113.2:5000", 8);
        CallRelay relay = relay(10_003, new Numbers());
        Exchange exchange = new Exchange("c", "a", null, "z");
        String offer = phone("0 8", "192.0.2.1", "4000");
        MediaSection toBob =
                read(relay.offer(exchange, Sdps.bytes(offer), SIP, SIP_SDES, shard.now));
        byte[] key = new byte[30];
        Arrays.fill(key, (byte) 9);
        String answer =
                phone(
                                "8",
                                "203.0.113.2",
                                "5000",
                                "a=crypto:" + Crypto.of(1, Phone.SUITE, key).value())
                        .replace("RTP/AVP", "RTP/SAVP");
        MediaSection toAlice =
                read(relay.answer(exchange.answeredBy("b"), Sdps.bytes(answer), shard.now));
        Phone alice = portOf(toAlice) == one.port ? one : two;
        Phone bob = alice == one ? two : one;
        alice.address = at("192.0.2.1:4000");
        bob.address = at("203.0.113.2:5000");
        Crypto ours = toBob.cryptos().getFirst();
        bob.sealing = SrtpContext.outbound(Phone.SUITE, Phone.key(key), Phone.salt(key));
        bob.opening = SrtpContext.inbound(Phone.SUITE, ours.masterKey(), ours.masterSalt());
        for (int i = 0; i < 20; i++) {
            alice.speaks();
            assertThat(bob.hears().sequence()).isEqualTo(i);
            bob.speaks();
            assertThat(alice.hears().sequence()).isEqualTo(i);
        }
        List<LegReport> reports = new ArrayList<>();
        relay.report("c", reports::addAll);
        shard.settle();
        assertThat(reports).extracting(LegReport::packetsIn).containsExactly(20L, 20L);
        assertThat(reports).extracting(LegReport::verdict).containsOnly("");
        relay.release("c", shard.now);
        shard.settle();
        assertThat(relay.calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 60})
    void browserCallsPhoneThatRingsFor(int seconds) { // R15
        PairedDtls relayDtls = new PairedDtls("relay");
        Shard ours = new Shard(relayDtls);
        ours.open(Browser.RELAY);
        Browser alice = new Browser(ours, 1, "192.0.2.1:4000", relayDtls);
        Phone bob = new Phone(ours, 2, 10_000, "203.0.113.2:5000", 8);
        CallRelay relay =
                new CallRelay(
                        new RelaySettings(
                                4, Browser.SOCKET, List.of(Browser.RELAY), relayDtls.fingerprint()),
                        ours.handle,
                        new PortRange(
                                10_000,
                                10_001,
                                Duration.ofSeconds(3),
                                new Numbers(),
                                new SplittableRandom(1)),
                        new SplittableRandom(3),
                        (_, _, _) -> {});
        Exchange exchange = new Exchange("c", "a", null, "z");
        String offer =
                Sdps.browser(alice.credentials.ufrag(), "actpass", "111 0 8")
                        .replace(Sdps.PWD, alice.credentials.password())
                        .replace(Sdps.FINGERPRINT_A, alice.dtls.fingerprint())
                        .replace("203.0.113.9 50000", "192.0.2.1 4000");
        read(relay.offer(exchange, Sdps.bytes(offer), BROWSER, SIP, ours.now));
        alice.passes(seconds * Shard.SECOND);
        String answer = phone("8", "203.0.113.2", "5000");
        MediaSection toAlice =
                read(relay.answer(exchange.answeredBy("b"), Sdps.bytes(answer), ours.now));
        assertThat(toAlice.setup()).isEqualTo(Setup.PASSIVE);
        alice.relayCredentials =
                new IceCredentials(
                        Objects.requireNonNull(toAlice.iceUfrag()),
                        Objects.requireNonNull(toAlice.icePwd()));
        alice.begins(Dtls.Role.CLIENT);
        alice.passes(2 * Shard.SECOND);
        for (int i = 0; i < 20; i++) {
            alice.speaks();
            assertThat(bob.hears().sequence()).isEqualTo(i);
            bob.speaks();
            alice.settle();
            assertThat(alice.heard).hasSize(i + 1);
        }
        List<LegReport> reports = new ArrayList<>();
        relay.report("c", reports::addAll);
        ours.settle();
        assertThat(reports).extracting(LegReport::dtls).containsExactly("established", "none");
        assertThat(reports).extracting(LegReport::verdict).containsOnly("");
    }

    private static int portOf(MediaSection section) {
        return section.media().port();
    }

    private static String phone(String payloads, String host, String port, String... more) {
        return Sdps.phone(payloads, more).replace("198.51.100.20", host).replace("18472", port);
    }

    private static MediaSection read(Passed passed) {
        assertThat(passed).isInstanceOf(Passed.Rewritten.class);
        byte[] sdp = ((Passed.Rewritten) passed).sdp();
        return SessionDescription.parse(sdp).orThrow().sections().getFirst();
    }

    /// Ports that were opened before.
    private static final class Numbers implements PortRange.Binder {
        @Override
        public RtpPorts.Pair bind(int port) {
            return new RtpPorts.Pair(port, port + 1, at("198.51.100.1:" + port));
        }

        @Override
        public void close(RtpPorts.Pair pair) {}
    }

    /// Ports that open and close, each time under other numbers.
    private final class Sockets implements PortRange.Binder {
        private long last = 100;

        @Override
        public RtpPorts.Pair bind(int port) {
            RtpPorts.Pair pair = new RtpPorts.Pair(++last, ++last, at("198.51.100.1:" + port));
            shard.handle.open(pair.rtp(), pair.advertised(), NOWHERE);
            shard.handle.open(pair.rtcp(), pair.advertised().withPort(port + 1), NOWHERE);
            return pair;
        }

        @Override
        public void close(RtpPorts.Pair pair) {
            shard.handle.close(pair.rtp());
            shard.handle.close(pair.rtcp());
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    /// Whatever strangers write in their SDP, the shard can follow the plans that come of it.
    @ParameterizedTest
    @MethodSource("seeds")
    void anyDescriptionGivesPlansTheShardCanFollow(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        shard.handle.open(9, BROWSERS, NOWHERE);
        CallRelay relay = relay(10_039, new Sockets());
        List<LegProfile> profiles = List.of(BROWSER, SIP, SIP_SDES);
        for (int step = 0; step < 150; step++) {
            String call = "call" + chance.nextInt(5);
            String from = "tag" + chance.nextInt(3);
            String to = chance.nextInt(3) == 0 ? null : "tag" + chance.nextInt(3);
            Exchange exchange = new Exchange(call, from, to, "z" + chance.nextInt(3));
            byte[] sdp = garbled(chance);
            switch (chance.nextInt(6)) {
                case 0, 1 ->
                        relay.offer(
                                exchange,
                                sdp,
                                profiles.get(chance.nextInt(3)),
                                profiles.get(chance.nextInt(3)),
                                shard.now);
                case 2, 3 -> relay.answer(exchange, sdp, shard.now);
                case 4 -> relay.echo(new Exchange("e", from, "x", "e"), sdp, SIP, shard.now);
                default -> relay.release(call, exchange.branch(), shard.now);
            }
            shard.settle();
            shard.passes(chance.nextLong(2 * Shard.SECOND));
        }
        for (String call : relay.callIds()) {
            relay.release(call, shard.now);
        }
        shard.settle();
        assertThat(relay.calls()).isZero();
        List<LegSnapshot> left = new ArrayList<>();
        shard.handle.snapshot(LongStream.range(1, 1_000).boxed().toList(), left::addAll);
        shard.settle();
        assertThat(left).isEmpty();
    }

    private static byte[] garbled(SplittableRandom chance) {
        String crypto =
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj";
        List<String> bodies =
                List.of(
                        Sdps.browserOffer(),
                        Sdps.browserAnswer(),
                        Sdps.browser("Re5t", "passive", "0 8"),
                        Sdps.phone("96 0 8 101"),
                        Sdps.phone("8") + "m=video 20000 RTP/AVP 31\n",
                        Sdps.securePhone("0 101", crypto));
        byte[] body = Sdps.bytes(bodies.get(chance.nextInt(bodies.size())));
        for (int n = chance.nextInt(4) - 1; n > 0; n--) {
            body[chance.nextInt(body.length)] = (byte) chance.nextInt(32, 127);
        }
        return body;
    }
}
