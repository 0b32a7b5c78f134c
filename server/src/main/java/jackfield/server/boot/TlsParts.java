package jackfield.server.boot;

import jackfield.net.TlsClients;
import jackfield.net.TlsClients.Asking;
import jackfield.net.TlsIdentities;
import jackfield.net.TlsIdentity;
import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import jackfield.server.config.TlsSettings;
import jackfield.server.identity.Identity;
import jackfield.server.metrics.Metrics;
import jackfield.server.tls.AcmeRenewal;
import jackfield.server.tls.Certificates;
import jackfield.server.tls.Challenges;
import jackfield.server.tls.Credential;
import jackfield.server.tls.Showing;
import jackfield.server.tls.ShownFile;
import jackfield.server.tls.TlsFiles;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node's TLS stands on.
///
/// @param identities what our sockets show
/// @param clients whom SIP/TLS asks for a certificate, and whom it believes
/// @param authorities who signs the servers that we dial; empty for the public ones
/// @param certificates the files behind `identities`, and their changes
/// @param acme keeps an ordered certificate fresh
record TlsParts(
        TlsIdentities identities,
        TlsClients clients,
        Optional<List<X509Certificate>> authorities,
        Certificates certificates,
        Optional<AcmeRenewal> acme) {
    private static final Logger log = LoggerFactory.getLogger(TlsParts.class);
    private static final int LOOK_SECONDS = 3;

    /// Reads the files that the settings name.
    static TlsParts of(Config config, DataFolder data, Identity identity, RandomGenerator random)
            throws IOException {
        InstantSource clock = InstantSource.system();
        TlsFiles files = TlsFiles.of(config);
        Optional<AcmeRenewal> acme = AcmeRenewal.of(config, data, clock, random);
        Credential own = new Credential(identity.key(), identity.chain());
        Certificates certificates = Certificates.open(files, own, acme, clock);
        TlsIdentities identities = new TlsIdentities(identity(own));
        TlsClients clients =
                new TlsClients(
                        Asking.valueOf(
                                config.get(TlsSettings.CLIENT_AUTH).toUpperCase(Locale.ROOT)),
                        List.of());
        certificates.shownBy(showing(identities, clients));
        certificates.shownBy(new ShownFile(data.shownCertificate()));
        return new TlsParts(identities, clients, files.authorities(), certificates, acme);
    }

    private static Showing showing(TlsIdentities identities, TlsClients clients) {
        return new Showing() {
            @Override
            public void show(Credential usual, Map<String, Credential> byName) {
                Map<String, TlsIdentity> all = new HashMap<>();
                byName.forEach((name, credential) -> all.put(name, identity(credential)));
                identities.show(identity(usual), all);
            }

            @Override
            public void trustClients(List<X509Certificate> authorities) {
                clients.trust(authorities);
            }
        };
    }

    private static TlsIdentity identity(Credential credential) {
        return new TlsIdentity(credential.key(), credential.chain());
    }

    /// What an ACME server comes to ask for, if there is one.
    Optional<Challenges> challenges() {
        return acme.map(AcmeRenewal::challenges);
    }

    /// From now on looks for changed files and orders what is due.
    void start(Stopping stopping) {
        ScheduledExecutorService looking =
                Executors.newScheduledThreadPool(2, Thread.ofVirtual().name("tls-", 0).factory());
        stopping.first("end looking after certificates", looking::shutdownNow);
        every(looking, certificates::look);
        acme.ifPresent(renewal ->
                every(
                        looking,
                        () -> {
                            try {
                                renewal.tend();
                            } catch (InterruptedException stopped) {
                                Thread.currentThread().interrupt();
                            }
                        }));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // ends with the executor
    private static void every(ScheduledExecutorService looking, Runnable what) {
        Runnable again =
                () -> {
                    try {
                        what.run();
                    } catch (RuntimeException e) {
                        log.error("looking after certificates failed", e);
                    }
                };
        looking.scheduleWithFixedDelay(again, 1, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /// Adds the numbers of the certificates to the metrics.
    void register(Metrics metrics) {
        metrics.gauges(
                        "jackfield_tls_certificate_seconds_left",
                        "Seconds until a certificate that we show ends.",
                        "certificate",
                        certificates::secondsLeft)
                .counter(
                        "jackfield_tls_reloads",
                        "Changed certificate files that were taken.",
                        certificates::reloads)
                .counter(
                        "jackfield_tls_reload_failures",
                        "Changed certificate files that could not be used.",
                        certificates::failures);
        acme.ifPresent(renewal ->
                metrics.counter(
                                "jackfield_acme_orders",
                                "Certificates that came from the ACME server.",
                                () -> renewal.view().orders())
                        .counter(
                                "jackfield_acme_failures",
                                "Orders that the ACME server did not fulfil.",
                                () -> renewal.view().failures()));
    }
}
