package jackfield.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A call of two sockets through a node's relay, set up over NG as a proxy does: for the JVM to see
/// which methods packets pass, and how often.
final class RehearsedCall {
    private static final Pattern AUDIO = Pattern.compile("m=audio (\\d+) ");
    private static final int PATIENCE_MS = 5_000;
    private static final int VOICE_BYTES = 172;
    private static final int BURST = 16; // no more than a socket has room for
    private static final JsonMapper JSON = new JsonMapper();

    private final InetSocketAddress ng;
    private final String id;

    /// @param ng the NG control socket
    /// @param id its Call-ID
    RehearsedCall(InetSocketAddress ng, String id) {
        this.ng = ng;
        this.id = id;
    }

    /// Sets the call up, passes packets there and back, and ends it.
    ///
    /// @param protocol what the callee is offered: `RTP/AVP`, `RTP/SAVP`
    /// @throws Failure when the relay refuses or a packet is lost
    void pass(String protocol, int packets) throws IOException {
        InetAddress here = ng.getAddress();
        try (DatagramSocket control = new DatagramSocket(0, here);
                DatagramSocket alice = new DatagramSocket(0, here);
                DatagramSocket bob = new DatagramSocket(0, here)) {
            for (DatagramSocket each : new DatagramSocket[] {control, alice, bob}) {
                each.setSoTimeout(PATIENCE_MS);
            }
            boolean plain = protocol.equals("RTP/AVP");
            JsonNode offered =
                    ask(
                            control,
                            """
                            {"command":"offer","call-id":"%s","from-tag":"a","sdp":"%s",\
                            "transport-protocol":"%s","ICE":"remove"}\
                            """
                                    .formatted(id, sdp(alice, "RTP/AVP", ""), protocol));
            Matcher crypto =
                    Pattern.compile("a=crypto:[^\r\n]+").matcher(offered.path("sdp").asString());
            String key = !plain && crypto.find() ? crypto.group() + "\\r\\n" : "";
            JsonNode answered =
                    ask(
                            control,
                            """
                            {"command":"answer","call-id":"%s","from-tag":"a","to-tag":"b",\
                            "sdp":"%s","ICE":"remove"}\
                            """
                                    .formatted(id, sdp(bob, protocol, key)));
            talk(
                    alice,
                    new InetSocketAddress(here, port(answered)),
                    bob,
                    new InetSocketAddress(here, port(offered)),
                    packets,
                    plain);
            ask(
                    control,
                    "{\"command\":\"delete\",\"call-id\":\"%s\",\"delete-delay\":0}".formatted(id));
        }
    }

    /// What comes protected is not answered: nobody here could protect the answer.
    private static void talk(
            DatagramSocket alice,
            InetSocketAddress alices,
            DatagramSocket bob,
            InetSocketAddress bobs,
            int packets,
            boolean bothWays)
            throws IOException {
        byte[] voice = new byte[VOICE_BYTES];
        DatagramPacket heard = new DatagramPacket(new byte[2_000], 2_000);
        voice[0] = (byte) 0x80;
        for (int i = 0; i < packets; i += BURST) {
            for (int j = i; j < i + BURST; j++) {
                number(voice, j);
                alice.send(new DatagramPacket(voice, voice.length, alices));
                if (bothWays) {
                    bob.send(new DatagramPacket(voice, voice.length, bobs));
                }
            }
            for (int j = 0; j < BURST; j++) {
                bob.receive(heard);
                if (bothWays) {
                    alice.receive(heard);
                }
            }
        }
    }

    private static void number(byte[] voice, int sequence) {
        voice[2] = (byte) (sequence >> 8);
        voice[3] = (byte) sequence;
        int timestamp = sequence * 160;
        for (int at = 0; at < 4; at++) {
            voice[4 + at] = (byte) (timestamp >> 24 - 8 * at);
        }
    }

    private static String sdp(DatagramSocket phone, String protocol, String more) {
        return ("v=0\\r\\no=- 1 1 IN IP4 127.0.0.1\\r\\ns=-\\r\\nc=IN IP4 127.0.0.1\\r\\nt=0 0\\r\\n"
                        + "m=audio %d %s 0\\r\\n%s")
                .formatted(phone.getLocalPort(), protocol, more);
    }

    private static int port(JsonNode reply) {
        Matcher matcher = AUDIO.matcher(reply.path("sdp").asString());
        if (!matcher.find()) {
            throw new Failure("the relay answered without a port: " + reply);
        }
        return Integer.parseInt(matcher.group(1));
    }

    private JsonNode ask(DatagramSocket control, String command) throws IOException {
        byte[] message = (System.nanoTime() + " " + command).getBytes(UTF_8);
        control.send(new DatagramPacket(message, message.length, ng));
        DatagramPacket answer = new DatagramPacket(new byte[8_000], 8_000);
        control.receive(answer);
        String text = new String(answer.getData(), 0, answer.getLength(), UTF_8);
        JsonNode reply = JSON.readTree(text.substring(text.indexOf(' ') + 1));
        if (!reply.path("result").asString().equals("ok")) {
            throw new Failure("the relay refused: " + reply);
        }
        return reply;
    }
}
