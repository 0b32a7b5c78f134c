package jackfield.testkit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Three networks as a container host makes them: the container, whose packets are masqueraded; its
/// host, which publishes some ports by DNAT; and the world outside. They are network namespaces of
/// this machine, and touch nothing else on it.
public final class ContainerNetwork implements AutoCloseable {
    /// Where the world reaches what is published.
    public static final String PUBLIC = "203.0.113.1";

    /// Who is outside.
    public static final String WORLD = "203.0.113.2";

    /// The container's own address of the newer family, which nothing publishes.
    public static final String CONTAINER_IPV6 = "fd31:41::2";

    private static final String BRIDGE = "172.31.41.1";
    private static final String CONTAINER = "172.31.41.2";

    private final String container;
    private final String host;
    private final String world;

    private ContainerNetwork(String name) {
        container = name + "c";
        host = name + "h";
        world = name + "w";
    }

    /// True where this user may make namespaces and rules.
    public static boolean isPossible() {
        try {
            String name = "jf" + ProcessHandle.current().pid() + "t";
            run("ip", "netns", "add", name);
            run("ip", "netns", "del", name);
            return true;
        } catch (AssertionError | UncheckedIOException e) {
            return false;
        }
    }

    /// Makes them.
    ///
    /// @param published `tcp/8443`, `udp/10000`, `udp/20000:20099`
    public static ContainerNetwork open(List<String> published) {
        var network = new ContainerNetwork("jf" + ProcessHandle.current().pid());
        try {
            network.make(published);
            return network;
        } catch (AssertionError | UncheckedIOException e) {
            network.close();
            throw e;
        }
    }

    private void make(List<String> published) {
        for (String each : List.of(container, host, world)) {
            run("ip", "netns", "add", each);
            run("ip", "-n", each, "link", "set", "lo", "up");
        }
        join(container, CONTAINER, host, "inside", BRIDGE);
        join(world, WORLD, host, "outside", PUBLIC);
        run(
                "ip",
                "-n",
                container,
                "address",
                "add",
                CONTAINER_IPV6 + "/64",
                "dev",
                "eth0",
                "nodad");
        run("ip", "-n", container, "route", "add", "default", "via", BRIDGE);
        on(host, "sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
        nat("POSTROUTING", "-s", CONTAINER, "-o", "outside", "-j", "MASQUERADE");
        for (String each : published) {
            String[] parts = each.split("/", -1);
            String to = CONTAINER + (parts[1].contains(":") ? "" : ":" + parts[1]);
            nat(
                    "PREROUTING",
                    "-d",
                    PUBLIC,
                    "-p",
                    parts[0],
                    "--dport",
                    parts[1],
                    "-j",
                    "DNAT",
                    "--to-destination",
                    to);
        }
    }

    private static void join(String one, String its, String host, String card, String hosts) {
        run(
                "ip", "-n", one, "link", "add", "eth0", "type", "veth", "peer", "name", card,
                "netns", host);
        run("ip", "-n", one, "address", "add", its + "/24", "dev", "eth0");
        run("ip", "-n", host, "address", "add", hosts + "/24", "dev", card);
        run("ip", "-n", one, "link", "set", "eth0", "up");
        run("ip", "-n", host, "link", "set", card, "up");
    }

    private void nat(String chain, String... rule) {
        List<String> command = new ArrayList<>(List.of("iptables", "-t", "nat", "-A", chain));
        command.addAll(List.of(rule));
        on(host, command.toArray(String[]::new));
    }

    /// What a command is preceded by to run in the container.
    public List<String> inContainer() {
        return List.of("ip", "netns", "exec", container);
    }

    /// What a command is preceded by to run outside.
    public List<String> inWorld() {
        return List.of("ip", "netns", "exec", world);
    }

    private static void on(String namespace, String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        run(all.toArray(String[]::new));
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        for (String each : List.of(container, host, world)) {
            try {
                run("ip", "netns", "del", each);
            } catch (AssertionError gone) {
                // it was never made
            }
        }
    }
}
