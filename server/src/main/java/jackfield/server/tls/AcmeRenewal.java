package jackfield.server.tls;

import jackfield.server.api.AcmeView;
import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import jackfield.server.config.Settings;
import jackfield.server.config.TlsSettings;
import jackfield.store.OwnerOnly;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one certificate of an ACME server fresh: ordered when there is none, again when two thirds
/// of its life are over, and later and later when that fails. [#tend] does what is due and may
/// block for minutes; one thread calls it, any may ask.
public final class AcmeRenewal {
    private static final Logger log = LoggerFactory.getLogger(AcmeRenewal.class);

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(2);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(12);

    private final AcmeServer server;
    private final String directory;
    private final Set<String> domains;
    private final Path file;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Challenges challenges = new Challenges();
    private final List<Consumer<Credential>> takers = new ArrayList<>();

    private @Nullable Credential credential;
    private Instant due;
    private Duration pause = FIRST_PAUSE;
    private @Nullable String lastError;
    private boolean ordering;
    private long orders;
    private long failures;

    /// @param directory what the server is called in messages
    /// @param domains who the certificate is for
    /// @param file where certificate and key are kept, for their owner only
    AcmeRenewal(
            AcmeServer server,
            String directory,
            Set<String> domains,
            Path file,
            InstantSource clock,
            RandomGenerator random) {
        this.server = server;
        this.directory = directory;
        this.domains = Set.copyOf(domains);
        this.file = file;
        this.clock = clock;
        this.random = random;
        this.credential = kept();
        this.due = credential == null ? clock.instant() : renewal(credential);
    }

    /// The one that the settings ask for; empty where they ask for none.
    public static Optional<AcmeRenewal> of(
            Config config, DataFolder data, InstantSource clock, RandomGenerator random)
            throws IOException {
        Optional<String> asked = config.get(TlsSettings.ACME_DIRECTORY);
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        String directory = asked.get();
        // Each server has a folder: a certificate for trying out is no certificate.
        Path folder =
                data.tls().resolve("acme").resolve(directory.replaceAll("[^A-Za-z0-9.-]+", "_"));
        OwnerOnly.folder(data.tls());
        OwnerOnly.folder(data.tls().resolve("acme"));
        OwnerOnly.folder(folder);
        Set<String> domains = new TreeSet<>(config.get(TlsSettings.ACME_DOMAINS));
        if (domains.isEmpty()) {
            config.get(Settings.DOMAIN).ifPresent(domains::add);
        }
        AcmeServer server =
                new Acme4jServer(
                        uri(directory),
                        config.get(TlsSettings.ACME_EMAIL),
                        folder.resolve("account.key"),
                        TlsFiles.authorities(config, TlsSettings.ACME_AUTHORITIES));
        return Optional.of(
                new AcmeRenewal(
                        server,
                        directory,
                        domains,
                        folder.resolve("certificate.pem"),
                        clock,
                        random));
    }

    private static URI uri(String directory) {
        return URI.create(
                switch (directory) {
                    case "letsencrypt" -> "acme://letsencrypt.org";
                    case "letsencrypt-staging" -> "acme://letsencrypt.org/staging";
                    default -> directory;
                });
    }

    /// The proofs that the server comes to fetch.
    public Challenges challenges() {
        return challenges;
    }

    /// Names somebody who gets the certificate that is there, and each that comes.
    public void takenBy(Consumer<Credential> taker) {
        Credential there;
        synchronized (this) {
            takers.add(taker);
            there = credential;
        }
        if (there != null) {
            taker.accept(there);
        }
    }

    private @Nullable Credential kept() {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            Credential kept = certificateFile().read();
            return domains.stream().allMatch(kept::isFor)
                            && kept.notAfter().isAfter(clock.instant())
                    ? kept
                    : null;
        } catch (BadCertificate e) {
            log.warn("{}; a new one is ordered", e.getMessage());
            return null;
        }
    }

    private CertificateFile certificateFile() {
        return new CertificateFile("acme.directory", file, file, domains);
    }

    /// At two thirds of the life, a little earlier by chance, so that many nodes that were
    /// installed at once do not order at once.
    private Instant renewal(Credential of) {
        Instant begin = of.certificate().getNotBefore().toInstant();
        long life = Duration.between(begin, of.notAfter()).toMillis();
        long jitter = (long) (life / 30.0 * random.nextDouble());
        return begin.plusMillis(life * 2 / 3 - jitter);
    }

    /// Orders now, whenever it was due: somebody has mended what failed, or wants a new key.
    public synchronized void hurry() {
        due = clock.instant();
        pause = FIRST_PAUSE;
    }

    /// True when the last order failed and none has come since.
    public synchronized boolean isFailing() {
        return lastError != null;
    }

    /// Does what is due; returns at once when nothing is.
    public void tend() throws InterruptedException {
        synchronized (this) {
            if (clock.instant().isBefore(due)) {
                return;
            }
            ordering = true;
        }
        log.info("ordering a certificate for {} from {}", domains, directory);
        try {
            Credential fresh = server.order(domains, challenges);
            keep(fresh);
            came(fresh);
        } catch (IOException | RuntimeException e) {
            failed(String.valueOf(e.getMessage()));
        } finally {
            synchronized (this) {
                ordering = false;
            }
        }
    }

    private void came(Credential fresh) {
        List<Consumer<Credential>> all;
        synchronized (this) {
            credential = fresh;
            due = renewal(fresh);
            pause = FIRST_PAUSE;
            lastError = null;
            orders++;
            all = List.copyOf(takers);
        }
        all.forEach(taker -> taker.accept(fresh));
    }

    private synchronized void failed(String why) {
        failures++;
        lastError = why;
        Duration wait = pause.plusMillis((long) (pause.toMillis() / 5.0 * random.nextDouble()));
        due = clock.instant().plus(wait);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        log.warn(
                "no certificate for {}: {}; the next try is in {} minutes",
                domains,
                why,
                wait.toMinutes());
    }

    private void keep(Credential fresh) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (X509Certificate certificate : fresh.chain()) {
                text.append(PemFile.text("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new IOException(e);
        }
        text.append(PemFile.text("PRIVATE KEY", fresh.key().getEncoded()));
        OwnerOnly.write(file, text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /// When the next order is due.
    public synchronized Instant due() {
        return due;
    }

    /// How it stands.
    public synchronized AcmeView view() {
        return new AcmeView(
                directory,
                List.copyOf(new TreeSet<>(domains)),
                ordering ? "ordering" : lastError != null ? "waiting" : "valid",
                lastError,
                due.toString(),
                orders,
                failures);
    }
}
