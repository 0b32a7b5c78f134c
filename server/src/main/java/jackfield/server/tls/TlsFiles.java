package jackfield.server.tls;

import jackfield.server.config.Config;
import jackfield.server.config.NamedCertificate;
import jackfield.server.config.Setting;
import jackfield.server.config.Settings;
import jackfield.server.config.TlsSettings;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The files of certificates that the settings name.
public final class TlsFiles {
    private final List<CertificateFile> certificates;
    private final @Nullable ClientAuthorities clients;
    private final Optional<List<X509Certificate>> authorities;

    private TlsFiles(
            List<CertificateFile> certificates,
            @Nullable ClientAuthorities clients,
            Optional<List<X509Certificate>> authorities) {
        this.certificates = certificates;
        this.clients = clients;
        this.authorities = authorities;
    }

    /// Those of `config`.
    ///
    /// @throws BadCertificate when a file of authorities cannot be used
    public static TlsFiles of(Config config) throws BadCertificate {
        List<CertificateFile> files = new ArrayList<>();
        Optional<String> usual = config.get(TlsSettings.CERTIFICATE);
        if (usual.isPresent()) {
            files.add(
                    file(
                            TlsSettings.CERTIFICATE.key(),
                            usual.get(),
                            config.get(TlsSettings.KEY),
                            domain(config)));
        }
        for (NamedCertificate one : config.get(TlsSettings.CERTIFICATES)) {
            files.add(
                    file(
                            TlsSettings.CERTIFICATES.key(),
                            one.certificate(),
                            one.key(),
                            one.names()));
        }
        Optional<String> clients = config.get(TlsSettings.CLIENT_AUTHORITIES);
        return new TlsFiles(
                List.copyOf(files),
                clients.isEmpty()
                        ? null
                        : new ClientAuthorities(
                                Path.of(clients.get()), TlsSettings.CLIENT_AUTHORITIES.key()),
                authorities(config, TlsSettings.AUTHORITIES));
    }

    private static CertificateFile file(
            String setting, String certificate, Optional<String> key, Set<String> names) {
        Path chain = Path.of(certificate).toAbsolutePath();
        return new CertificateFile(
                setting, chain, key.map(Path::of).map(Path::toAbsolutePath).orElse(chain), names);
    }

    private static Set<String> domain(Config config) {
        return config.get(Settings.DOMAIN)
                .filter(name -> !name.matches("[0-9.:\\[\\]]+"))
                .map(Set::of)
                .orElse(Set.of());
    }

    /// The authorities in the file that `setting` names; empty where it names none.
    static Optional<List<X509Certificate>> authorities(
            Config config, Setting<Optional<String>> setting) throws BadCertificate {
        Optional<String> file = config.get(setting);
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(PemFile.read(Path.of(file.get()), setting.key()).certificates());
    }

    List<CertificateFile> certificates() {
        return certificates;
    }

    @Nullable ClientAuthorities clients() {
        return clients;
    }

    /// Who signs the certificates of servers that we dial; empty for the public authorities.
    public Optional<List<X509Certificate>> authorities() {
        return authorities;
    }
}
