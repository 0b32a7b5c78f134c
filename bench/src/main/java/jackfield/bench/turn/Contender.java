package jackfield.bench.turn;

import jackfield.base.Endpoint;
import jackfield.bench.BenchFailure;
import jackfield.bench.Child;
import jackfield.bench.Machine;
import jackfield.bench.OwnNode;
import jackfield.bench.Proc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A TURN server under load, on a core of its own.
record Contender(String name, Child child, Endpoint server) implements AutoCloseable {
    static final int CORE = 0;

    private static final int PORT = 3478;
    private static final long PATIENCE_NS = 60_000_000_000L;

    /// Jackfield as [OwnNode] starts it.
    ///
    /// @param more further options of its JVM
    /// @param settings further settings, `key=value`
    static Contender jackfield(Path folder, List<String> more, List<String> settings) {
        String address = "127.0.91.1";
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "edge.https.port=off",
                                "edge.ws.listen=off",
                                "log.level=warn",
                                "turn.peers.allow=127.0.0.0/8",
                                "turn.range=20000-59999",
                                "media.rtp.range=10000-10999",
                                "media.browser.port=9999",
                                "turn.limits.allocations=20000",
                                "turn.limits.allocations-per-user=20000",
                                "turn.limits.challenges-per-minute=1000000"));
        all.addAll(settings);
        List<String> command = new ArrayList<>(OwnNode.command(folder, address, "turn", more, all));
        command.addAll(List.of("--config", folder.resolve("users.yaml").toString()));
        return started("jackfield", address, folder, command);
    }

    /// Debian's coturn, with one thread for relaying: it has one core.
    static Contender coturn(Path folder) {
        String address = "127.0.91.2";
        return started(
                "coturn",
                address,
                folder,
                List.of(
                        "turnserver",
                        "-n",
                        "-L",
                        address,
                        "-E",
                        address,
                        "-p",
                        Integer.toString(PORT),
                        "--no-tls",
                        "--no-dtls",
                        "--no-cli",
                        "--allow-loopback-peers",
                        "--relay-threads=1",
                        "--lt-cred-mech",
                        "--user=" + TurnClient.USER + ":" + TurnClient.PASSWORD,
                        "--realm=" + TurnClient.REALM,
                        "--min-port=20000",
                        "--max-port=59999",
                        "--pidfile=" + folder.resolve("coturn.pid"),
                        "--db=" + folder.resolve("turndb"),
                        "--log-file=/dev/null"));
    }

    private static Contender started(
            String name, String address, Path folder, List<String> command) {
        Child child = Child.start(name, folder, Child.onCore(CORE, command));
        Endpoint server = Objects.requireNonNull(Endpoint.literal(address, PORT));
        Contender contender = new Contender(name, child, server);
        long end = System.nanoTime() + PATIENCE_NS;
        while (!contender.listens()) {
            child.requireAlive();
            if (System.nanoTime() > end) {
                contender.close();
                throw new BenchFailure(name + " does not listen");
            }
            Machine.waitUntil(System.nanoTime() + 100_000_000);
        }
        return contender;
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            InetAddress at = server.address();
            socket.connect(new InetSocketAddress(at, server.port()), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    Proc proc() {
        return child.proc();
    }

    @Override
    public void close() {
        child.close();
    }
}
