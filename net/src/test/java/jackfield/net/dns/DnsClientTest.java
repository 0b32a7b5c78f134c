package jackfield.net.dns;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.dns.DnsAnswer;
import jackfield.base.dns.DnsRecord;
import jackfield.base.dns.DnsType;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// Against a DNS server of a few lines on the loopback address.
class DnsClientTest {
    private static final String ZONE =
            """
            example.test. 60 IN NAPTR 10 50 "s" "SIP+D2T" "" _sip._tcp.example.test.
            _sip._tcp.example.test. 30 IN SRV 5 7 5062 one.example.test.
            _sip._tcp.example.test. 20 IN SRV 6 0 5062 .
            one.example.test. 100 IN A 127.44.0.9
            one.example.test. 100 IN AAAA ::1
            alias.example.test. 7 IN CNAME one.example.test.
            """;

    private DatagramSocket socket;
    private DnsClient client;

    @BeforeEach
    void serve() throws IOException {
        List<Record> zone;
        try (Master master =
                new Master(new java.io.ByteArrayInputStream(ZONE.getBytes("US-ASCII")))) {
            zone = all(master);
        }
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.startVirtualThread(() -> answer(zone));
        client =
                new DnsClient(
                        List.of(
                                Endpoint.of(
                                        InetAddress.getLoopbackAddress(), socket.getLocalPort())),
                        Duration.ofSeconds(5),
                        Runnable::run,
                        () -> 42);
    }

    @AfterEach
    void end() {
        socket.close();
    }

    private static List<Record> all(Master master) throws IOException {
        List<Record> records = new java.util.ArrayList<>();
        for (Record one = master.nextRecord(); one != null; one = master.nextRecord()) {
            records.add(one);
        }
        return records;
    }

    private void answer(List<Record> zone) {
        byte[] buffer = new byte[4096];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                Message query =
                        new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
                byte[] reply = reply(zone, query).toWire();
                socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static Message reply(List<Record> zone, Message query) {
        Record asked = query.getQuestion();
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.addRecord(asked, Section.QUESTION);
        Name name = asked.getName();
        if (name.toString().startsWith("broken")) {
            reply.getHeader().setRcode(Rcode.SERVFAIL);
        }
        for (Record one : zone) {
            if (one.getName().equals(name) && one instanceof org.xbill.DNS.CNAMERecord alias) {
                reply.addRecord(one, Section.ANSWER);
                name = alias.getTarget();
            }
        }
        for (Record one : zone) {
            if (one.getName().equals(name) && one.getType() == asked.getType()) {
                reply.addRecord(one, Section.ANSWER);
            }
        }
        if (reply.getSection(Section.ANSWER).isEmpty() && reply.getRcode() == Rcode.NOERROR) {
            reply.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        return reply;
    }

    private DnsAnswer ask(String name, DnsType type) throws Exception {
        CompletableFuture<Map.Entry<DnsAnswer, Long>> heard = new CompletableFuture<>();
        client.ask(name, type, (answer, now) -> heard.complete(Map.entry(answer, now)));
        Map.Entry<DnsAnswer, Long> answer = heard.get(20, TimeUnit.SECONDS);
        assertThat(answer.getValue()).isEqualTo(42);
        return answer.getKey();
    }

    @Test
    void recordsOfEveryTypeAreRead() throws Exception {
        assertThat(ask("example.test", DnsType.NAPTR))
                .isEqualTo(
                        new DnsAnswer(
                                List.of(
                                        new DnsRecord.Naptr(
                                                10, 50, "s", "SIP+D2T", "_sip._tcp.example.test")),
                                60_000_000_000L,
                                true));
        DnsAnswer servers = ask("_sip._tcp.example.test", DnsType.SRV);
        assertThat(servers.records())
                .containsExactlyInAnyOrder(
                        new DnsRecord.Srv(5, 7, 5062, "one.example.test"),
                        new DnsRecord.Srv(6, 0, 5062, ""));
        assertThat(servers.ttl()).isEqualTo(20_000_000_000L);
        assertThat(ask("one.example.test", DnsType.A).records())
                .containsExactly(new DnsRecord.Address(Endpoint.parse("127.44.0.9:0")));
        assertThat(ask("one.example.test", DnsType.AAAA).records())
                .containsExactly(new DnsRecord.Address(Endpoint.parse("[::1]:0")));
    }

    @Test
    void anAliasIsFollowedAndItsLifeCounts() throws Exception {
        DnsAnswer answer = ask("alias.example.test", DnsType.A);
        assertThat(answer.records()).hasSize(1);
        assertThat(answer.ttl()).isEqualTo(7_000_000_000L);
    }

    @Test
    void nothingAndNoAnswerAreTwoThings() throws Exception {
        DnsAnswer nothing = ask("nobody.example.test", DnsType.A);
        assertThat(nothing.known()).isTrue();
        assertThat(nothing.records()).isEmpty();
        assertThat(nothing.ttl()).isEqualTo(10_000_000_000L);
        assertThat(ask("broken.example.test", DnsType.A)).isEqualTo(DnsAnswer.FAILED);
        assertThat(ask("a..b", DnsType.A)).isEqualTo(DnsAnswer.FAILED);
    }
}
