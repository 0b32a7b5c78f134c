package jackfield.bench.relay;

import jackfield.base.Endpoint;
import jackfield.bench.BenchFailure;
import jackfield.bench.Child;
import jackfield.bench.Machine;
import jackfield.bench.OwnNode;
import jackfield.bench.Proc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A relay under load: its process on a core of its own, and the way to its NG port.
final class Contender implements AutoCloseable {
    /// The core that relays run on.
    static final int CORE = 0;

    private static final int NG_PORT = 2223;
    private static final long PATIENCE_NS = 30_000_000_000L;

    private final String name;
    private final Child child;
    private final Ng ng;

    private Contender(String name, String address, Path folder, List<String> command) {
        this.name = name;
        child = Child.start(name, folder, Child.onCore(CORE, command));
        ng = new Ng(Objects.requireNonNull(Endpoint.literal(address, NG_PORT)));
        try {
            long end = System.nanoTime() + PATIENCE_NS;
            while (!ng.ping()) {
                child.requireAlive();
                if (System.nanoTime() > end) {
                    throw new BenchFailure(name + " does not answer on its NG port");
                }
                Machine.waitUntil(System.nanoTime() + 50_000_000);
            }
        } catch (BenchFailure e) {
            close();
            throw e;
        }
    }

    /// Jackfield as [OwnNode] starts it.
    ///
    /// @param more further options of its JVM
    /// @param settings further settings, `key=value`
    static Contender jackfield(Path folder, List<String> more, List<String> settings) {
        String address = "127.0.90.1";
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "edge.https.port=off",
                                "edge.ws.listen=off",
                                "log.level=warn",
                                "relay.ng.listen=" + address + ":" + NG_PORT));
        all.addAll(settings);
        List<String> command = OwnNode.command(folder, address, "relay", more, all);
        return new Contender("jackfield", address, folder, command);
    }

    /// Debian's rtpengine, forwarding in its own process and not in the kernel.
    ///
    /// @param threads its workers; 0 for as many as it likes
    static Contender rtpengine(Path folder, int threads) {
        String address = "127.0.90.2";
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "rtpengine",
                                "--config-file=none",
                                "--foreground",
                                "--log-stderr",
                                "--log-level=3",
                                "--table=-1",
                                "--interface=" + address,
                                "--listen-ng=" + address + ":" + NG_PORT,
                                "--port-min=20000",
                                "--port-max=29999"));
        if (threads > 0) {
            command.add("--num-threads=" + threads);
        }
        return new Contender("rtpengine", address, folder, command);
    }

    String name() {
        return name;
    }

    Ng ng() {
        return ng;
    }

    Proc proc() {
        return child.proc();
    }

    @Override
    public void close() {
        ng.close();
        child.close();
    }
}
