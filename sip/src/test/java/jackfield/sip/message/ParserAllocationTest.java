package jackfield.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.base.Transport;
import jackfield.sip.AllocatedBytes;
import jackfield.sip.transaction.Timers;
import jackfield.sip.transaction.TransactionLayer;
import jackfield.sip.transaction.TransactionOutput;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What reading costs in heap bytes, as a node reads: one parser, used again, on a datagram whose
/// array it is given. Bytes, not time: the same on every machine, compiled or not.
class ParserAllocationTest {
    private static final int ROUNDS = 2_000;
    private static final int MOST = 300;

    private static final byte[] INVITE =
            ("""
            INVITE sip:+15551234567@sbc.example.com:5060;user=phone;transport=udp SIP/2.0
            Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK-524287-1---0a1b2c3d4e5f6071;rport
            Max-Forwards: 70
            Route: <sip:edge.example.com:5060;lr;transport=udp>
            Contact: <sip:alice@198.51.100.7:5060;transport=udp;ob>;+sip.ice
            To: <sip:+15551234567@example.com;user=phone>
            From: "Alice Liddell" <sip:alice@example.com>;tag=6c1f3a7e
            Call-ID: 84c1b2e0-7f55-4c1d-9d07-aa20f3f0c5d1@198.51.100.7
            CSeq: 31862 INVITE
            Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, MESSAGE, SUBSCRIBE, INFO
            Supported: replaces, outbound, gruu, path, timer, 100rel
            User-Agent: Example-Phone/4.2.1 (build 20260114)
            P-Preferred-Identity: "Alice Liddell" <sip:alice@example.com>
            Session-Expires: 1800;refresher=uac
            Min-SE: 90
            X-Account: 0042
            Content-Type: application/sdp
            Content-Length: 589

            """
                            + "v=0\n".repeat(1)
                            + "a=candidate:1 1 UDP 2130706431\n".repeat(18)
                            + "a=sendrecv\na=mid:0\n")
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.UTF_8);

    private final Parser parser = new Parser(Parser.Limits.USUAL);
    private int sent;

    private Message read() {
        if (parser.next(INVITE) instanceof Reading.Whole(Message message)) {
            return message;
        }
        throw new AssertionError("not taken");
    }

    @Test
    void readingMakesTheMessageAndNothingElse() throws Throwable {
        assertThat(INVITE.length).isBetween(1_400, 1_600);
        assertThat(each(this::read)).isLessThanOrEqualTo(MOST);
    }

    /// The second half of what a datagram costs before anybody acts on it: Via, method and flow
    /// find the transaction that absorbs it.
    @Test
    void aRepeatedRequestFindsItsTransactionWithoutText() throws Throwable {
        TransactionLayer layer = new TransactionLayer(new SplittableRandom(1), Timers.DEFAULT);
        Flow flow =
                new Flow(
                        1,
                        Transport.UDP,
                        Endpoint.ipv4(0x0a000001, 5060),
                        Endpoint.ipv4(0xc6336407, 5060));
        Outbox<TransactionOutput> out = _ -> sent++;
        assertThat(each(() -> layer.receive(read(), flow, 1, out))).isLessThanOrEqualTo(MOST);
        assertThat(layer.inFlight()).isEqualTo(1);
        assertThat(sent).isGreaterThan(2 * ROUNDS);
    }

    /// The bytes each run of `work` allocates, after as many to load and link what it needs.
    private static long each(Runnable work) throws Throwable {
        for (int i = 0; i < ROUNDS; i++) {
            work.run();
        }
        long before = AllocatedBytes.now();
        for (int i = 0; i < ROUNDS; i++) {
            work.run();
        }
        return (AllocatedBytes.now() - before) / ROUNDS;
    }
}
