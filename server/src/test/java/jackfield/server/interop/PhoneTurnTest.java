package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.PhonePage;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// R18: the phone with a TURN server that takes everything and never answers.
@Tag("interop")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PhoneTurnTest {
    @TempDir static Path folder;

    @Test
    void aTurnServerThatNeverAnswersDelaysNoCall() throws IOException {
        InetAddress hole = InetAddress.ofLiteral(Addresses.next());
        try (DatagramSocket udp = new DatagramSocket(new InetSocketAddress(hole, 3478));
                ServerSocket tcp = new ServerSocket(3478, 50, hole);
                ServerSocket tls = new ServerSocket(5349, 50, hole);
                Node node =
                        Node.start(
                                folder,
                                Addresses.next(),
                                Map.of(
                                        "users",
                                        "alice:wonderland,bob:pencil",
                                        "turn.host",
                                        hole.getHostAddress()));
                PhonePage alice = PhonePage.open(folder, node.page(), 800)) {
            assertThat(udp.isBound() && tcp.isBound() && tls.isBound()).isTrue();
            alice.page()
                    .waitForResponse(
                            response -> response.url().endsWith("/api/me/turn"),
                            () -> alice.signIn("alice", "wonderland"));
            alice.call("9999");
            alice.awaitConnected();
            alice.awaitTone(800);
            Object servers =
                    alice.page()
                            .evaluate(
                                    "() => JSON.stringify("
                                            + "window.connections.at(-1).getConfiguration().iceServers)");
            assertThat(String.valueOf(servers)).contains("turn:" + hole.getHostAddress());
            Patience.until(
                    "an offer that left before the search was over",
                    Duration.ofSeconds(5),
                    () -> !alice.sdp(false).contains(" typ relay "),
                    () -> alice.sdp(false));
            alice.click("#hang-up");
        }
    }
}
