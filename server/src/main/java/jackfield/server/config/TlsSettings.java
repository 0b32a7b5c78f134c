package jackfield.server.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The part of the table of settings that is about certificates.
public final class TlsSettings {
    static final Section SECTION = new Section();

    public static final Setting<Optional<String>> CERTIFICATE =
            SECTION.add(
                    "tls.certificate",
                    Kinds.textOr("auto"),
                    "auto",
                    "The certificate that TLS peers are shown: a PEM file with the whole chain."
                            + " `auto` is the one of acme.directory, or else one that this node's"
                            + " own authority signs. The file is read again when it changes.");

    public static final Setting<Optional<String>> KEY =
            SECTION.add(
                    "tls.key",
                    Kinds.textOr("auto"),
                    "auto",
                    "The private key of tls.certificate: a PEM file (PKCS#8, PKCS#1 or EC);"
                            + " `auto` where it is in the certificate's own file.");

    public static final Setting<List<NamedCertificate>> CERTIFICATES =
            SECTION.add(
                    "tls.certificates",
                    new CertificatesKind(),
                    "",
                    "Further certificates for peers that ask for these names (SNI): a list of"
                            + " names, certificate and key.");

    public static final Setting<Optional<String>> AUTHORITIES =
            SECTION.add(
                    "tls.authorities",
                    Kinds.textOr("auto"),
                    "auto",
                    "Who signs the certificates of servers that we dial by TLS: a PEM file;"
                            + " `auto` is the public authorities that Java knows.");

    public static final Setting<String> CLIENT_AUTH =
            SECTION.add(
                    "sip.tls.client-auth",
                    Kinds.choice("off", "optional", "required"),
                    "off",
                    "Whether SIP/TLS asks peers for a certificate, which proves their domain"
                            + " (trunks, RFC 5922). With `required` phones without one cannot"
                            + " connect.");

    public static final Setting<Optional<String>> CLIENT_AUTHORITIES =
            SECTION.add(
                    "tls.client-authorities",
                    Kinds.textOr("none"),
                    "none",
                    "Who signs the certificates that peers of SIP/TLS show: a PEM file.");

    public static final Setting<Optional<String>> ACME_DIRECTORY =
            SECTION.add(
                    "acme.directory",
                    Kinds.textOr("off"),
                    "off",
                    "Where to get certificates by ACME: `letsencrypt`, `letsencrypt-staging` or"
                            + " the URL of a directory. Setting it agrees to the terms of that"
                            + " authority.");

    public static final Setting<Set<String>> ACME_DOMAINS =
            SECTION.add(
                    "acme.domains",
                    new NamesKind(),
                    "",
                    "The names that the certificate by ACME is for; without any, that of"
                            + " `domain`.");

    public static final Setting<Optional<String>> ACME_EMAIL =
            SECTION.add(
                    "acme.email",
                    Kinds.textOr("none"),
                    "none",
                    "The address that the authority may write to.");

    public static final Setting<Port> ACME_HTTP_PORT =
            SECTION.add(
                    "acme.http.port",
                    Kinds.PORT,
                    "80",
                    "The port on which the authority asks for its proof (HTTP-01). Opened only"
                            + " with acme.directory; `off` behind a reverse proxy that passes"
                            + " /.well-known/acme-challenge/ to edge.ws.listen.");

    public static final Setting<Optional<String>> ACME_AUTHORITIES =
            SECTION.add(
                    "acme.authorities",
                    Kinds.textOr("auto"),
                    "auto",
                    "Who signs the certificate of the ACME server itself: a PEM file, for a"
                            + " server of your own; `auto` is the public authorities.");

    private TlsSettings() {}

    /// What must fit together.
    static void check(Config config, List<Problem> problems) {
        if (config.get(KEY).isPresent() && config.get(CERTIFICATE).isEmpty()) {
            problems.add(
                    new Problem(
                            config.where(KEY),
                            "tls.key: there is no tls.certificate that it could be the key of"));
        }
        if (!config.get(CLIENT_AUTH).equals("off") && config.get(CLIENT_AUTHORITIES).isEmpty()) {
            problems.add(
                    new Problem(
                            config.where(CLIENT_AUTH),
                            "sip.tls.client-auth: name those who sign the peers' certificates by"
                                    + " tls.client-authorities"));
        }
        for (TrustedPeer peer : config.get(SecuritySettings.TRUSTED)) {
            if (peer.domain() != null && config.get(CLIENT_AUTH).equals("off")) {
                problems.add(
                        new Problem(
                                config.where(SecuritySettings.TRUSTED),
                                "sip.trusted: nobody can prove to be "
                                        + peer.domain()
                                        + " while sip.tls.client-auth is off: set it to optional"
                                        + " or required"));
            }
        }
        Optional<String> directory = config.get(ACME_DIRECTORY);
        if (directory.isEmpty()) {
            return;
        }
        if (!directory.get().matches("letsencrypt(-staging)?|https://\\S+")) {
            problems.add(
                    new Problem(
                            config.where(ACME_DIRECTORY),
                            "acme.directory: \""
                                    + directory.get()
                                    + "\" is not letsencrypt, letsencrypt-staging, off or a URL"
                                    + " that begins with https://"));
        }
        if (config.get(ACME_DOMAINS).isEmpty()
                && config.get(Settings.DOMAIN).filter(NamesKind::isHostName).isEmpty()) {
            problems.add(
                    new Problem(
                            config.where(ACME_DIRECTORY),
                            "acme.directory: a certificate is for names: set acme.domains or"
                                    + " domain"));
        }
    }
}
