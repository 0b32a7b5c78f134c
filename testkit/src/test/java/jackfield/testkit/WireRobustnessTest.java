package jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Parsed;
import jackfield.base.Transport;
import jackfield.sip.message.Message;
import jackfield.sip.message.Parser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bytes that are nearly SIP, through parser, transactions and dialog: what the parser lets pass
/// must not throw anywhere behind it.
class WireRobustnessTest {
    private static final String INVITE =
            """
            INVITE sip:9999@example.com SIP/2.0
            Via: SIP/2.0/UDP pc.example.com;rport;branch=z9hG4bK1, SIP/2.0/TCP p;branch=z9hG4bK2
            Max-Forwards: 70
            Record-Route: <sip:p1.example.com;lr>
            From: "Alice" <sip:alice@example.com>;tag=a
            To: <sip:9999@example.com>
            Call-ID: c1
            CSeq: 1 INVITE
            Timestamp: 5
            Contact: <sip:alice@pc.example.com>
            Content-Length: 0

            """;
    private static final List<String> MESSAGES =
            List.of(
                    INVITE,
                    INVITE.replace("INVITE", "CANCEL"),
                    INVITE.replace("INVITE", "ACK"),
                    INVITE.replace("INVITE", "BYE").replace("9999@example.com>", "x>;tag=echo"),
                    INVITE.replace("INVITE sip:9999@example.com SIP/2.0", "SIP/2.0 200 OK"));

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatTheParserLetsPassThrowsNowhere(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Answerer answerer = new Answerer();
        VirtualClock clock = new VirtualClock();
        clock.add(answerer::deadline, () -> answerer.wake(clock.now(), _ -> {}));
        List<Node.Sent> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            byte[] bytes =
                    MESSAGES.get(random.nextInt(MESSAGES.size()))
                            .replace("\n", "\r\n")
                            .getBytes(StandardCharsets.UTF_8);
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] =
                        random.nextBoolean()
                                ? (byte) random.nextInt(256)
                                : (byte) ",;:<>\"= \r\n@".charAt(random.nextInt(11));
            }
            Flow flow =
                    new Flow(
                            random.nextInt(2),
                            random.nextBoolean() ? Transport.UDP : Transport.WSS,
                            Endpoint.ipv4(1, 5060),
                            Endpoint.ipv4(2, 5060));
            if (Parser.parse(bytes) instanceof Parsed.Ok<Message>(Message message)) {
                answerer.receive(message, flow, clock.now(), sent::add);
            }
            clock.advanceSeconds(random.nextDouble(2));
        }
        assertThat(sent).isNotEmpty();
        assertThat(answerer.inFlight()).isLessThan(300);
    }
}
