package jackfield.server.interop;

import jackfield.base.Transport;
import jackfield.sip.auth.DigestClient;
import jackfield.sip.message.Body;
import jackfield.sip.message.CSeq;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.Parser;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Via;
import jackfield.sip.message.Writer;
import jackfield.testkit.peers.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/// A UDP socket that speaks SIP word by word: says what no phone would say, and shows every answer.
final class RawPhone implements AutoCloseable {
    private static final int PATIENCE_MS = 30_000;

    private final Node node;
    private final String user;
    private final DatagramSocket socket;
    private int serial;

    /// On an address of its own.
    RawPhone(Node node, String user) {
        this.node = node;
        this.user = user;
        try {
            socket = new DatagramSocket(0, InetAddress.getByName(Addresses.next()));
            socket.setSoTimeout(PATIENCE_MS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String host() {
        return socket.getLocalAddress().getHostAddress();
    }

    int port() {
        return socket.getLocalPort();
    }

    /// A request for `callee`, empty for the node itself, without its Via.
    Request request(Method method, String callee) {
        String self = "sip:" + user + "@" + node.address();
        String uri = "sip:" + (callee.isEmpty() ? "" : callee + "@") + node.address();
        Headers headers =
                Headers.builder()
                        .add(HeaderName.MAX_FORWARDS, "70")
                        .add(HeaderName.FROM, "<" + self + ">;tag=raw")
                        .add(
                                HeaderName.TO,
                                "<" + (method.equals(Method.REGISTER) ? self : uri) + ">")
                        .add(HeaderName.CALL_ID, host() + "-" + ++serial)
                        .add(HeaderName.CSEQ, "1 " + method)
                        .add(HeaderName.CONTACT, "<sip:" + user + "@" + host() + ":" + port() + ">")
                        .build();
        return new Request(method, SipUri.parse(uri).orThrow(), headers, Body.NONE);
    }

    /// An INVITE with a session description.
    Request invite(String callee, String sdp) {
        return request(Method.INVITE, callee)
                .with(Body.text(sdp.replace("\n", "\r\n")))
                .with(HeaderName.CONTENT_TYPE, "application/sdp");
    }

    /// Asks, and asks again with `password` when challenged; gives the final answer.
    Response proving(Request request, String password) {
        Response answer = ask(request);
        if (answer.status() != 401 && answer.status() != 407) {
            return answer;
        }
        Request proved =
                new DigestClient(user, password, new SecureRandom()).answer(request, answer);
        if (proved == null) {
            throw new AssertionError("a challenge that cannot be answered: " + answer);
        }
        return ask(proved.with(HeaderName.CSEQ, "2 " + request.method()));
    }

    /// Sends, acknowledges what has to be, and gives the final answer.
    Response ask(Request request) {
        String branch = Via.MAGIC_COOKIE + "raw" + ++serial;
        Request sent =
                request.push(Via.of(Transport.UDP, host(), port(), branch).with("rport", null));
        send(Writer.write(sent));
        while (true) {
            Response response = receive();
            boolean ours = branch.equals(response.headers().topVia().branch());
            if (ours && response.isFinal()) {
                if (sent.is(Method.INVITE)) {
                    acknowledge(sent, response);
                }
                return response;
            }
        }
    }

    /// With the INVITE's own branch after a refusal; with another, to the place that the answer
    /// names, where a call has begun (RFC 3261 section 13.2.2.4): without it the call would end.
    private void acknowledge(Request invite, Response answer) {
        Headers headers =
                invite.headers()
                        .without(HeaderName.CONTENT_TYPE)
                        .with(HeaderName.TO, answer.headers().to().toString())
                        .with(
                                HeaderName.CSEQ,
                                new CSeq(invite.headers().cseq().number(), Method.ACK).toString());
        if (!answer.isSuccess()) {
            send(Writer.write(new Request(Method.ACK, invite.uri(), headers, Body.NONE)));
            return;
        }
        String branch = Via.MAGIC_COOKIE + "raw" + ++serial;
        send(
                Writer.write(
                        new Request(
                                Method.ACK,
                                answer.headers().contacts().getFirst().uri(),
                                headers.pop(HeaderName.VIA)
                                        .push(
                                                HeaderName.VIA,
                                                Via.of(Transport.UDP, host(), port(), branch)
                                                        .toString()),
                                Body.NONE)));
    }

    private Response receive() {
        if (Parser.parse(receiveBytes()).orThrow() instanceof Response response) {
            return response;
        }
        throw new AssertionError("a request instead of an answer");
    }

    /// Sends text as it is, line ends made right, and gives the answer as text.
    String exchange(String text) {
        send(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        return new String(receiveBytes(), StandardCharsets.UTF_8);
    }

    void send(byte[] bytes) {
        sendTo(new InetSocketAddress(node.address(), 5060), bytes);
    }

    void sendTo(InetSocketAddress to, byte[] bytes) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] receiveBytes() {
        DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
        try {
            socket.receive(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return java.util.Arrays.copyOf(answer.getData(), answer.getLength());
    }

    @Override
    public void close() {
        socket.close();
    }
}
