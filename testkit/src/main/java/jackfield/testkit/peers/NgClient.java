package jackfield.testkit.peers;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One who commands a relay by NG: the whole of a request as a map, the whole of the reply as JSON,
/// whatever it was on the wire.
public final class NgClient implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String NG = "application/x-rtpengine-ng";

    /// Carries one message there and its reply back.
    private interface Way extends AutoCloseable {
        /// The reply; null when none comes.
        byte @Nullable [] carry(byte[] message) throws IOException;

        @Override
        void close();
    }

    private final Way way;
    private final boolean bencode;
    private final boolean cookies;
    private final int mark = System.identityHashCode(this);
    private long cookie;

    private NgClient(Way way, boolean bencode, boolean cookies) {
        this.way = way;
        this.bencode = bencode;
        this.cookies = cookies;
    }

    /// JSON over UDP.
    public static NgClient udp(String host, int port) {
        return new NgClient(new Datagrams(host, port), false, true);
    }

    /// Bencode over UDP, as Kamailio has it.
    public static NgClient bencode(String host, int port) {
        return new NgClient(new Datagrams(host, port), true, true);
    }

    /// Bencode over TCP.
    public static NgClient tcp(String host, int port) {
        return new NgClient(new Connection(host, port), true, true);
    }

    /// JSON over HTTP, without cookies.
    public static NgClient http(String host, int port) {
        URI uri = URI.create("http://" + host + ":" + port + "/ng-plain");
        return new NgClient(new Posts(uri, "application/json"), false, false);
    }

    /// Bencode over HTTP.
    public static NgClient httpBencode(String host, int port) {
        URI uri = URI.create("http://" + host + ":" + port + "/ng");
        return new NgClient(new Posts(uri, NG), true, true);
    }

    /// JSON over a WebSocket, with cookies.
    public static NgClient webSocket(String host, int port) {
        return new NgClient(new Frames(URI.create("ws://" + host + ":" + port + "/")), false, true);
    }

    /// A request: `request("query", "call-id", "c1")`.
    public static Map<String, Object> request(String command, Object... more) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("command", command);
        for (int i = 0; i < more.length; i += 2) {
            request.put((String) more[i], more[i + 1]);
        }
        return request;
    }

    /// Asks; an empty object when there is no reply.
    public JsonNode ask(String command, Object... more) {
        return ask(request(command, more));
    }

    /// Asks; an empty object when there is no reply.
    public JsonNode ask(Map<String, Object> request) {
        JsonNode json = JSON.valueToTree(request);
        byte[] body = bencode ? encoded(json) : JSON.writeValueAsBytes(json);
        byte[] reply = send(body);
        if (reply == null) {
            return JSON.createObjectNode();
        }
        return bencode ? decoded(reply) : JSON.readTree(reply);
    }

    /// Sends a body as it is, behind a cookie where the way wants one; the body of the reply, null
    /// without one.
    public byte @Nullable [] send(byte[] body) {
        byte[] head = bytes(cookies ? ++cookie + "_" + mark + " " : "");
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(head);
        message.writeBytes(body);
        try {
            byte[] reply = way.carry(message.toByteArray());
            if (reply == null) {
                return null;
            }
            if (!Arrays.equals(head, Arrays.copyOf(reply, head.length))) {
                throw new AssertionError("the reply to another request");
            }
            return Arrays.copyOfRange(reply, head.length, reply.length);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        way.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // Bencode, so that the tests do not read with what they try.

    private static byte[] encoded(JsonNode node) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encode(node, out);
        return out.toByteArray();
    }

    private static void encode(JsonNode node, ByteArrayOutputStream out) {
        if (node.isObject()) {
            out.write('d');
            node.properties()
                    .forEach(each -> {
                        text(each.getKey(), out);
                        encode(each.getValue(), out);
                    });
            out.write('e');
        } else if (node.isArray()) {
            out.write('l');
            node.forEach(each -> encode(each, out));
            out.write('e');
        } else if (node.isIntegralNumber()) {
            out.writeBytes(bytes("i" + node.longValue() + "e"));
        } else {
            text(node.asString(), out);
        }
    }

    private static void text(String text, ByteArrayOutputStream out) {
        byte[] utf8 = bytes(text);
        out.writeBytes(bytes(utf8.length + ":"));
        out.writeBytes(utf8);
    }

    private static JsonNode decoded(byte[] bytes) {
        return new Reader(bytes).value();
    }

    private static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        JsonNode value() {
            return switch (bytes[at]) {
                case 'd' -> {
                    at++;
                    ObjectNode node = JSON.createObjectNode();
                    while (bytes[at] != 'e') {
                        String key = string();
                        node.set(key, value());
                    }
                    at++;
                    yield node;
                }
                case 'l' -> {
                    at++;
                    ArrayNode node = JSON.createArrayNode();
                    while (bytes[at] != 'e') {
                        node.add(value());
                    }
                    at++;
                    yield node;
                }
                case 'i' -> {
                    at++;
                    long number = Long.parseLong(upTo('e'));
                    yield JsonNodeFactory.instance.numberNode(number);
                }
                default -> JsonNodeFactory.instance.stringNode(string());
            };
        }

        private String upTo(char end) {
            int from = at;
            while (bytes[at] != end) {
                at++;
            }
            return new String(bytes, from, at++ - from, StandardCharsets.US_ASCII);
        }

        private String string() {
            int length = Integer.parseInt(upTo(':'));
            at += length;
            return new String(bytes, at - length, length, StandardCharsets.UTF_8);
        }
    }

    private static final class Datagrams implements Way {
        private final DatagramSocket socket;

        Datagrams(String host, int port) {
            try {
                socket = new DatagramSocket();
                socket.setSoTimeout((int) PATIENCE.toMillis());
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral(host), port));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public byte @Nullable [] carry(byte[] message) throws IOException {
            try {
                socket.send(new DatagramPacket(message, message.length));
                DatagramPacket reply = new DatagramPacket(new byte[65_507], 65_507);
                socket.receive(reply);
                return Arrays.copyOf(reply.getData(), reply.getLength());
            } catch (SocketTimeoutException silent) {
                return null;
            } catch (PortUnreachableException notYet) {
                return null;
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static final class Connection implements Way {
        private final Socket socket;

        Connection(String host, int port) {
            try {
                socket = new Socket(InetAddress.ofLiteral(host), port);
                socket.setSoTimeout((int) PATIENCE.toMillis());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public byte @Nullable [] carry(byte[] message) throws IOException {
            socket.getOutputStream().write(message);
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream reply = new ByteArrayOutputStream();
            int b = in.read();
            for (; b != ' '; b = in.read()) {
                if (b < 0) {
                    return null;
                }
                reply.write(b);
            }
            reply.write(b);
            int open = 0;
            do {
                b = in.read();
                reply.write(b);
                if (b == 'd' || b == 'l') {
                    open++;
                } else if (b == 'e') {
                    open--;
                } else if (b == 'i') {
                    for (b = in.read(); b != 'e'; b = in.read()) {
                        reply.write(b);
                    }
                    reply.write(b);
                } else if (b < 0) {
                    throw new EOFException(reply.toString(StandardCharsets.ISO_8859_1));
                } else {
                    int length = b - '0';
                    for (b = in.read(); b != ':'; b = in.read()) {
                        reply.write(b);
                        length = length * 10 + b - '0';
                    }
                    reply.write(b);
                    reply.writeBytes(in.readNBytes(length));
                }
            } while (open > 0);
            return reply.toByteArray();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Posts(URI uri, String type, HttpClient client) implements Way {
        Posts(URI uri, String type) {
            this(uri, type, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
        }

        @Override
        public byte[] carry(byte[] message) throws IOException {
            HttpRequest request =
                    HttpRequest.newBuilder(uri)
                            .header("Content-Type", type)
                            .timeout(PATIENCE)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(message))
                            .build();
            try {
                return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private static final class Frames implements Way {
        private final BlockingQueue<byte[]> replies = new LinkedBlockingQueue<>();
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final WebSocket socket;

        Frames(URI uri) {
            socket =
                    client.newWebSocketBuilder()
                            .subprotocols("ng.rtpengine.com")
                            .buildAsync(uri, new Listening(replies))
                            .join();
        }

        @Override
        public byte @Nullable [] carry(byte[] message) throws IOException {
            socket.sendText(new String(message, StandardCharsets.UTF_8), true).join();
            try {
                return replies.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() {
            socket.abort();
            client.shutdownNow();
        }
    }

    /// Puts whole messages together.
    private static final class Listening implements WebSocket.Listener {
        private final BlockingQueue<byte[]> replies;
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

        Listening(BlockingQueue<byte[]> replies) {
            this.replies = replies;
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence data, boolean last) {
            take(bytes(data.toString()), last);
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(
                WebSocket from, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            take(part, last);
            from.request(1);
            return null;
        }

        private void take(byte[] part, boolean last) {
            parts.writeBytes(part);
            if (last) {
                replies.add(parts.toByteArray());
                parts.reset();
            }
        }
    }
}
