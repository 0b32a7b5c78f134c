package jackfield.bench.relay;

import jackfield.base.Endpoint;
import jackfield.bench.BenchFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An NG client, as a SIP proxy has one: a request, a reply, three tries.
final class Ng implements AutoCloseable {
    private static final int TRIES = 3;
    private static final int PATIENCE_MS = 1000;
    private static final int LONGEST = 65_535;

    private final DatagramSocket socket;
    private int lastCookie;

    Ng(Endpoint listener) {
        try {
            socket = new DatagramSocket();
            socket.connect(listener.socketAddress());
            socket.setSoTimeout(PATIENCE_MS);
        } catch (IOException e) {
            throw new BenchFailure("no socket for NG", e);
        }
    }

    /// True if somebody answers a ping.
    boolean ping() {
        try {
            return "pong".equals(ask(Map.of("command", "ping"), 1).get("result"));
        } catch (BenchFailure silent) {
            return false;
        }
    }

    /// The reply's texts. Values are texts or lists of texts.
    Map<String, String> ask(Map<String, ?> request) {
        Map<String, String> reply = ask(request, TRIES);
        if (!"ok".equals(reply.get("result"))) {
            throw new BenchFailure(request.get("command") + " was answered " + reply);
        }
        return reply;
    }

    private Map<String, String> ask(Map<String, ?> request, int tries) {
        byte[] bytes = encode(request);
        try {
            for (int i = 0; i < tries; i++) {
                socket.send(new DatagramPacket(bytes, bytes.length));
                DatagramPacket reply = new DatagramPacket(new byte[LONGEST], LONGEST);
                try {
                    socket.receive(reply);
                } catch (SocketTimeoutException | PortUnreachableException again) {
                    continue;
                }
                return decode(
                        new String(
                                reply.getData(),
                                0,
                                reply.getLength(),
                                StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new BenchFailure("NG", e);
        }
        throw new BenchFailure("no answer to NG " + request.get("command"));
    }

    private byte[] encode(Map<String, ?> request) {
        StringBuilder text = new StringBuilder(1024).append(++lastCookie).append(" d");
        request.forEach((key, value) -> {
            string(text, key);
            if (value instanceof List<?> list) {
                text.append('l');
                list.forEach(item -> string(text, String.valueOf(item)));
                text.append('e');
            } else {
                string(text, String.valueOf(value));
            }
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(text.append('e').toString().getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }

    private static void string(StringBuilder to, String value) {
        to.append(value.length()).append(':').append(value);
    }

    /// The texts of a reply's outermost dictionary.
    private static Map<String, String> decode(String reply) {
        Map<String, String> texts = new LinkedHashMap<>();
        Reader reader = new Reader(reply, reply.indexOf(' ') + 2);
        while (reader.text.charAt(reader.at) != 'e') {
            String key = reader.value();
            texts.put(key, reader.value());
        }
        return texts;
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text, int at) {
            this.text = text;
            this.at = at;
        }

        /// The next value if it is a text; empty, and passed over, for anything else.
        String value() {
            char first = text.charAt(at);
            if (first == 'i') {
                at = text.indexOf('e', at) + 1;
                return "";
            }
            if (first == 'l' || first == 'd') {
                at++;
                while (text.charAt(at) != 'e') {
                    value();
                }
                at++;
                return "";
            }
            int colon = text.indexOf(':', at);
            int end = colon + 1 + Integer.parseInt(text.substring(at, colon));
            at = end;
            return text.substring(colon + 1, end);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
