package jackfield.server.tls;

import jackfield.server.api.AcmeView;
import jackfield.server.api.CertificateView;
import jackfield.server.api.TlsView;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificates that the node shows, and when they change. A file that cannot be used never
/// replaces one that can. For any thread; methods that read files may block.
public final class Certificates implements TlsView {
    private static final Logger log = LoggerFactory.getLogger(Certificates.class);

    /// A certificate that ends sooner is warned of once a day.
    static final Duration WARNING = Duration.ofDays(14);

    private static final String DEFAULT = "default";

    private final Credential own;
    private final InstantSource clock;
    private final List<Slot> slots = new ArrayList<>();
    private final @Nullable ClientAuthorities clients;
    private final List<Showing> shows = new CopyOnWriteArrayList<>();
    private final AtomicLong reloads = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private @Nullable Credential ordered;
    private final @Nullable AcmeRenewal acme;
    private Instant warned = Instant.EPOCH;

    /// One file and what was taken from it.
    private static final class Slot {
        final CertificateFile file;
        Credential credential;
        String seen;
        String taken;
        List<String> problems = List.of();

        Slot(CertificateFile file, Credential credential, String stamp) {
            this.file = file;
            this.credential = credential;
            this.seen = stamp;
            this.taken = stamp;
        }

        String name() {
            return file.setting().equals("tls.certificate")
                    ? DEFAULT
                    : String.join(", ", new TreeSet<>(file.names()));
        }
    }

    private Certificates(
            Credential own,
            List<CertificateFile> files,
            @Nullable ClientAuthorities clients,
            @Nullable AcmeRenewal acme,
            InstantSource clock)
            throws BadCertificate {
        this.own = own;
        this.acme = acme;
        this.clock = clock;
        this.clients = clients;
        for (CertificateFile file : files) {
            String stamp = file.stamp();
            Slot slot = new Slot(file, file.read(), stamp);
            slots.add(slot);
            complain(slot);
        }
    }

    /// Reads the files that the settings name.
    ///
    /// @param own what is shown where the settings name nothing
    /// @param acme orders certificates, if the settings want that
    /// @throws BadCertificate when one of them cannot be used; the message says why
    public static Certificates open(
            TlsFiles files, Credential own, Optional<AcmeRenewal> acme, InstantSource clock)
            throws BadCertificate {
        Certificates certificates =
                new Certificates(
                        own, files.certificates(), files.clients(), acme.orElse(null), clock);
        acme.ifPresent(renewal -> renewal.takenBy(certificates::ordered));
        return certificates;
    }

    /// Adds somebody who shows them, and tells him what to show now.
    public synchronized void shownBy(Showing showing) {
        shows.add(showing);
        show(showing);
        if (clients != null) {
            showing.trustClients(clients.certificates());
        }
    }

    /// A certificate that was ordered: the usual one where the settings name no file, and the one
    /// of its names in any case.
    private synchronized void ordered(Credential credential) {
        ordered = credential;
        log.info("showing a new certificate for {} until {}", credential.names(), end(credential));
        shows.forEach(this::show);
    }

    private static Instant end(Credential credential) {
        return credential.notAfter().truncatedTo(ChronoUnit.MINUTES);
    }

    /// What is shown to peers that name nobody.
    public synchronized Credential usual() {
        for (Slot slot : slots) {
            if (slot.name().equals(DEFAULT)) {
                return slot.credential;
            }
        }
        return ordered == null ? own : ordered;
    }

    private void show(Showing showing) {
        Map<String, Credential> byName = new LinkedHashMap<>();
        // Who sits at this machine asks for this name, and only our own authority signs it.
        byName.put("localhost", own);
        if (ordered != null) {
            for (String name : ordered.names()) {
                byName.put(name, ordered);
            }
        }
        for (Slot slot : slots) {
            if (!slot.name().equals(DEFAULT)) {
                slot.file.names().forEach(name -> byName.put(name, slot.credential));
            }
        }
        showing.show(usual(), byName);
    }

    /// Looks whether files changed; to be called every few seconds. A file counts as changed when
    /// it is the same at two looks, so that nobody reads one that is half written.
    public synchronized void look() {
        boolean changed = false;
        for (Slot slot : slots) {
            String stamp = slot.file.stamp();
            if (stamp.equals(slot.seen) && !stamp.equals(slot.taken)) {
                changed |= take(slot, stamp) == null;
            }
            slot.seen = stamp;
        }
        if (clients != null && clients.hasChanged()) {
            takeClients();
        }
        if (changed) {
            shows.forEach(this::show);
        }
        warn();
    }

    @Override
    public synchronized List<String> reload() {
        if (acme != null && acme.isFailing()) {
            acme.hurry();
        }
        List<String> problems = new ArrayList<>();
        for (Slot slot : slots) {
            String problem = take(slot, slot.file.stamp());
            if (problem != null) {
                problems.add(problem);
            }
        }
        String problem = clients == null ? null : takeClients();
        if (problem != null) {
            problems.add(problem);
        }
        shows.forEach(this::show);
        return problems;
    }

    /// Why the files were not taken; null when they were.
    private @Nullable String take(Slot slot, String stamp) {
        slot.taken = stamp;
        try {
            Credential credential = slot.file.read();
            Instant now = clock.instant();
            if (credential.notAfter().isBefore(now) && slot.credential.notAfter().isAfter(now)) {
                throw new BadCertificate(
                        slot.file.certificate(),
                        slot.file.setting(),
                        "has expired on " + credential.notAfter() + ": renew it");
            }
            boolean isNew = !credential.certificate().equals(slot.credential.certificate());
            slot.credential = credential;
            slot.problems = List.of();
            reloads.incrementAndGet();
            if (isNew) {
                log.info(
                        "showing the new certificate of {} until {}",
                        slot.file.certificate(),
                        end(credential));
            }
            complain(slot);
            return null;
        } catch (BadCertificate e) {
            failures.incrementAndGet();
            String problem = String.valueOf(e.getMessage());
            slot.problems = List.of(problem);
            log.warn("{}; the certificate from before is shown on", problem);
            return problem;
        }
    }

    private @Nullable String takeClients() {
        ClientAuthorities file = clients;
        if (file == null) {
            return null;
        }
        try {
            List<X509Certificate> authorities = file.read();
            shows.forEach(showing -> showing.trustClients(authorities));
            reloads.incrementAndGet();
            return null;
        } catch (BadCertificate e) {
            failures.incrementAndGet();
            log.warn("{}; those from before are believed on", e.getMessage());
            return e.getMessage();
        }
    }

    private void complain(Slot slot) {
        slot.problems = complaints(slot.file, slot.credential, clock.instant());
        slot.problems.forEach(problem -> log.warn("{}", problem));
    }

    private void warn() {
        Instant now = clock.instant();
        if (now.isBefore(warned.plus(Duration.ofDays(1)))) {
            return;
        }
        warned = now;
        for (Map.Entry<String, Credential> one : shown().entrySet()) {
            Duration left = Duration.between(now, one.getValue().notAfter());
            if (left.compareTo(WARNING) < 0) {
                log.warn(
                        "the certificate for {} {}: renew it, and then ./jackfield tls reload",
                        one.getKey(),
                        left.isNegative()
                                ? "has expired"
                                : "ends in "
                                        + left.toDays()
                                        + " days and "
                                        + left.toHoursPart()
                                        + " hours");
            }
        }
    }

    private synchronized Map<String, Credential> shown() {
        Map<String, Credential> shown = new LinkedHashMap<>();
        shown.put(DEFAULT, usual());
        if (ordered != null) {
            shown.putIfAbsent(String.join(", ", ordered.names()), ordered);
        }
        slots.forEach(slot -> shown.put(slot.name(), slot.credential));
        return shown;
    }

    /// Seconds until each certificate ends, by its name.
    public Map<String, Long> secondsLeft() {
        Instant now = clock.instant();
        Map<String, Long> left = new LinkedHashMap<>();
        shown().forEach((name, credential) -> left.put(name, left(credential, now)));
        return left;
    }

    private static long left(Credential credential, Instant now) {
        return Duration.between(now, credential.notAfter()).toSeconds();
    }

    /// Files that were read again and taken.
    public long reloads() {
        return reloads.get();
    }

    /// Files that were read again and not taken.
    public long failures() {
        return failures.get();
    }

    @Override
    public synchronized List<CertificateView> certificates() {
        List<CertificateView> views = new ArrayList<>();
        Instant now = clock.instant();
        shown().forEach((name, credential) -> {
            Optional<Slot> slot = slots.stream().filter(one -> one.name().equals(name)).findFirst();
            String source =
                    slot.map(one -> one.file.certificate().toString())
                            .orElse(credential.equals(own) ? "own authority" : "acme");
            views.add(view(name, source, credential, slot, now));
        });
        return views;
    }

    private static CertificateView view(
            String name, String source, Credential credential, Optional<Slot> slot, Instant now) {
        Set<String> names = credential.names();
        return new CertificateView(
                name,
                source,
                List.copyOf(names),
                credential.certificate().getIssuerX500Principal().getName(),
                credential.notAfter().toString(),
                left(credential, now),
                credential.fingerprint(),
                slot.map(one -> one.problems).orElse(List.of()));
    }

    @Override
    public Optional<AcmeView> acme() {
        return Optional.ofNullable(acme).map(AcmeRenewal::view);
    }

    @Override
    public boolean renew() {
        if (acme == null) {
            return false;
        }
        acme.hurry();
        return true;
    }

    /// What peers will not like about the files that the settings name, without showing them to
    /// anybody.
    ///
    /// @throws BadCertificate when a file cannot be used at all
    public static List<String> check(TlsFiles files, Instant now) throws BadCertificate {
        List<String> problems = new ArrayList<>();
        for (CertificateFile file : files.certificates()) {
            problems.addAll(complaints(file, file.read(), now));
        }
        return problems;
    }

    private static List<String> complaints(
            CertificateFile file, Credential credential, Instant now) {
        return file.complaints(credential, now).stream()
                .map(what -> file.certificate() + " (" + file.setting() + "): " + what)
                .toList();
    }
}
