package jackfield.bench.sip;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// A browser's connection: it opens, registers when it is told to, answers pings, and is idle. Its
/// reader is a virtual thread.
final class WebSocketPhone implements Runnable {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final byte[] MASK = {0x5a, 0x11, 0x33, 0x77};

    /// Hears what becomes of the phone. From any thread.
    interface Events {
        void connected();

        void registered();

        void failed(String why);
    }

    private final int number;
    private final Server server;
    private final String from;
    private final @Nullable SSLSocketFactory tls;
    private final Events events;
    private final Digest digest = new Digest();
    private final String user;
    private final String callId;
    private @Nullable Socket socket;
    private @Nullable OutputStream out;
    private volatile boolean closing;

    /// @param from the address it connects from
    /// @param tls null for plain
    WebSocketPhone(
            int number, Server server, String from, @Nullable SSLSocketFactory tls, Events events) {
        this.number = number;
        this.server = server;
        this.from = from;
        this.tls = tls;
        this.events = events;
        user = "u" + number;
        callId = "ws-" + user + "-" + System.nanoTime();
    }

    @Override
    public void run() {
        try {
            InputStream in = open();
            events.connected();
            while (!closing) {
                frame(in);
            }
        } catch (IOException e) {
            if (!closing) {
                events.failed(String.valueOf(e.getMessage()));
            }
        }
    }

    private InputStream open() throws IOException {
        Socket plain = new Socket();
        socket = plain;
        plain.setTcpNoDelay(true);
        plain.bind(new InetSocketAddress(from, 0));
        int port = tls == null ? Server.WS_PORT : Server.WSS_PORT;
        plain.connect(new InetSocketAddress(server.address(), port));
        Socket carrier =
                tls == null ? plain : tls.createSocket(plain, server.address(), port, true);
        socket = carrier;
        OutputStream writer = carrier.getOutputStream();
        out = writer;
        InputStream in = new BufferedInputStream(carrier.getInputStream(), 1024);
        writer.write(
                ("GET /ws HTTP/1.1\r\nHost: "
                                + server.address()
                                + ":"
                                + port
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                + "Sec-WebSocket-Protocol: sip\r\nSec-WebSocket-Version: 13\r\n"
                                + "Origin: http"
                                + (tls == null ? "" : "s")
                                + "://"
                                + server.address()
                                + ":"
                                + port
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        writer.flush();
        String answer = line(in);
        if (!answer.contains(" 101 ")) {
            throw new IOException("no WebSocket: " + answer);
        }
        while (!line(in).isEmpty()) {}
        return in;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = octet(in); c != '\n'; c = octet(in)) {
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    private static int octet(InputStream in) throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException("the server closed the connection");
        }
        return octet;
    }

    private void frame(InputStream in) throws IOException {
        int opcode = octet(in) & 15;
        int length = octet(in) & 127;
        if (length == 126) {
            length = octet(in) << 8 | octet(in);
        } else if (length == 127) {
            throw new IOException("a frame too long for this load");
        }
        byte[] payload = in.readNBytes(length);
        switch (opcode) {
            case PING -> write(PONG, payload);
            case CLOSE -> throw new IOException("the server closed the WebSocket");
            case TEXT -> hear(new String(payload, StandardCharsets.ISO_8859_1));
            default -> {}
        }
    }

    private void hear(String message) throws IOException {
        int status = Text.status(message);
        if (status == 401) {
            String uri = "sip:" + server.address();
            send(2, digest.answer(message, "REGISTER", uri, user, digest.ha1(user)));
        } else if (status == 200) {
            events.registered();
        } else {
            events.failed("REGISTER " + status);
        }
    }

    /// Begins to register.
    void register() {
        try {
            send(1, "");
        } catch (IOException e) {
            events.failed(String.valueOf(e.getMessage()));
        }
    }

    private void send(int cseq, String credentials) throws IOException {
        String domain = server.address();
        String register =
                "REGISTER sip:%1$s SIP/2.0\r\nVia: SIP/2.0/%2$s b%3$d.invalid;branch=z9hG4bKw%3$dx%4$d\r\n"
                                .formatted(domain, tls == null ? "WS" : "WSS", number, cseq)
                        + "Max-Forwards: 70\r\nFrom: <sip:%1$s@%2$s>;tag=w%1$s\r\nTo: <sip:%1$s@%2$s>\r\n"
                                .formatted(user, domain)
                        + "Call-ID: %s@load\r\nCSeq: %d REGISTER\r\n".formatted(callId, cseq)
                        + "Contact: <sip:%s@b%d.invalid;transport=ws>\r\nExpires: 600\r\n"
                                .formatted(user, number)
                        + "User-Agent: load\r\n"
                        + credentials
                        + "Content-Length: 0\r\n\r\n";
        write(TEXT, register.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// One masked frame (RFC 6455 section 5.2).
    private synchronized void write(int opcode, byte[] payload) throws IOException {
        int head = payload.length < 126 ? 2 : 4;
        byte[] frame = new byte[head + 4 + payload.length];
        frame[0] = (byte) (0x80 | opcode);
        if (head == 2) {
            frame[1] = (byte) (0x80 | payload.length);
        } else {
            frame[1] = (byte) (0x80 | 126);
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
        }
        System.arraycopy(MASK, 0, frame, head, 4);
        for (int i = 0; i < payload.length; i++) {
            frame[head + 4 + i] = (byte) (payload[i] ^ MASK[i & 3]);
        }
        OutputStream writer = out;
        if (writer != null) {
            writer.write(frame);
            writer.flush();
        }
    }

    void close() {
        closing = true;
        Socket open = socket;
        if (open != null) {
            try {
                open.close();
            } catch (IOException gone) {
                // as it should be
            }
        }
    }
}
