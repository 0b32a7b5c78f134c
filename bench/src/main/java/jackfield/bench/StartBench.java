package jackfield.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench start`: from `./jackfield` on a built tree to the first answered REGISTER.
@Command(
        name = "start",
        description =
                "Time and CPU time from ./jackfield on a built tree to the first answered REGISTER"
                        + " (401 counts) and to /healthz, and the memory held then.",
        mixinStandardHelpOptions = true)
public final class StartBench implements Callable<Integer> {
    private static final String ADDRESS = "127.0.90.3";
    private static final int SIP_PORT = 5060;
    private static final int WEB_PORT = 8080;
    private static final long PATIENCE_NS = 30_000_000_000L;
    private static final int STEP_MS = 5;

    @Option(
            names = "--rounds",
            defaultValue = "7",
            description = "The median counts (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--real-time",
            description =
                    "Start it before all ordinary work (SCHED_RR): for a machine that others use"
                            + " too. Needs a privilege.")
    private boolean realTime;

    private record Start(double registerMs, double healthMs, double cpuMs, double rssMb) {}

    @Override
    public Integer call() throws IOException {
        // The launcher says where the page is: app/web in the folder of what was built.
        Path page = Path.of(System.getProperty("jackfield.web", "")).toAbsolutePath();
        Path launcher = page.resolve("../../../jackfield").normalize();
        if (!Files.isExecutable(launcher) || !Child.run(List.of(launcher.toString(), "build"))) {
            throw new BenchFailure("start this as ./jackfield bench start, in a tree that builds");
        }
        if (realTime) {
            Machine.preferUs(); // and the nodes, which are our children
        }
        try (Scratch scratch = new Scratch()) {
            Path folder = scratch.folder();
            System.out.println(Machine.description());
            System.out.println("             REGISTER ms  healthz ms  CPU ms  RSS MB");
            print("first", start(launcher, folder));
            Start[] all = new Start[rounds];
            for (int i = 0; i < rounds; i++) {
                all[i] = start(launcher, folder);
                print("again", all[i]);
            }
            Start median =
                    new Start(
                            median(all, Start::registerMs),
                            median(all, Start::healthMs),
                            median(all, Start::cpuMs),
                            median(all, Start::rssMb));
            print("= median", median);
            System.out.printf(
                    "%n{\"bench\":\"start\",\"registerMs\":%.0f,\"healthMs\":%.0f,\"cpuMs\":%.0f,\"rssMb\":%.1f}%n",
                    median.registerMs, median.healthMs, median.cpuMs, median.rssMb);
        }
        return CommandLine.ExitCode.OK;
    }

    private static double median(Start[] all, java.util.function.ToDoubleFunction<Start> figure) {
        return Machine.median(java.util.Arrays.stream(all).mapToDouble(figure).toArray());
    }

    private static void print(String what, Start s) {
        System.out.printf(
                "%-12s %11.0f %11.0f %7.0f %7.0f%n",
                what, s.registerMs, s.healthMs, s.cpuMs, s.rssMb);
    }

    private static Start start(Path launcher, Path folder) {
        List<String> command =
                List.of(
                        launcher.toString(),
                        "run",
                        "--data",
                        folder.resolve("data").toString(),
                        "--set",
                        "listen.address=" + ADDRESS,
                        "--set",
                        "public.address=" + ADDRESS,
                        "--set",
                        "edge.ws.listen=" + ADDRESS + ":" + WEB_PORT);
        long began = System.nanoTime();
        try (Child node = Child.start("jackfield", folder, command)) {
            awaitRegister(node, began);
            double registerMs = (System.nanoTime() - began) / 1e6;
            double cpuMs = node.proc().cpuWithChildrenNs() / 1e6;
            awaitHealth(node, began);
            double healthMs = (System.nanoTime() - began) / 1e6;
            Machine.waitUntil(System.nanoTime() + 2_000_000_000L);
            return new Start(registerMs, healthMs, cpuMs, node.proc().rssMb());
        }
    }

    private static void awaitRegister(Child node, long began) {
        try (DatagramSocket phone = new DatagramSocket()) {
            phone.connect(new InetSocketAddress(ADDRESS, SIP_PORT));
            phone.setSoTimeout(STEP_MS);
            byte[] register = register(phone.getLocalPort()).getBytes(StandardCharsets.US_ASCII);
            DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
            while (true) {
                patience(node, began);
                try {
                    phone.send(new DatagramPacket(register, register.length));
                    phone.receive(answer);
                    return;
                } catch (PortUnreachableException notYet) {
                    Machine.waitUntil(System.nanoTime() + STEP_MS * 1_000_000L);
                } catch (SocketTimeoutException notYet) {
                    // Its port is open and nobody reads it yet: the next one is a repetition.
                }
            }
        } catch (IOException e) {
            throw new BenchFailure("REGISTER", e);
        }
    }

    private static String register(int port) {
        return """
        REGISTER sip:%1$s SIP/2.0
        Via: SIP/2.0/UDP %1$s:%2$d;branch=z9hG4bKbench%2$d;rport
        Max-Forwards: 70
        From: <sip:1001@%1$s>;tag=bench
        To: <sip:1001@%1$s>
        Call-ID: bench-%2$d
        CSeq: 1 REGISTER
        Contact: <sip:1001@%1$s:%2$d>
        Content-Length: 0

        """
                .formatted(ADDRESS, port)
                .replace("\n", "\r\n");
    }

    private static void awaitHealth(Child node, long began) {
        while (!healthy()) {
            patience(node, began);
            Machine.waitUntil(System.nanoTime() + STEP_MS * 1_000_000L);
        }
    }

    private static boolean healthy() {
        try (Socket socket = new Socket(ADDRESS, WEB_PORT)) {
            socket.setSoTimeout(1000);
            socket.getOutputStream()
                    .write(
                            ("GET /healthz HTTP/1.1\r\nHost: "
                                            + ADDRESS
                                            + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            byte[] first = socket.getInputStream().readNBytes(12);
            return new String(first, StandardCharsets.US_ASCII).endsWith("200");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void patience(Child node, long began) {
        node.requireAlive();
        if (System.nanoTime() - began > PATIENCE_NS) {
            throw new BenchFailure("it does not answer");
        }
    }
}
