package jackfield.bench.sip;

import jackfield.base.Endpoint;
import jackfield.bench.BenchFailure;
import jackfield.bench.Child;
import jackfield.bench.Machine;
import jackfield.bench.OwnNode;
import jackfield.bench.Proc;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A SIP server under load, its processes on a core of their own: 5060 for UDP, 8080 for plain
/// WebSockets and 8443 for those with TLS.
final class Server implements AutoCloseable {
    /// The core that servers run on.
    static final int CORE = 0;

    static final int WS_PORT = 8080;
    static final int WSS_PORT = 8443;

    private static final int SIP_PORT = 5060;
    private static final long PATIENCE_NS = 30_000_000_000L;
    private static final Pattern ALLOCATED = Pattern.compile("allocated=(\\d+)([BKMGT])");

    private final String name;
    private final String address;
    private final List<Child> children = new ArrayList<>();

    private Server(String name, String address) {
        this.name = name;
        this.address = address;
    }

    /// Jackfield with the classes, and the JVM's options, that we run with ourselves.
    ///
    /// @param more further options of its JVM
    /// @param settings more settings, KEY=VALUE
    static Server jackfield(Path folder, int users, List<String> more, List<String> settings) {
        Server server = new Server("jackfield", "127.43.0.1");
        write(folder.resolve("jackfield.yaml"), users(users));
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "realm=" + Digest.REALM,
                                "media.rtp.range=11000-59999", // ports rest after a call
                                "edge.https.port=" + WSS_PORT,
                                "edge.ws.listen=" + server.address + ":" + WS_PORT));
        all.addAll(settings);
        List<String> command =
                new ArrayList<>(
                        OwnNode.command(folder, server.address, "edge,proxy,relay", more, all));
        command.addAll(List.of("--config", folder.resolve("jackfield.yaml").toString()));
        server.start(folder, "jackfield", command);
        return server;
    }

    private static String users(int users) {
        StringBuilder yaml = new StringBuilder("users:\n");
        for (int i = 0; i < users; i++) {
            yaml.append("  - name: u").append(i);
            yaml.append("\n    password: ").append(Digest.PASSWORD).append('\n');
        }
        return yaml.toString();
    }

    /// Debian's Kamailio with four workers; `relay` for one that lets rtpengine relay the media,
    /// whose cost then counts with Kamailio's.
    static Server kamailio(Path folder, int users, boolean relay) {
        String name = relay ? "kamailio+rtpengine" : "kamailio";
        Server server = new Server(name, relay ? "127.43.0.3" : "127.43.0.2");
        Path certificate = folder.resolve(name + ".crt");
        Path key = folder.resolve(name + ".key");
        makeCertificate(certificate, key);
        Path file = folder.resolve(name + ".cfg");
        write(
                file,
                template()
                        .replace("ADDRESS", server.address)
                        .replace("REALM", Digest.REALM)
                        .replace("USERS", Integer.toString(users))
                        .replace("PASSWORD", Digest.PASSWORD)
                        .replace("CERTIFICATE", certificate.toString())
                        .replace("KEY", key.toString()));
        if (relay) {
            server.children.add(
                    Child.start(
                            "rtpengine",
                            folder,
                            Child.onCore(
                                    CORE,
                                    List.of(
                                            "rtpengine",
                                            "--config-file=none",
                                            "--foreground",
                                            "--log-stderr",
                                            "--log-level=3",
                                            "--table=-1",
                                            "--interface=" + server.address,
                                            "--listen-ng=" + server.address + ":2223",
                                            "--port-min=11000",
                                            "--port-max=59999"))));
        }
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "kamailio",
                                "-DD",
                                "-E",
                                "-m",
                                "512",
                                "-M",
                                "16",
                                "-Y",
                                folder.toString(),
                                "-f",
                                file.toString()));
        if (relay) {
            command.addAll(List.of("-A", "RTPENGINE"));
        }
        server.start(folder, "kamailio" + server.children.size(), command);
        return server;
    }

    private static void makeCertificate(Path certificate, Path key) {
        boolean made =
                Child.run(
                        List.of(
                                "openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:P-256",
                                "-nodes",
                                "-keyout",
                                key.toString(),
                                "-out",
                                certificate.toString(),
                                "-subj",
                                "/CN=bench",
                                "-days",
                                "2"));
        if (!made) {
            throw new BenchFailure("openssl cannot make a certificate for Kamailio");
        }
    }

    private static String template() {
        try (InputStream in = Server.class.getResourceAsStream("kamailio.cfg")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new BenchFailure("kamailio.cfg", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new BenchFailure("cannot write " + file, e);
        }
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private void start(Path folder, String child, List<String> command) {
        children.add(Child.start(child, folder, Child.onCore(CORE, command)));
        try {
            awaitAnswer();
        } catch (BenchFailure e) {
            close();
            throw e;
        }
    }

    private void awaitAnswer() {
        long end = System.nanoTime() + PATIENCE_NS;
        try (DatagramSocket phone = new DatagramSocket()) {
            phone.connect(new InetSocketAddress(address, SIP_PORT));
            phone.setSoTimeout(100);
            byte[] register =
                    """
                    REGISTER sip:%1$s SIP/2.0
                    Via: SIP/2.0/UDP %1$s:%2$d;branch=z9hG4bKwait;rport
                    Max-Forwards: 70
                    From: <sip:u0@%1$s>;tag=wait
                    To: <sip:u0@%1$s>
                    Call-ID: wait-%2$d
                    CSeq: 1 REGISTER
                    Contact: <sip:u0@%1$s:%2$d>
                    Content-Length: 0

                    """
                            .formatted(address, phone.getLocalPort())
                            .replace("\n", "\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
            DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
            while (true) {
                children.forEach(Child::requireAlive);
                if (System.nanoTime() > end) {
                    throw new BenchFailure(name + " does not answer");
                }
                try {
                    phone.send(new DatagramPacket(register, register.length));
                    phone.receive(answer);
                    return;
                } catch (PortUnreachableException | SocketTimeoutException notYet) {
                    Machine.waitUntil(System.nanoTime() + 50_000_000);
                }
            }
        } catch (IOException e) {
            throw new BenchFailure(name, e);
        }
    }

    String name() {
        return name;
    }

    String address() {
        return address;
    }

    Endpoint udp() {
        return Objects.requireNonNull(Endpoint.literal(address, SIP_PORT));
    }

    private List<Proc> processes() {
        List<Proc> all = new ArrayList<>();
        children.forEach(child -> all.addAll(child.proc().family()));
        return all;
    }

    /// What all its processes have worked (ns).
    long cpuNs() {
        children.forEach(Child::requireAlive);
        return processes().stream().mapToLong(Proc::cpuNs).sum();
    }

    /// The memory of all its processes (kB).
    long memoryKb() {
        return processes().stream().mapToLong(Proc::pssKb).sum();
    }

    /// Collects the garbage of a JVM, twice: what is only weakly held goes the second time.
    void collectGarbage() {
        if (isJava()) {
            jcmd("GC.run");
            jcmd("GC.run");
        }
    }

    boolean isJava() {
        return name.equals("jackfield");
    }

    /// What the JVM's living threads have allocated since the start (bytes), as `jcmd Thread.print
    /// -e` tells it.
    long allocatedBytes() {
        long sum = 0;
        Matcher matcher = ALLOCATED.matcher(jcmd("Thread.print", "-e"));
        while (matcher.find()) {
            sum += Long.parseLong(matcher.group(1)) << 10 * "BKMGT".indexOf(matcher.group(2));
        }
        return sum;
    }

    /// What the JVM's heap holds (kB), garbage too.
    long heapKb() {
        Matcher matcher = Pattern.compile("used (\\d+)K").matcher(jcmd("GC.heap_info"));
        long sum = 0;
        while (matcher.find() && sum >= 0) {
            sum += Long.parseLong(matcher.group(1));
        }
        return sum;
    }

    private String jcmd(String... words) {
        List<String> command = new ArrayList<>(List.of(java("jcmd")));
        command.add(Long.toString(children.getLast().pid()));
        command.addAll(List.of(words));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new BenchFailure("jcmd: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new BenchFailure("jcmd", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted");
        }
    }

    @Override
    public void close() {
        children.reversed().forEach(Child::close);
    }
}
