package jackfield.testkit.peers;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A push service (RFC 8030) on one port: push resources by HTTP for those who send, and for a
/// Firefox the WebSocket that Mozilla's own service speaks. It keeps what it was sent, and answers
/// what a test wants.
public final class PushService implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /// One push message as it came.
    ///
    /// @param resource the last part of its path
    /// @param headers field values by field name in lower case
    @SuppressWarnings("ArrayRecordComponent") // bytes that a test looks at, never compared
    public record Sent(String resource, Map<String, String> headers, byte[] body) {}

    private final ServerSocket listener;
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final Deque<Integer> answers = new ArrayDeque<>();
    private final Map<String, Browser> channels = new ConcurrentHashMap<>();

    private PushService(ServerSocket listener) {
        this.listener = listener;
    }

    /// Opens one at an address, on a free port.
    public static PushService at(String address) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
            PushService service = new PushService(listener);
            Thread.ofVirtual().start(service::accept);
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where it is: `http://127.0.0.1:8090`.
    public String origin() {
        return "http://"
                + listener.getInetAddress().getHostAddress()
                + ":"
                + listener.getLocalPort();
    }

    /// The preferences that make a Firefox use it.
    Map<String, Object> preferences() {
        return Map.of(
                "dom.push.serverURL",
                "\"" + origin().replaceFirst("http", "ws") + "/\"",
                "dom.push.testing.allowInsecureServerURL",
                true,
                "dom.push.connection.enabled",
                true,
                // What makes test runs quiet turns push messages off.
                "remote.prefs.recommended",
                false,
                "permissions.default.desktop-notification",
                1,
                "devtools.jsonview.enabled",
                false,
                "browser.aboutwelcome.enabled",
                false);
    }

    /// A push resource that nobody reads.
    public String resource(String name) {
        return origin() + "/push/" + name;
    }

    /// The next messages are answered so: first to last; then 201 again.
    public void answers(int... statuses) {
        synchronized (answers) {
            for (int status : statuses) {
                answers.add(status);
            }
        }
    }

    /// What has come, the oldest first.
    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    /// Waits for so many messages in all; gives the last.
    public Sent awaitSent(int count) {
        Patience.until(
                count + " push messages",
                LIMIT,
                () -> sent.size() >= count,
                () -> sent.size() + " have come");
        return sent.get(count - 1);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                Map<String, String> headers = new LinkedHashMap<>();
                for (String field = line(in); !field.isEmpty(); field = line(in)) {
                    int colon = field.indexOf(':');
                    headers.put(
                            field.substring(0, colon).toLowerCase(Locale.ROOT),
                            field.substring(colon + 1).strip());
                }
                String key = headers.get("sec-websocket-key");
                if (key != null) {
                    new Browser(socket.getOutputStream()).run(in, key);
                    return;
                }
                push(line, headers, in, socket.getOutputStream());
            }
        } catch (IOException gone) {
            // a connection that ended
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                if (line.isEmpty()) {
                    return "";
                }
                throw new EOFException();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private void push(
            String line, Map<String, String> headers, DataInputStream in, OutputStream out)
            throws IOException {
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        String resource = line.replaceFirst("^POST /push/(\\S*) .*$", "$1");
        Integer status;
        synchronized (answers) {
            status = answers.poll();
        }
        int answer = status == null ? 201 : status;
        sent.add(new Sent(resource, headers, body));
        Browser browser = channels.get(resource);
        if (answer == 201 && browser != null) {
            browser.deliver(resource, headers, body);
        }
        String said = "HTTP/1.1 " + answer + " Said\r\ncontent-length: 0\r\n\r\n";
        out.write(said.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /// A browser on its WebSocket (RFC 6455).
    private final class Browser {
        private final OutputStream out;

        private Browser(OutputStream out) {
            this.out = out;
        }

        private void run(DataInputStream in, String key) throws IOException {
            String said =
                    "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection:"
                            + " Upgrade\r\nsec-websocket-protocol: push-notification\r\n"
                            + "sec-websocket-accept: "
                            + accept(key)
                            + "\r\n\r\n";
            out.write(said.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            for (String text = frame(in); text != null; text = frame(in)) {
                if (!text.isEmpty()) {
                    answer(JsonMapper.shared().readTree(text));
                }
            }
        }

        private static String accept(String key) {
            try {
                return Base64.getEncoder()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-1")
                                        .digest(
                                                (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                                        .getBytes(StandardCharsets.US_ASCII)));
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        /// The next text; empty for a frame of another kind, null at the end.
        private static @Nullable String frame(DataInputStream in) throws IOException {
            int first = in.read();
            if (first < 0 || (first & 0x0f) == 8) {
                return null;
            }
            int second = in.readUnsignedByte();
            int length = second & 0x7f;
            length = length == 126 ? in.readUnsignedShort() : length;
            byte[] mask = in.readNBytes((second & 0x80) == 0 ? 0 : 4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length && mask.length == 4; i++) {
                payload[i] ^= mask[i % 4];
            }
            return (first & 0x0f) == 1 ? new String(payload, StandardCharsets.UTF_8) : "";
        }

        private void answer(JsonNode said) throws IOException {
            String channel = said.path("channelID").asString("");
            switch (said.path("messageType").asString("")) {
                case "hello" ->
                        say(
                                Map.of(
                                        "messageType",
                                        "hello",
                                        "uaid",
                                        UUID.randomUUID().toString().replace("-", ""),
                                        "status",
                                        200,
                                        "use_webpush",
                                        true,
                                        "broadcasts",
                                        Map.of()));
                case "register" -> {
                    channels.put(channel, this);
                    say(
                            Map.of(
                                    "messageType",
                                    "register",
                                    "channelID",
                                    channel,
                                    "status",
                                    200,
                                    "pushEndpoint",
                                    resource(channel)));
                }
                case "unregister" -> {
                    channels.remove(channel);
                    say(Map.of("messageType", "unregister", "channelID", channel, "status", 200));
                }
                case "" -> say(Map.of());
                default -> {} // ack, nack, broadcasts: nothing to answer
            }
        }

        private void deliver(String channel, Map<String, String> headers, byte[] body)
                throws IOException {
            say(
                    Map.of(
                            "messageType",
                            "notification",
                            "channelID",
                            channel,
                            "version",
                            UUID.randomUUID().toString(),
                            "data",
                            Base64.getUrlEncoder().withoutPadding().encodeToString(body),
                            "headers",
                            Map.of("encoding", headers.getOrDefault("content-encoding", ""))));
        }

        private synchronized void say(Map<String, Object> message) throws IOException {
            byte[] payload = JsonMapper.shared().writeValueAsBytes(message);
            ByteBuffer frame = ByteBuffer.allocate(payload.length + 4).put((byte) 0x81);
            if (payload.length < 126) {
                frame.put((byte) payload.length);
            } else {
                frame.put((byte) 126).putShort((short) payload.length);
            }
            frame.put(payload);
            out.write(frame.array(), 0, frame.position());
            out.flush();
        }
    }
}
