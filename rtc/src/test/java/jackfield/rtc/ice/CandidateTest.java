package jackfield.rtc.ice;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateTest {
    private static final String REFLEXIVE =
            "candidate:842163049 1 udp 1677729535 203.0.113.5 46154 typ srflx raddr 10.0.1.1 rport"
                    + " 8998 generation 0 ufrag abcd network-cost 999";

    @Test
    void aCandidateLineOfABrowserIsRead() {
        Candidate read = Candidate.parse("a=" + REFLEXIVE).orThrow();
        assertThat(read)
                .isEqualTo(
                        new Candidate(
                                "842163049",
                                1,
                                "udp",
                                1677729535L,
                                Endpoint.parse("203.0.113.5:46154"),
                                CandidateType.SERVER_REFLEXIVE,
                                Endpoint.parse("10.0.1.1:8998"),
                                "abcd"));
        assertThat(Candidate.parse(read.write()).orThrow()).isEqualTo(read);
    }

    @Test
    void ourHostCandidateSaysTheAdvertisedAddress() {
        HostCandidate host =
                new HostCandidate(
                        Endpoint.parse("0.0.0.0:40000"), Endpoint.parse("198.51.100.1:40000"));
        assertThat(host.candidate(65535).write())
                .matches("candidate:\\d+ 1 udp 2130706431 198\\.51\\.100\\.1 40000 typ host");
    }

    @Test
    void thePriorityIsTheRecommendedFormula() {
        assertThat(Candidate.priority(CandidateType.HOST, 65535, 1)).isEqualTo(2130706431L);
        assertThat(Candidate.priority(CandidateType.RELAYED, 0, 2)).isEqualTo(254L);
    }

    @Test
    void candidatesOfOneKindAndBaseShareAFoundation() {
        Endpoint one = Endpoint.parse("192.0.2.1:1");
        String foundation = Candidate.foundation(CandidateType.HOST, one, "udp");
        assertThat(Candidate.foundation(CandidateType.HOST, one.withPort(2), "udp"))
                .isEqualTo(foundation);
        assertThat(Candidate.foundation(CandidateType.RELAYED, one, "udp"))
                .isNotEqualTo(foundation);
        assertThat(Candidate.foundation(CandidateType.HOST, Endpoint.parse("192.0.2.2:1"), "udp"))
                .isNotEqualTo(foundation);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "candidate:",
                "candidate:1 1 udp 1 192.0.2.1 5 host typ",
                "candidate:1 0 udp 1 192.0.2.1 5 typ host",
                "candidate:1 1 udp 99999999999 192.0.2.1 5 typ host",
                "candidate:1 1 udp 1 192.0.2.1 65536 typ host",
                "candidate:1 1 udp 1 192.0.2.1 5 typ elsewhere",
                "candidate:1 1 udp 1 8f2c6d1a-5b1e-4b9c-9c1f-0a1b2c3d4e5f.local 5 typ host",
                "candidate:ä 1 udp 1 192.0.2.1 5 typ host",
            })
    void aLineThatIsNoCandidateForUsIsBad(String line) {
        assertThat(Candidate.parse(line)).isInstanceOf(Parsed.Bad.class);
    }

    @Test
    void mutatedLinesNeverThrow() {
        int good = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder line = new StringBuilder(REFLEXIVE);
            for (int i = random.nextInt(5); i >= 0; i--) {
                line.setCharAt(random.nextInt(line.length()), (char) random.nextInt(300));
            }
            if (random.nextInt(4) == 0) {
                line.setLength(random.nextInt(line.length()));
            }
            if (Candidate.parse(line.toString()) instanceof Parsed.Ok<Candidate>(Candidate read)) {
                assertThat(Candidate.parse(read.write())).isInstanceOf(Parsed.Ok.class);
                good++;
            }
        }
        assertThat(good).isPositive();
    }

    @Test
    void credentialsAreRandomWellFormedAndKeepTheirSecret() {
        IceCredentials credentials = IceCredentials.random(new Random(1));
        assertThat(IceCredentials.parse(credentials.ufrag(), credentials.password()).orThrow())
                .isEqualTo(credentials);
        assertThat(credentials.toString()).doesNotContain(credentials.password());
        assertThat(IceCredentials.parse("abc", credentials.password()))
                .isInstanceOf(Parsed.Bad.class);
        assertThat(IceCredentials.parse("abcd", "short")).isInstanceOf(Parsed.Bad.class);
        assertThat(IceCredentials.parse("ab:d", credentials.password()))
                .isInstanceOf(Parsed.Bad.class);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, LOOPBACK",
        "::1, LOOPBACK",
        "10.1.2.3, PRIVATE",
        "172.16.0.1, PRIVATE",
        "172.32.0.1, GLOBAL",
        "192.168.0.1, PRIVATE",
        "172.31.0.1, PRIVATE",
        "172.32.0.1, GLOBAL",
        "192.169.0.1, GLOBAL",
        "100.128.0.1, GLOBAL",
        "100.64.0.1, PRIVATE",
        "fd00::1, PRIVATE",
        "169.254.1.1, LINK_LOCAL",
        "fe80::1, LINK_LOCAL",
        "224.0.0.1, NONE",
        "ff02::1, NONE",
        "0.0.0.0, NONE",
        "8.8.8.8, GLOBAL",
        "2001:db8::1, GLOBAL"
    })
    void anAddressHasAScope(String address, AddressScope scope) {
        assertThat(AddressScope.of(Endpoint.literal(address, 1))).isEqualTo(scope);
    }
}
