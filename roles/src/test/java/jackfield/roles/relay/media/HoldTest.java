package jackfield.roles.relay.media;

import static jackfield.roles.relay.LegProfile.BROWSER;
import static jackfield.roles.relay.LegProfile.SIP;
import static jackfield.roles.relay.LegProfile.SIP_SDES;
import static org.assertj.core.api.Assertions.assertThat;

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
import jackfield.rtc.rtp.RtpPacket;
import jackfield.rtc.sdp.Crypto;
import jackfield.rtc.sdp.Direction;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import jackfield.rtc.srtp.SrtpContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Hold in all its forms, with control and packet path: nothing is heard by the one who holds
/// unless its form lets it, and afterwards ports, keys, sources, numbers and rollover counters are
/// what they were.
class HoldTest {
    /// So near to the end that the calls roll over before they are held.
    private static final int LATE = 65_530;

    /// How the holding side says it.
    enum Form {
        SENDONLY(Direction.RECVONLY),
        INACTIVE(Direction.INACTIVE),
        RECVONLY(Direction.SENDONLY),
        ZERO_ADDRESS(Direction.RECVONLY),
        ZERO_PORT(Direction.INACTIVE);

        final Direction answer;

        Form(Direction answer) {
            this.answer = answer;
        }

        /// What becomes of a description.
        String of(String sdp) {
            return switch (this) {
                case SENDONLY -> directed(sdp, "sendonly");
                case INACTIVE -> directed(sdp, "inactive");
                case RECVONLY -> directed(sdp, "recvonly");
                case ZERO_ADDRESS -> sdp.replaceAll("c=IN IP4 \\S+", "c=IN IP4 0.0.0.0");
                case ZERO_PORT -> sdp.replaceAll("m=audio \\d+", "m=audio 0");
            };
        }

        private static String directed(String sdp, String how) {
            return sdp.contains("a=sendrecv")
                    ? sdp.replace("a=sendrecv", "a=" + how)
                    : sdp + "a=" + how + "\n";
        }

        /// True where the holder wants to hear nothing.
        boolean isDeaf() {
            return this != RECVONLY;
        }

        /// True where the holder sends nothing, as it says.
        boolean isMute() {
            return this == INACTIVE || this == RECVONLY;
        }
    }

    private final PairedDtls relayDtls = new PairedDtls("relay");
    private final Shard shard = new Shard(relayDtls);
    private final Exchange exchange = new Exchange("c", "a", null, "z");
    private final Exchange again = new Exchange("c", "a", "b", "z");
    private final CallRelay relay =
            new CallRelay(
                    new RelaySettings(
                            4, Browser.SOCKET, List.of(Browser.RELAY), relayDtls.fingerprint()),
                    shard.handle,
                    new PortRange(
                            10_000,
                            10_003,
                            Duration.ofSeconds(3),
                            new Numbers(),
                            new SplittableRandom(1)),
                    new SplittableRandom(3),
                    (_, _, _) -> {});

    /// Ports that were opened before.
    private static final class Numbers implements PortRange.Binder {
        @Override
        public RtpPorts.Pair bind(int port) {
            Endpoint at = Objects.requireNonNull(Endpoint.parse("198.51.100.1:" + port));
            return new RtpPorts.Pair(port, port + 1, at);
        }

        @Override
        public void close(RtpPorts.Pair pair) {}
    }

    private static String phone(String host, String port, byte[] key) {
        String plain =
                Sdps.phone("8").replace("198.51.100.20", host).replace("18472", port)
                        + "a=sendrecv\n";
        return key.length == 0
                ? plain
                : plain.replace("RTP/AVP", "RTP/SAVP")
                        + "a=crypto:"
                        + Crypto.of(1, Phone.SUITE, key).value()
                        + "\n";
    }

    private static MediaSection read(Passed passed) {
        assertThat(passed).isInstanceOf(Passed.Rewritten.class);
        byte[] sdp = ((Passed.Rewritten) passed).sdp();
        return SessionDescription.parse(sdp).orThrow().sections().getFirst();
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[30];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    private static void agree(Phone phone, byte[] key, MediaSection toIt) {
        if (key.length > 0) {
            Crypto ours = toIt.cryptos().getFirst();
            phone.sealing = SrtpContext.outbound(Phone.SUITE, Phone.key(key), Phone.salt(key));
            phone.opening = SrtpContext.inbound(Phone.SUITE, ours.masterKey(), ours.masterSalt());
        }
    }

    private static List<String> transport(MediaSection section) {
        List<String> lines = new ArrayList<>();
        lines.add(section.media().port() + " " + section.connection());
        section.cryptos().forEach(crypto -> lines.add(crypto.value()));
        lines.add(section.iceUfrag() + " " + section.icePwd() + " " + section.fingerprints());
        return lines;
    }

    private MediaSection offers(Exchange in, String sdp, LegProfile one, LegProfile other) {
        return read(relay.offer(in, Sdps.bytes(sdp), one, other, shard.now));
    }

    private MediaSection answers(String sdp) {
        MediaSection passed =
                read(relay.answer(exchange.answeredBy("b"), Sdps.bytes(sdp), shard.now));
        shard.settle();
        return passed;
    }

    private List<LegReport> reports() {
        List<LegReport> reports = new ArrayList<>();
        relay.report("c", reports::addAll);
        shard.settle();
        return reports;
    }

    /// What bob answers to a held offer.
    private static String answered(Form form, String sdp) {
        return form == Form.ZERO_PORT
                ? Form.ZERO_PORT.of(sdp)
                : Form.directed(sdp, form.answer.name().toLowerCase(java.util.Locale.ROOT));
    }

    private void bothTalk(Phone alice, Phone bob, int rounds) {
        for (int i = 0; i < rounds; i++) {
            assertNext(alice, bob);
            assertNext(bob, alice);
        }
        assertThat(shard.sent).isEmpty();
    }

    private static void assertNext(Phone speaker, Phone listener) {
        int number = speaker.sequence & 0xffff;
        speaker.speaks();
        RtpPacket heard = listener.hears();
        assertThat(heard.sequence()).isEqualTo(number);
        assertThat(heard.ssrc()).isEqualTo(speaker.ssrc);
    }

    @ParameterizedTest
    @CsvSource({
        "SENDONLY, false, false",
        "INACTIVE, false, false",
        "RECVONLY, false, false",
        "ZERO_ADDRESS, false, false",
        "ZERO_PORT, false, false",
        "SENDONLY, true, false",
        "INACTIVE, true, false",
        "RECVONLY, true, false",
        "ZERO_ADDRESS, true, false",
        "ZERO_PORT, true, false",
        "SENDONLY, false, true",
        "INACTIVE, false, true",
        "RECVONLY, false, true",
        "ZERO_ADDRESS, false, true",
        "ZERO_PORT, false, true",
        "SENDONLY, true, true",
        "INACTIVE, true, true",
        "RECVONLY, true, true",
        "ZERO_ADDRESS, true, true",
        "ZERO_PORT, true, true"
    })
    void phones(Form form, boolean aliceSecure, boolean bobSecure) {
        byte[] alicesKey = key(aliceSecure ? 7 : 0);
        byte[] bobsKey = key(bobSecure ? 9 : 0);
        alicesKey = aliceSecure ? alicesKey : new byte[0];
        bobsKey = bobSecure ? bobsKey : new byte[0];
        LegProfile one = aliceSecure ? SIP_SDES : SIP;
        LegProfile other = bobSecure ? SIP_SDES : SIP;
        String alicesSdp = phone("192.0.2.1", "4000", alicesKey);
        String bobsSdp = phone("203.0.113.2", "5000", bobsKey);
        Phone first = new Phone(shard, 1, 10_000, "192.0.2.1:4000", 8);
        Phone second = new Phone(shard, 2, 10_002, "203.0.113.2:5000", 8);
        MediaSection toBob = offers(exchange, alicesSdp, one, other);
        MediaSection toAlice = answers(bobsSdp);
        Phone alice = toAlice.media().port() == first.port ? first : second;
        Phone bob = alice == first ? second : first;
        alice.address = Objects.requireNonNull(Endpoint.parse("192.0.2.1:4000"));
        bob.address = Objects.requireNonNull(Endpoint.parse("203.0.113.2:5000"));
        agree(alice, alicesKey, toAlice);
        agree(bob, bobsKey, toBob);
        alice.sequence = LATE;
        bob.sequence = LATE + 2;
        bothTalk(alice, bob, 20);

        MediaSection held = offers(again, form.of(alicesSdp), one, other);
        MediaSection agreed = answers(answered(form, bobsSdp));
        if (form == Form.ZERO_PORT) {
            assertThat(held.isRejected()).isTrue();
            assertThat(agreed.isRejected()).isTrue();
        } else {
            assertThat(held.direction()).isEqualTo(form.answer.reversed());
            assertThat(transport(held)).isEqualTo(transport(toBob));
            assertThat(transport(agreed)).isEqualTo(transport(toAlice));
        }
        List<LegReport> before = reports();
        shard.passes(3 * Shard.SECOND);
        assertThat(shard.sent).as("nobody speaks: nothing is heard").isEmpty();
        if (form == Form.SENDONLY || form == Form.ZERO_ADDRESS) {
            assertNext(alice, bob);
        }
        if (form == Form.RECVONLY) {
            assertNext(bob, alice);
        }
        if (form.isDeaf()) {
            bob.speaks();
            assertThat(shard.sent).as("what bob says all the same").isEmpty();
            assertThat(reports().getFirst().packetsOut()).isEqualTo(before.getFirst().packetsOut());
        }

        if (form.isMute()) {
            alice.speaks();
            assertThat(shard.sent).as("what alice says all the same").isEmpty();
        }

        MediaSection resumed = offers(again, alicesSdp, one, other);
        shard.settle();
        if (form == Form.SENDONLY || form == Form.INACTIVE) {
            assertNext(bob, alice); // his answer is still on its way
        }
        MediaSection back = answers(bobsSdp);
        assertThat(transport(resumed)).isEqualTo(transport(toBob));
        assertThat(transport(back)).isEqualTo(transport(toAlice));
        assertThat(back.direction()).isEqualTo(Direction.SENDRECV);
        bothTalk(alice, bob, 20);
        relay.release("c", shard.now);
        shard.settle();
        assertThat(relay.calls()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"SENDONLY", "INACTIVE", "RECVONLY", "ZERO_PORT"})
    void aBrowserAndAPhone(Form form) {
        shard.open(Browser.RELAY);
        Browser alice = new Browser(shard, 1, "192.0.2.1:4000", relayDtls);
        Phone first = new Phone(shard, 2, 10_000, "203.0.113.2:5000", 8);
        Phone second = new Phone(shard, 3, 10_002, "203.0.113.2:5000", 8);
        String alicesSdp =
                Sdps.browser(alice.credentials.ufrag(), "actpass", "111 0 8")
                        .replace(Sdps.PWD, alice.credentials.password())
                        .replace(Sdps.FINGERPRINT_A, alice.dtls.fingerprint())
                        .replace("203.0.113.9 50000", "192.0.2.1 4000");
        String bobsSdp = phone("203.0.113.2", "5000", new byte[0]);
        MediaSection toBob = offers(exchange, alicesSdp, BROWSER, SIP);
        Phone bob = toBob.media().port() == first.port ? first : second;
        MediaSection toAlice = answers(bobsSdp);
        alice.relayCredentials =
                new IceCredentials(
                        Objects.requireNonNull(toAlice.iceUfrag()),
                        Objects.requireNonNull(toAlice.icePwd()));
        alice.begins(Dtls.Role.CLIENT);
        alice.passes(2 * Shard.SECOND);
        alice.voice.sequence = LATE;
        bob.sequence = LATE + 2;
        bothTalk(alice, bob);

        MediaSection held = offers(again, form.of(alicesSdp), BROWSER, SIP);
        answers(answered(form, bobsSdp));
        assertThat(held.isRejected()).isEqualTo(form == Form.ZERO_PORT);
        int heard = alice.heard.size();
        alice.passes(3 * Shard.SECOND);
        assertThat(shard.sent).isEmpty();
        assertThat(alice.heard).hasSize(heard);
        if (form.isDeaf()) {
            bob.speaks();
            alice.settle();
            assertThat(alice.heard).hasSize(heard);
        }

        MediaSection resumed = offers(again, alicesSdp, BROWSER, SIP);
        MediaSection back = answers(bobsSdp);
        assertThat(transport(resumed)).isEqualTo(transport(toBob));
        assertThat(transport(back)).isEqualTo(transport(toAlice));
        bothTalk(alice, bob);
        assertThat(alice.unopened).isZero();
    }

    private void bothTalk(Browser alice, Phone bob) {
        for (int i = 0; i < 20; i++) {
            int number = alice.voice.sequence & 0xffff;
            alice.speaks();
            RtpPacket heard = bob.hears();
            assertThat(heard.sequence()).isEqualTo(number);
            assertThat(heard.ssrc()).isEqualTo(alice.voice.ssrc);
            int known = alice.heard.size();
            number = bob.sequence & 0xffff;
            bob.speaks();
            alice.settle();
            assertThat(alice.heard).hasSize(known + 1);
            assertThat(alice.heard.getLast().sequence()).isEqualTo(number);
            assertThat(alice.heard.getLast().ssrc()).isEqualTo(bob.ssrc);
        }
    }
}
