package jackfield.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.ThreadMXBean;
import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.base.Transport;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Message;
import jackfield.sip.message.Parser;
import jackfield.sip.message.Reading;
import jackfield.sip.message.Request;
import jackfield.sip.message.Via;
import jackfield.sip.message.Writer;
import jackfield.sip.transaction.Timers;
import jackfield.sip.transaction.TransactionLayer;
import jackfield.sip.transaction.TransactionOutput;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/// Time and garbage of reading and forwarding one INVITE of about 1.5 kB, as a proxy does it. Quick
/// figures for a change at the desk.
public final class SipParse {
    private static final int WARM = 300_000;
    private static final int ROUNDS = 300_000;
    private static final int BEST_OF = 5;

    private final Parser parser = new Parser(Parser.Limits.USUAL);
    private final byte[] wire;

    private SipParse(byte[] wire) {
        this.wire = wire;
    }

    /// Prints the best of five runs of each.
    public static void main(String[] arguments) {
        SipParse bench = new SipParse(invite().replace("\n", "\r\n").getBytes(UTF_8));
        System.out.println("message: " + bench.wire.length + " bytes");
        measure("read", () -> bench.read().headers().fieldCount());
        measure("read and match to its transaction", bench.repeated());
        measure("read; make Via, From, To, Call-ID, CSeq", () -> named(bench.read()));
        measure("read, forward, write", bench::forward);
    }

    private Message read() {
        return switch (parser.next(wire)) {
            case Reading.Whole(Message message) -> message;
            case Reading.Malformed bad -> throw new AssertionError(bad.toString());
        };
    }

    /// The INVITE comes again, and its transaction absorbs it: what a node makes of a datagram
    /// before anybody acts on it.
    private IntSupplier repeated() {
        TransactionLayer layer = new TransactionLayer(new SplittableRandom(1), Timers.DEFAULT);
        Flow flow =
                new Flow(
                        1,
                        Transport.UDP,
                        Endpoint.ipv4(0x0a000001, 5060),
                        Endpoint.ipv4(0xc6336407, 5060));
        int[] sent = new int[1];
        Outbox<TransactionOutput> out = output -> sent[0]++;
        return () -> {
            layer.receive(read(), flow, 1, out);
            return sent[0];
        };
    }

    private static int named(Message message) {
        Headers headers = message.headers();
        String branch = headers.topVia().branch();
        String from = headers.fromTag();
        return (branch == null ? 0 : branch.length())
                + (from == null ? 0 : from.length())
                + (headers.toTag() == null ? 0 : 1)
                + headers.callId().length()
                + (int) headers.cseq().number();
    }

    private int forward() {
        Request request = (Request) read();
        int known = named(request);
        Request next =
                request.with(request.headers().pop(HeaderName.ROUTE))
                        .hop(request.headers().maxForwards() - 1)
                        .push(Via.of(Transport.UDP, "10.0.0.1", 5060, "z9hG4bKxyz"));
        return known + Writer.write(next).length;
    }

    private static void measure(String what, IntSupplier work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int sink = 0;
        for (int i = 0; i < WARM; i++) {
            sink += work.getAsInt();
        }
        double best = Double.MAX_VALUE;
        long garbage = 0;
        for (int run = 0; run < BEST_OF; run++) {
            long bytes = threads.getCurrentThreadAllocatedBytes();
            long begin = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < ROUNDS; i++) {
                sink += work.getAsInt();
            }
            long took = threads.getCurrentThreadCpuTime() - begin;
            best = Math.min(best, (double) took / ROUNDS);
            garbage = (threads.getCurrentThreadAllocatedBytes() - bytes) / ROUNDS;
        }
        System.out.printf("%-42s %6.2f us %6d bytes  (%d)%n", what, best / 1_000, garbage, sink);
    }

    private static String invite() {
        return """
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
        Content-Length: 546

        """
                + ("v=0\n" + "a=candidate:1 1 UDP 2130706431\n".repeat(18)).substring(0, 529)
                + "\n";
    }
}
