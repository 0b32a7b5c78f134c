package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.testkit.TortureAnswer;
import jackfield.testkit.peers.Node;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The torture messages of RFC 4475 and RFC 5118 sent to a real node by a stranger.
@Tag("interop")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class TortureInteropTest {
    private static final int PATIENCE_MS = 20_000;

    @TempDir static Path folder;
    private static Node node;

    @BeforeAll
    static void start() {
        node = Node.start(folder, Addresses.next(), Map.of("domain", "example.com"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Stream<TortureAnswer> all() {
        return Stream.concat(TortureAnswer.all(4475).stream(), TortureAnswer.all(5118).stream());
    }

    /// What a stranger gets. A node without IPv6 knows the addresses of RFC 5118 as others'.
    private static String expected(TortureAnswer answer, boolean stream) {
        return switch (answer.message().name()) {
            case "ipv6-good", "port-unambiguous" -> "404";
            case "via-received-param-no-delim" -> "407";
            default -> (stream ? answer.stream() : answer.whole()).getFirst();
        };
    }

    private static int questions;

    /// Asked behind each message: its answer shows that the node has read what was before it. Each
    /// is one of its own, for the same by two ways is refused (482).
    private static byte[] sane(String transport, String via) {
        return """
        OPTIONS sip:example.com SIP/2.0
        Via: SIP/2.0/%1$s %2$s;branch=z9hG4bKafterwards%3$d
        From: <sip:sane@example.com>;tag=1
        To: <sip:example.com>
        Call-ID: afterwards-%3$d
        CSeq: 1 OPTIONS
        Max-Forwards: 70
        Content-Length: 0

        """
                .formatted(transport, via, ++questions)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// The message with a branch of its own: the RFC uses some again.
    private static byte[] bytes(TortureAnswer row) {
        return new String(row.message().bytes(), StandardCharsets.ISO_8859_1)
                .replaceAll("z9hG4bK(kdjuw|as3)", "z9hG4bK" + ++questions + "x$1")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isSane(String answer) {
        return answer.startsWith("SIP/2.0 200 ")
                && answer.contains("Call-ID: afterwards-" + questions + "\r\n");
    }

    private static String outcome(List<String> answers) {
        List<String> finals =
                answers.stream()
                        .map(answer -> answer.split(" ", 3)[1])
                        .filter(status -> !status.startsWith("1"))
                        .distinct()
                        .toList();
        return finals.isEmpty() ? "nothing" : String.join(",", finals);
    }

    @Test
    void overUdp() throws IOException {
        for (TortureAnswer row : (Iterable<TortureAnswer>) all()::iterator) {
            String text = new String(row.message().bytes(), StandardCharsets.UTF_8);
            if (text.contains("]:6050;") || text.contains("]:19823;")) {
                // Their answers go to those ports.
                continue;
            }
            InetAddress own = InetAddress.getByName(Addresses.next());
            try (DatagramSocket socket = new DatagramSocket(5060, own)) {
                socket.setSoTimeout(PATIENCE_MS);
                say(socket, bytes(row));
                say(socket, sane("UDP", own.getHostAddress()));
                List<String> answers = new ArrayList<>();
                for (String next = hear(socket); !isSane(next); next = hear(socket)) {
                    answers.add(next);
                }
                assertThat(outcome(answers)).as("%s over UDP", row).isEqualTo(expected(row, false));
            }
        }
        assertRegisters();
    }

    private static void say(DatagramSocket socket, byte[] bytes) throws IOException {
        InetSocketAddress to = new InetSocketAddress(node.address(), 5060);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static String hear(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Test
    void overTcp() throws IOException {
        for (TortureAnswer row : (Iterable<TortureAnswer>) all()::iterator) {
            String expected = expected(row, true);
            if (Set.of("clerr", "dblreq").contains(row.message().name())) {
                // The node waits for the rest of the one; the other ends in half a line.
                continue;
            }
            try (Socket socket = new Socket()) {
                socket.bind(new InetSocketAddress(Addresses.next(), 0));
                socket.connect(new InetSocketAddress(node.address(), 5060), PATIENCE_MS);
                socket.setSoTimeout(PATIENCE_MS);
                socket.getOutputStream().write(bytes(row));
                boolean closed = expected.endsWith(",closed");
                if (!closed) {
                    socket.getOutputStream().write(sane("TCP", "there.invalid"));
                }
                List<String> answers = new ArrayList<>();
                String next = hear(socket.getInputStream());
                while (!next.isEmpty() && !isSane(next)) {
                    answers.add(next);
                    next = hear(socket.getInputStream());
                }
                assertThat(outcome(answers) + (next.isEmpty() ? ",closed" : ""))
                        .as("%s over TCP", row)
                        .isEqualTo(expected);
            }
        }
        assertRegisters();
    }

    /// One message without a body, as all answers here are; empty at the end of the stream.
    private static String hear(InputStream in) throws IOException {
        StringBuilder message = new StringBuilder();
        while (message.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            message.append((char) next);
        }
        return message.toString();
    }

    @Test
    void overWebSocket() throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (TortureAnswer row : (Iterable<TortureAnswer>) all()::iterator) {
                BlockingQueue<String> heard = new LinkedBlockingQueue<>();
                WebSocket socket =
                        client.newWebSocketBuilder()
                                .subprotocols("sip")
                                .buildAsync(
                                        URI.create("ws://" + node.address() + ":8080/ws"),
                                        new Ear(heard))
                                .join();
                socket.sendBinary(ByteBuffer.wrap(bytes(row)), true).join();
                socket.sendBinary(ByteBuffer.wrap(sane("WS", "there.invalid")), true).join();
                List<String> answers = new ArrayList<>();
                String next = heard.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
                while (next != null && !isSane(next)) {
                    answers.add(next);
                    next = heard.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
                }
                assertThat(next).as("a sane question after %s", row).isNotNull();
                assertThat(outcome(answers))
                        .as("%s over a WebSocket", row)
                        .isEqualTo(expected(row, false));
                socket.abort();
            }
        }
        assertRegisters();
    }

    /// Puts whole messages into a queue.
    private static final class Ear implements WebSocket.Listener {
        private final BlockingQueue<String> heard;
        private final StringBuilder part = new StringBuilder();

        Ear(BlockingQueue<String> heard) {
            this.heard = heard;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            take(data, last);
            return WebSocket.Listener.super.onText(socket, data, last);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            take(StandardCharsets.UTF_8.decode(data), last);
            return WebSocket.Listener.super.onBinary(socket, data, last);
        }

        private void take(CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                heard.add(part.toString());
                part.setLength(0);
            }
        }
    }

    private static void assertRegisters() {
        try (RawPhone alice = new RawPhone(node, "alice")) {
            assertThat(
                            alice.proving(
                                            alice.request(Method.REGISTER, "")
                                                    .with(HeaderName.EXPIRES, "60"),
                                            node.demoPassword("alice"))
                                    .status())
                    .isEqualTo(200);
        }
        assertThat(node.api("/api/calls")).as("calls that are left").doesNotContain("callId");
    }
}
