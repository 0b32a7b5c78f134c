package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.ContainerNetwork;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Program;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The first start of all: no settings, the usual ports, on a machine with addresses of both
/// families. Everything opens, and TURN and its connections are there for both.
@Tag("interop")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class NothingConfiguredTest {
    @TempDir Path folder;

    @Test
    void everythingOpens() {
        Assumptions.assumeTrue(ContainerNetwork.isPossible(), "namespaces need root");
        try (ContainerNetwork network = ContainerNetwork.open(List.of())) {
            List<String> command = new ArrayList<>(network.inContainer());
            command.addAll(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Djackfield.web=" + System.getProperty("jackfield.web", ""),
                            "-cp",
                            System.getProperty("java.class.path"),
                            NewUser.class.getName(),
                            folder.toString()));
            try (Program newUser = Program.start("new-user", folder, command)) {
                int exit = newUser.awaitExit(Duration.ofSeconds(100));
                assertThat(exit).as(newUser.output()).isZero();
                assertThat(newUser.output()).contains("all there");
            }
        }
    }

    /// Who starts it, in a network of their own.
    static final class NewUser {
        private static final byte[] BINDING_REQUEST =
                HexFormat.of().parseHex("000100002112a442" + "0123456789abcdef01234567");
        private static final int BINDING_SUCCESS = 0x0101;
        private static final int PATIENCE_MS = 5_000;

        private NewUser() {}

        public static void main(String... arguments) throws IOException {
            try (Node node = Node.startUsual(Path.of(arguments[0]))) {
                assertThat(node.demoPassword("alice")).isNotEmpty();
                for (String at : new String[] {"127.0.0.1", ContainerNetwork.CONTAINER_IPV6}) {
                    assertThat(byUdp(at)).as("UDP %s", at).isEqualTo(BINDING_SUCCESS);
                    assertThat(byTcp(new Socket(at, 3478)))
                            .as("TCP %s", at)
                            .isEqualTo(BINDING_SUCCESS);
                    SSLSocketFactory tls = Node.trustingAll().getSocketFactory();
                    assertThat(byTcp(tls.createSocket(at, 5349)))
                            .as("TLS %s", at)
                            .isEqualTo(BINDING_SUCCESS);
                }
            }
            System.out.println("all there");
            System.exit(0);
        }

        private static int byUdp(String at) throws IOException {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(PATIENCE_MS);
                InetAddress server = InetAddress.ofLiteral(at);
                socket.send(
                        new DatagramPacket(BINDING_REQUEST, BINDING_REQUEST.length, server, 3478));
                DatagramPacket answer = new DatagramPacket(new byte[512], 512);
                socket.receive(answer);
                return (answer.getData()[0] & 0xff) << 8 | answer.getData()[1] & 0xff;
            }
        }

        private static int byTcp(Socket socket) throws IOException {
            try (socket) {
                socket.setSoTimeout(PATIENCE_MS);
                socket.getOutputStream().write(BINDING_REQUEST);
                return new DataInputStream(socket.getInputStream()).readUnsignedShort();
            }
        }
    }
}
