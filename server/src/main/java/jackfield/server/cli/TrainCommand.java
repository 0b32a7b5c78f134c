package jackfield.server.cli;

import static java.lang.Integer.parseInt;
import static java.nio.charset.StandardCharsets.UTF_8;

import jackfield.base.Endpoint;
import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import jackfield.server.log.Logs;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/// Starts and stops a node on loopback with free ports and a folder of its own, and asks it what is
/// asked first, so that the JVM learns which classes that needs (the AOT cache,
/// docs/adr/0040-launcher.md).
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
    private static final List<String> APART =
            List.of(
                    "listen.address=127.0.0.1",
                    "edge.https.port=0",
                    "edge.ws.listen=127.0.0.1:0",
                    "sip.udp.port=0",
                    "sip.tcp.port=0",
                    "sip.tls.port=0",
                    "media.browser.port=0",
                    "turn.port=0",
                    "turn.tls.port=0",
                    "turn.peers.allow=127.0.0.0/8",
                    "relay.ng.listen=127.0.0.1:0");

    /// Enough for the JVM to compile what a packet passes with all it can know.
    private static final int PACKETS = 16_000;

    /// Fewer than may be challenged in a minute.
    private static final int CLIENTS = 500;

    private static final String REGISTER =
            """
            REGISTER sip:127.0.0.1 SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:%1$d;branch=z9hG4bKtrain;rport
            Max-Forwards: 70
            From: <sip:alice@127.0.0.1>;tag=train
            To: <sip:alice@127.0.0.1>
            Call-ID: train
            CSeq: 1 REGISTER
            Contact: <sip:alice@127.0.0.1:%1$d>
            Content-Length: 0

            """
                    .replace("\n", "\r\n");

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLineTool tool;

    /// A phone registers and is challenged; the command line asks over HTTPS.
    private static void use(DataFolder data, String sip) {
        int colon = sip.lastIndexOf(':');
        InetSocketAddress node =
                new InetSocketAddress(sip.substring(0, colon), parseInt(sip.substring(colon + 1)));
        try (DatagramSocket phone = new DatagramSocket(0, node.getAddress())) {
            phone.setSoTimeout(5_000);
            byte[] register = REGISTER.formatted(phone.getLocalPort()).getBytes(UTF_8);
            phone.send(new DatagramPacket(register, register.length, node));
            DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);
            phone.receive(answer);
            String line = new String(answer.getData(), 0, answer.getLength(), UTF_8);
            if (!line.startsWith("SIP/2.0 401 ")) {
                throw new Failure("a REGISTER was answered by " + line.lines().findFirst());
            }
        } catch (IOException e) {
            throw new Failure("no answer to a REGISTER: " + e.getMessage());
        }
        ApiClient api = new ApiClient(data);
        api.get("/api/registrations");
        api.get("/phone.json");
    }

    /// A proxy sets calls up and their voices pass.
    private static void relay(Endpoint ng) {
        try {
            InetSocketAddress control = new InetSocketAddress(ng.address(), ng.port());
            new RehearsedCall(control, "train-plain").pass("RTP/AVP", PACKETS);
            new RehearsedCall(control, "train-keys").pass("RTP/SAVP", PACKETS);
        } catch (IOException e) {
            throw new Failure("no media came through: " + e.getMessage());
        }
    }

    /// Clients of TURN come and go, and their voices pass.
    private static void turn(DataFolder data) {
        JsonNode credential = new ApiClient(data).get("/api/turn?user=train");
        String uri = credential.path("uris").path(0).asString("");
        Matcher port = Pattern.compile("turn:.*:(\\d+)\\?transport=udp").matcher(uri);
        if (!port.matches()) {
            throw new Failure("no TURN over UDP: " + credential);
        }
        try {
            new RehearsedTurn(
                            new InetSocketAddress(
                                    InetAddress.ofLiteral("127.0.0.1"), parseInt(port.group(1))),
                            credential.path("username").asString(""),
                            credential.path("password").asString(""))
                    .pass(CLIENTS, PACKETS);
        } catch (IOException e) {
            throw new Failure("nothing came through TURN: " + e.getMessage());
        }
    }

    @Override
    public Integer call() throws IOException {
        Config.Sources sources = new Config.Sources();
        APART.forEach(sources::set);
        Config config = sources.read();
        Logs.configure("text", "warn");
        Path folder = Files.createTempDirectory("jackfield-train");
        try {
            DataFolder data = new DataFolder(folder);
            tool.starter().rehearse(config, data, (sip, _) -> use(data, sip));
            tool.starter() // finds its files there, as usual
                    .rehearse(
                            config,
                            data,
                            (sip, ng) -> {
                                use(data, sip);
                                relay(ng);
                                turn(data);
                            });
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
        return 0;
    }
}
