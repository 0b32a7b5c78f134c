package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.PhoneClock;
import jackfield.testkit.peers.PhonePage;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `./jackfield bench page`: how long a person waits for the phone, in a real Chromium, as the page
/// itself sees it. No part of the tests: times say something on a quiet machine only.
@Tag("bench")
@Timeout(value = 580, unit = TimeUnit.SECONDS)
class PageSpeed {
    private static final int ROUNDS = Integer.getInteger("jackfield.bench.rounds", 10);

    @TempDir static Path folder;

    private final Map<String, List<Double>> figures = new LinkedHashMap<>();

    @Test
    void measure() throws IOException {
        InetAddress hole = InetAddress.ofLiteral(Addresses.next());
        String users = "alice:wonderland,bob:pencil";
        try (Node node = Node.start(folder, Addresses.next(), Map.of("users", users))) {
            rounds(node, "");
        }
        try (DatagramSocket udp = new DatagramSocket(new InetSocketAddress(hole, 3478));
                ServerSocket tcp = new ServerSocket(3478, 50, hole);
                ServerSocket tls = new ServerSocket(5349, 50, hole);
                Node node =
                        Node.start(
                                folder,
                                Addresses.next(),
                                Map.of("users", users, "turn.host", hole.getHostAddress()))) {
            assertThat(udp.isBound() && tcp.isBound() && tls.isBound()).isTrue();
            rounds(node, ", TURN never answers");
        }
        Path report = Path.of("target", "phone", "speed.md");
        Files.createDirectories(report.getParent());
        Files.writeString(report, table());
    }

    private void rounds(Node node, String where) {
        for (int round = 0; round < ROUNDS; round++) {
            try (PhonePage phone = PhonePage.open(folder, "about:blank", 800)) {
                PhoneClock clock = new PhoneClock(phone.page());
                phone.load(node.page());
                if (where.isEmpty()) {
                    note("first load, kB over the wire", () -> clock.bytes() / 1_000);
                    note("first load to a form that can be used, ms", clock::form);
                }
                phone.signIn("alice", "wonderland");
                phone.call("9999");
                note("click to INVITE, first call" + where + ", ms", clock::invite);
                note("click to sound, first call" + where + ", ms", clock::sound);
                phone.awaitConnected();
                phone.click("#hang-up");
                phone.awaitView("dial");
                phone.call("9999");
                note("click to INVITE, next call" + where + ", ms", clock::invite);
                note("click to sound, next call" + where + ", ms", clock::sound);
                phone.click("#hang-up");
                phone.awaitView("dial");
                if (where.isEmpty()) {
                    phone.page().reload();
                    note("reload to a field for the number, ms", clock::dial);
                }
            }
        }
    }

    private void note(String what, DoubleSupplier figure) {
        figures.computeIfAbsent(what, _ -> new ArrayList<>()).add(figure.getAsDouble());
    }

    private String table() {
        StringBuilder text =
                new StringBuilder("| | median | worst of " + ROUNDS + " |\n|---|---|---|\n");
        figures.forEach((what, all) -> {
            List<Double> sorted = all.stream().sorted().toList();
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %.0f | %.0f |\n",
                            what,
                            sorted.get(sorted.size() / 2),
                            sorted.getLast()));
        });
        return text.toString();
    }
}
