package jackfield.roles.locating;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.dns.DnsRecord;
import jackfield.roles.transactionuser.NextHop;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Where a URI leads (RFC 3263), with the questions that are asked for it.
class ServerLocatorTest {
    private static final long SECOND = 1_000_000_000L;

    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    private final Zone zone = new Zone();
    private final ServerLocator locator = new ServerLocator(zone, random);
    private long now = SECOND;

    private static String text(NextHop hop) {
        return hop.transport().name().toLowerCase(Locale.ROOT) + " " + hop.remote();
    }

    private List<String> servers(String uri) {
        List<List<String>> told = new ArrayList<>();
        zone.now = now;
        locator.locate(
                SipUri.parse(uri).orThrow(),
                now,
                (servers, _) -> told.add(servers.stream().map(ServerLocatorTest::text).toList()));
        assertThat(told).as("told once").hasSize(1);
        return told.getFirst();
    }

    // What is asked (section 4)

    @Test
    void anAddressNeedsNoQuestion() {
        assertThat(servers("sip:192.0.2.1")).containsExactly("udp 192.0.2.1:5060");
        assertThat(servers("sip:x@[2001:db8::1]:5070;transport=tcp"))
                .containsExactly("tcp [2001:db8::1]:5070");
        assertThat(servers("sips:192.0.2.1")).containsExactly("tls 192.0.2.1:5061");
        assertThat(servers("sip:x@example.net;maddr=192.0.2.7"))
                .containsExactly("udp 192.0.2.7:5060");
        assertThat(zone.asked).isEmpty();
    }

    @Test
    void aPortMeansAddressesOnly() {
        zone.address("example.net", "192.0.2.1").address("example.net", "2001:db8::1");
        assertThat(servers("sip:x@Example.NET.:5080"))
                .containsExactly("udp 192.0.2.1:5080", "udp [2001:db8::1]:5080");
        assertThat(servers("sips:x@example.net:5081"))
                .containsExactly("tls 192.0.2.1:5081", "tls [2001:db8::1]:5081");
        assertThat(zone.asked).containsExactly("A example.net", "AAAA example.net");
    }

    @Test
    void aTransportMeansItsServersAndThenTheHostItself() {
        zone.srv("_sip._tcp.example.net", 1, 0, 5062, "one.example.net")
                .address("one.example.net", "192.0.2.1")
                .address("example.net", "192.0.2.9");
        assertThat(servers("sip:x@example.net;transport=tcp"))
                .containsExactly("tcp 192.0.2.1:5062");
        assertThat(servers("sip:x@example.net;transport=tls"))
                .containsExactly("tls 192.0.2.9:5061");
        assertThat(zone.asked).doesNotContain("NAPTR example.net");
    }

    @Test
    void withNeitherTheDomainSaysWhatItPrefers() {
        zone.naptr("example.net", 50, 50, "SIP+D2U", "_sip._udp.example.net")
                .naptr("example.net", 10, 60, "SIP+D2T", "_sip._tcp.example.net")
                .naptr("example.net", 10, 50, "SIPS+D2T", "_sips._tcp.example.net")
                .naptr("example.net", 1, 1, "SIP+D2W", "_ws.example.net")
                .srv("_sips._tcp.example.net", 1, 0, 5061, "one.example.net")
                .srv("_sip._tcp.example.net", 1, 0, 5060, "one.example.net")
                .address("one.example.net", "192.0.2.1");
        assertThat(servers("sip:x@example.net")).containsExactly("tls 192.0.2.1:5061");
        assertThat(zone.asked).doesNotContain("SRV _ws.example.net");
        assertThat(servers("sips:x@example.net")).containsExactly("tls 192.0.2.1:5061");
    }

    @Test
    void withoutNaptrServicesAreAskedForAndThenAddresses() {
        zone.srv("_sip._tcp.example.net", 1, 0, 5060, "one.example.net")
                .address("one.example.net", "192.0.2.1");
        assertThat(servers("sip:x@example.net")).containsExactly("tcp 192.0.2.1:5060");
        zone.address("plain.example.net", "192.0.2.7");
        assertThat(servers("sip:x@plain.example.net")).containsExactly("udp 192.0.2.7:5060");
        assertThat(servers("sips:x@plain.example.net")).containsExactly("tls 192.0.2.7:5061");
    }

    @Test
    void aServiceThatIsDecidedlyNotThereIsNot() {
        zone.srv("_sip._udp.example.net", 0, 0, 0, "");
        assertThat(servers("sip:x@example.net;transport=udp")).isEmpty();
    }

    @Test
    void namesThatNobodyHasAreNotAskedFor() {
        assertThat(servers("sip:x@abc.invalid;transport=tcp")).isEmpty();
        assertThat(servers("sip:x@INVALID")).isEmpty();
        assertThat(servers("sip:x@example.net;transport=ws")).isEmpty();
        assertThat(servers("sip:x@example.net;transport=carrier-pigeon")).isEmpty();
        assertThat(zone.asked).isEmpty();
    }

    // The order (RFC 2782)

    @Test
    void priorityComesFirstAndWeightIsAShare() {
        Map<Integer, Integer> first = new TreeMap<>();
        List<DnsRecord> records =
                List.of(
                        new DnsRecord.Srv(2, 100, 9, "last.example.net"),
                        new DnsRecord.Srv(1, 75, 1, "a.example.net"),
                        new DnsRecord.Srv(1, 25, 2, "b.example.net"),
                        new DnsRecord.Srv(1, 0, 3, "c.example.net"));
        for (int i = 0; i < 4000; i++) {
            List<DnsRecord.Srv> ordered = Srv.order(records, random);
            assertThat(ordered).hasSize(4);
            assertThat(ordered.getLast().port()).isEqualTo(9);
            first.merge(ordered.getFirst().port(), 1, Integer::sum);
        }
        assertThat(first.get(1)).isBetween(2800, 3150);
        assertThat(first.get(2)).isBetween(850, 1150);
        assertThat(first.get(3)).isBetween(1, 150);
    }

    // What is remembered

    @Test
    void anAnswerIsKeptAsLongAsItHolds() {
        zone.address("example.net", "192.0.2.1");
        servers("sip:x@example.net:5060");
        servers("sip:y@example.net:5060");
        assertThat(zone.asked).hasSize(2);
        now += 61 * SECOND;
        servers("sip:x@example.net:5060");
        assertThat(zone.asked).hasSize(4);
    }

    @Test
    void noAnswerIsAskedForAgainSoon() {
        zone.broken = true;
        assertThat(servers("sip:x@example.net:5060")).isEmpty();
        assertThat(servers("sip:x@example.net:5060")).isEmpty();
        assertThat(zone.asked).hasSize(2);
        zone.broken = false;
        zone.address("example.net", "192.0.2.1");
        now += 3 * SECOND;
        assertThat(servers("sip:x@example.net:5060")).containsExactly("udp 192.0.2.1:5060");
    }

    @Test
    void theSameQuestionIsAskedOnceForAllWhoWait() {
        zone.holding = true;
        zone.address("example.net", "192.0.2.1");
        List<Integer> told = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            locator.locate(
                    SipUri.of("x", "example.net", 5060),
                    now,
                    (servers, _) -> told.add(servers.size()));
        }
        assertThat(told).isEmpty();
        zone.answerAll();
        assertThat(told).containsExactly(1, 1, 1);
        assertThat(zone.asked).containsExactly("A example.net", "AAAA example.net");
    }

    @Test
    void whatIsKeptIsBounded() {
        DnsCache cache = new DnsCache(zone);
        for (int i = 0; i < 10_000; i++) {
            cache.ask("n" + i, jackfield.base.dns.DnsType.A, now, (_, _) -> {});
        }
        assertThat(cache.size()).isEqualTo(4096);
        zone.holding = true;
        List<Boolean> known = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            cache.ask(
                    "m" + i,
                    jackfield.base.dns.DnsType.A,
                    now,
                    (answer, _) -> known.add(answer.known()));
        }
        assertThat(cache.waiting()).isEqualTo(512);
        assertThat(known).hasSize(10_000 - 512).containsOnly(false);
    }

    @Test
    void aDeadServerGoesBehindTheOthersForAWhile() {
        zone.address("example.net", "192.0.2.1").address("example.net", "192.0.2.2");
        locator.locate(
                SipUri.of("x", "example.net", 5060),
                now,
                (servers, then) -> locator.failed(servers.getFirst(), then));
        assertThat(servers("sip:x@example.net:5060"))
                .containsExactly("udp 192.0.2.2:5060", "udp 192.0.2.1:5060");
        now += 31 * SECOND;
        assertThat(servers("sip:x@example.net:5060"))
                .containsExactly("udp 192.0.2.1:5060", "udp 192.0.2.2:5060");
    }

    @Test
    void aDomainWithoutMeasureCostsNoMoreThanAFewServers() {
        for (int i = 0; i < 500; i++) {
            zone.srv("_sip._udp.example.net", 1, 1, 5060, "s" + i + ".example.net");
            zone.address("s" + i + ".example.net", "192.0.2." + i % 250);
        }
        assertThat(servers("sip:x@example.net;transport=udp")).hasSize(12);
        assertThat(zone.asked.size()).isLessThan(40);
    }

    @Test
    void chainsOfAnswersAtOnceDoNotFillTheStack() {
        for (int i = 0; i < 2_000; i++) {
            zone.srv("_sip._udp.example.net", 1, 1, 5060, "s" + i + ".example.net");
        }
        assertThat(servers("sip:x@example.net;transport=udp")).isEmpty();
    }
}
