package jackfield.server.boot;

import jackfield.roles.location.SavedBinding;
import jackfield.server.cli.Version;
import jackfield.server.config.Addresses;
import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import jackfield.server.config.Settings;
import jackfield.server.config.TurnSection;
import jackfield.server.identity.Identity;
import jackfield.server.identity.LocalAuthority;
import jackfield.server.identity.Secrets;
import jackfield.server.identity.TokenFiles;
import jackfield.server.metrics.Health;
import jackfield.server.metrics.Metrics;
import jackfield.store.DemoAccounts;
import jackfield.store.OwnerOnly;
import jackfield.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running node. Several can live in one process, each with a data folder of its own.
public final class Node implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Node.class);

    private final Parts parts;
    private final Reach reach;
    private final Stopping stopping;

    private Node(Parts parts, Reach reach, Stopping stopping) {
        this.parts = parts;
        this.reach = reach;
        this.stopping = stopping;
    }

    /// Starts a node with everything it has.
    ///
    /// @throws IOException when it cannot start; the message says why and what to do
    public static Node start(Config config, DataFolder data) throws IOException {
        return start(config, data, new Listeners());
    }

    static Node start(Config config, DataFolder data, Wiring wiring) throws IOException {
        Stopping stopping = new Stopping();
        boolean started = false;
        try {
            Parts parts = prepare(config, data, stopping);
            Reach reach = wiring.open(parts, stopping);
            announce(data, reach, stopping);
            stopping.first("say that we stop", parts.health()::draining);
            parts.health().started();
            started = true;
            return new Node(parts, reach, stopping);
        } finally {
            if (!started) {
                stopping.run();
            }
        }
    }

    /// What it stands on.
    public Parts parts() {
        return parts;
    }

    /// Where it can be reached.
    public Reach reach() {
        return reach;
    }

    /// The demo accounts that still have the passwords made for them; none on a node that has
    /// nothing to do with users.
    public List<DemoAccounts.Account> demoAccounts() throws IOException {
        return parts.config().hasUsers()
                ? new DemoAccounts(parts.data().demoAccounts()).read()
                : List.of();
    }

    /// Stops it: no new calls, the running ones finished or ended, ports and files released.
    @Override
    public void close() {
        stopping.run();
    }

    /// Stops it, for the time that the settings give and a little more; false when that was not
    /// enough.
    public boolean stopInTime() {
        Duration grace = parts.config().get(Settings.SHUTDOWN_GRACE);
        return stopping.runWithin(grace.plus(Duration.ofSeconds(5)));
    }

    /// Waits until it has stopped.
    public void awaitEnd() {
        stopping.awaitEnd();
    }

    private static Parts prepare(Config config, DataFolder data, Stopping stopping)
            throws IOException {
        data.create();
        FileLock lock =
                data.lock()
                        .orElseThrow(() ->
                                new IOException(
                                        "another Jackfield runs on the data folder "
                                                + data.path()
                                                + ": stop it, or choose another with"
                                                + " --data"));
        stopping.first("release the data folder", lock.acquiredBy()::close);
        SecureRandom random = new SecureRandom();
        Store store = Store.open(data.database(config));
        stopping.first("close the database", store::close);
        if (config.hasUsers() && config.get(Settings.USERS).isEmpty()) {
            new DemoAccounts(data.demoAccounts())
                    .makeIfEmpty(
                            store.users(),
                            config.get(Settings.REALM),
                            random,
                            System.currentTimeMillis());
        }
        Accounts accounts = new Accounts(config, store);
        Addresses addresses = Addresses.of(config);
        Identity identity = identity(config, data, addresses, random);
        TlsParts tls = TlsParts.of(config, data, identity, random);
        long start = System.nanoTime();
        List<SavedBinding> kept = store.load();
        Parts parts =
                new Parts(
                        config,
                        addresses,
                        data,
                        store,
                        kept,
                        accounts,
                        Secrets.of(data, random),
                        identity,
                        TokenFiles.of(config, InstantSource.system()),
                        tls,
                        metrics(store),
                        new Health(
                                Version.text(),
                                () -> (System.nanoTime() - start) / 1_000_000_000L));
        store.start();
        warn(parts);
        return parts;
    }

    private static Metrics metrics(Store store) {
        return new Metrics()
                .gauges(
                        "jackfield_build_info",
                        "Always 1; the version is the label.",
                        "version",
                        () -> Map.of(Version.text(), 1))
                .gauge(
                        "jackfield_store_healthy",
                        "1 while registrations can be written to the database.",
                        () -> store.isHealthy() ? 1 : 0);
    }

    private static Identity identity(
            Config config, DataFolder data, Addresses addresses, SecureRandom random)
            throws IOException {
        Set<String> names = new LinkedHashSet<>(List.of("localhost"));
        names.addAll(hostNames());
        config.get(Settings.DOMAIN).filter(Node::isName).ifPresent(names::add);
        config.get(TurnSection.HOST).filter(Node::isName).ifPresent(names::add);
        List<InetAddress> all = new ArrayList<>(Addresses.ofThisMachine());
        all.add(addresses.advertised());
        if (!addresses.listen().isAnyLocalAddress()) {
            all.add(addresses.listen());
        }
        return new LocalAuthority(data.tls(), random).identity(names, all, Instant.now());
    }

    /// This machine's own name, as its files say it: no name server is asked.
    private static List<String> hostNames() throws IOException {
        Path file = Path.of("/etc/hostname");
        String name = System.getenv().getOrDefault("HOSTNAME", "");
        if (name.isBlank() && Files.isReadable(file)) {
            name = Files.readString(file).strip();
        }
        return isName(name) ? List.of(name) : List.of();
    }

    private static boolean isName(String text) {
        return text.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
                && !text.matches("[0-9.]+");
    }

    private static void announce(DataFolder data, Reach reach, Stopping stopping)
            throws IOException {
        Files.deleteIfExists(data.apiAddress());
        if (reach.api().isPresent()) {
            OwnerOnly.write(
                    data.apiAddress(), (reach.api().get() + "\n").getBytes(StandardCharsets.UTF_8));
            stopping.first(
                    "take the API's address back", () -> Files.deleteIfExists(data.apiAddress()));
        }
    }

    private static void warn(Parts parts) {
        parts.config().warnings().forEach(problem -> log.warn("{}", problem));
        long stranded = parts.accounts().strandedBy(parts.config().get(Settings.REALM));
        if (stranded > 0) {
            log.warn(
                    "{} users have a password for another realm and cannot sign in: give each a"
                            + " new one with ./jackfield users passwd NAME",
                    stranded);
        }
    }
}
