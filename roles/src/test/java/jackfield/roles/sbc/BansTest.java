package jackfield.roles.sbc;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Network;
import jackfield.base.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BansTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;

    private final List<String> heard = new ArrayList<>();
    private final Bans bans =
            new Bans(
                    BanPolicy.DEFAULT,
                    new BanListener() {
                        @Override
                        public void banned(Ban ban) {
                            heard.add("+" + ban.network());
                        }

                        @Override
                        public void ended(Ban ban) {
                            heard.add("-" + ban.network());
                        }
                    });
    private long now = SECOND;

    private static Flow udp(String address) {
        return flow(Transport.UDP, address);
    }

    private static Flow tcp(String address) {
        return flow(Transport.TCP, address);
    }

    private static Flow flow(Transport transport, String address) {
        return new Flow(
                1,
                transport,
                Endpoint.ipv4(0x0a000001, 5060),
                Objects.requireNonNull(Endpoint.literal(address, 40000)));
    }

    private boolean drops(Flow flow) {
        return bans.drops(flow.client(), now);
    }

    private void offends(Flow flow, Offence offence, int times) {
        for (int i = 0; i < times; i++) {
            bans.offence(flow, offence, now);
        }
    }

    private void passes(long time) {
        now += time;
        bans.wake(now);
    }

    @Test
    void aScannerOnAConnectionIsBannedAtOnceAndLongerEachTime() {
        Flow scanner = tcp("192.0.2.1");
        for (long minutes : new long[] {10, 40, 160, 640, 1440, 1440}) {
            offends(scanner, Offence.SCANNER, 1);
            assertThat(drops(scanner)).isTrue();
            passes(minutes * MINUTE - 1);
            assertThat(drops(scanner)).as("just before %s minutes", minutes).isTrue();
            passes(1);
            assertThat(drops(scanner)).isFalse();
        }
        assertThat(heard).hasSize(12);
        assertThat(bans.deadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void aForgedAddressIsShutOutForAMinuteOnly() {
        Flow forged = udp("192.0.2.1");
        for (int i = 0; i < 5; i++) {
            offends(forged, Offence.SCANNER, 1);
            assertThat(drops(forged)).isTrue();
            passes(MINUTE);
            assertThat(drops(forged)).isFalse();
        }
    }

    @Test
    void oneWhoReturnsOurNonceIsNoForgery() {
        Flow phone = udp("192.0.2.1");
        offends(phone, Offence.MALFORMED, 1);
        bans.asked(phone, "nonce");
        bans.returned(phone, "guessed");
        bans.returned(udp("192.0.2.2"), "nonce");
        offends(phone, Offence.SCANNER, 1);
        passes(MINUTE);
        assertThat(drops(phone)).isFalse();
        bans.returned(phone, "nonce");
        offends(phone, Offence.SCANNER, 1);
        passes(9 * MINUTE);
        assertThat(drops(phone)).isTrue();
    }

    @Test
    void anAddressThatUsersSignInFromIsNotShutOutByForgery() {
        Flow office = udp("192.0.2.1");
        bans.provedItself(office, now);
        offends(office, Offence.SCANNER, 9);
        assertThat(drops(office)).isFalse();
        offends(office, Offence.SCANNER, 90);
        assertThat(drops(office)).isFalse();

        Flow connection = tcp("192.0.2.1");
        offends(connection, Offence.SCANNER, 1);
        assertThat(drops(connection)).as("nobody forges a connection").isTrue();
    }

    @Test
    void onePhoneWithAWrongNameDoesNotBanItsOffice() {
        Flow office = tcp("192.0.2.1");
        for (int i = 0; i < 3_600; i++) {
            bans.unknownUser(office, "misspelt", now);
            bans.unknownUser(office, "misspelt", now);
            passes(SECOND);
        }
        assertThat(drops(office)).isFalse();
    }

    @Test
    void tryingNamesIsNoticed() {
        Flow scanner = tcp("192.0.2.1");
        int tried = 0;
        while (!drops(scanner)) {
            bans.unknownUser(scanner, "" + (100 + tried++), now);
            passes(SECOND / 10);
        }
        assertThat(tried).isBetween(20, 40);
        assertThat(bans.counts()).containsEntry("tries names of users", 1L);
    }

    @Test
    void aPhoneThatKeepsTryingItsWrongPasswordIsNotBanned() {
        Flow office = tcp("192.0.2.1");
        // What gets past the slowing down of guesses, and once a second what does not.
        for (int i = 0; i < 3_600; i++) {
            offends(office, i < 5 || i % 300 == 0 ? Offence.WRONG_PASSWORD : Offence.GUESSING, 1);
            passes(SECOND);
        }
        assertThat(drops(office)).isFalse();
    }

    @Test
    void guessingFastIsNoticed() {
        Flow cracker = tcp("192.0.2.1");
        offends(cracker, Offence.GUESSING, 400);
        assertThat(drops(cracker)).isTrue();
    }

    @Test
    void thisHostAndThoseTheOperatorNamesAreNeverBanned() {
        Flow self = tcp("127.0.0.1");
        offends(self, Offence.SCANNER, 100);
        assertThat(drops(self)).isFalse();
        bans.add(Objects.requireNonNull(Network.parse("0.0.0.0/0")), "all of it", MINUTE, now);
        assertThat(drops(self)).isFalse();
        assertThat(drops(tcp("192.0.2.1"))).isTrue();
    }

    @Test
    void anOperatorBansAndLiftsNetworks() {
        Network network = Objects.requireNonNull(Network.parse("192.0.2.0/24"));
        Ban ban = bans.add(network, "abuse\r\nreport", MINUTE, now);
        assertThat(ban.byOperator()).isTrue();
        assertThat(ban.reason()).isEqualTo("abuse  report");
        assertThat(drops(udp("192.0.2.77"))).isTrue();
        assertThat(drops(udp("192.0.3.77"))).isFalse();
        assertThat(bans.remove(network)).isTrue();
        assertThat(bans.remove(network)).isFalse();
        assertThat(drops(udp("192.0.2.77"))).isFalse();
        assertThat(heard).containsExactly("+192.0.2.0/24", "-192.0.2.0/24");
    }

    @Test
    void aSecondBanTakesThePlaceOfTheFirst() {
        Network network = Objects.requireNonNull(Network.parse("192.0.2.1/32"));
        bans.add(network, "short", MINUTE, now);
        bans.add(network, "for ever", Long.MAX_VALUE, now);
        passes(1_000 * MINUTE);
        assertThat(bans.all()).singleElement().extracting(Ban::reason).isEqualTo("for ever");
        assertThat(drops(udp("192.0.2.1"))).isTrue();
    }

    @Test
    void whatWasSavedHoldsAgain() {
        Network network = Objects.requireNonNull(Network.parse("192.0.2.1/32"));
        bans.restore(new Ban(network, "old", 0, now + MINUTE, 2, true), now);
        bans.restore(
                new Ban(Objects.requireNonNull(Network.parse("192.0.2.2/32")), "", 0, now, 1, true),
                now);
        assertThat(bans.all()).hasSize(1);
        assertThat(drops(udp("192.0.2.1"))).isTrue();
        assertThat(heard).isEmpty();
    }

    @Test
    void anIpv6SiteIsOneSource() {
        offends(tcp("2001:db8::1"), Offence.SCANNER, 1);
        assertThat(drops(tcp("2001:db8::ffff:1"))).isTrue();
        assertThat(drops(tcp("2001:db8:0:1::1"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "friendly-scanner, true",
        "Friendly-Scanner 0.3, true",
        "sipvicious, true",
        "VaxSIPUserAgent/3.0, true",
        "pplsip, true",
        "sipcli/v1.8, true",
        "JsSIP 3.13.8, false",
        "Grandstream GXP2160, false",
        "sipsak 0.9.8.1, false",
        "sip, false"
    })
    void knowsScannersByName(String userAgent, boolean scanner) {
        assertThat(bans.isScanner(userAgent)).isEqualTo(scanner);
    }

    @Test
    void bansNobodyByItselfWhereTheOperatorSaysSo() {
        BanPolicy off = new BanPolicy(false, MINUTE, MINUTE, MINUTE, Set.of("x"), List.of());
        Bans none = new Bans(off, BanListener.NONE);
        none.offence(tcp("192.0.2.1"), Offence.SCANNER, now);
        assertThat(none.all()).isEmpty();
        assertThat(none.isScanner("x")).isFalse();
    }

    /// Forged floods from everywhere: memory stays bounded, every automatic ban ends in time, and
    /// an operator's ban outlives them.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aForgedFloodIsBoundedAndPasses(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Network kept = Objects.requireNonNull(Network.parse("198.51.100.0/24"));
        bans.add(kept, "operator", 100_000 * MINUTE, now);
        Offence[] all = Offence.values();
        for (int i = 0; i < 100_000; i++) {
            Flow flow =
                    new Flow(
                            1,
                            random.nextInt(100) == 0 ? Transport.TCP : Transport.UDP,
                            Endpoint.ipv4(0x0a000001, 5060),
                            Endpoint.ipv4(random.nextInt() | 0x4000_0000, 5060));
            bans.offence(flow, all[random.nextInt(all.length)], now);
            passes(random.nextInt(2_000_000));
        }
        assertThat(bans.offenders()).isLessThanOrEqualTo(20_000);
        assertThat(bans.all().size()).isBetween(100, 20_000);
        passes(24 * 60 * MINUTE);
        assertThat(bans.all()).singleElement().extracting(Ban::network).isEqualTo(kept);
    }
}
