package jackfield.server.tls;

import jackfield.store.OwnerOnly;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/// An ACME server by the library acme4j. Nothing of it is loaded until something is ordered.
final class Acme4jServer implements AcmeServer {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String CURVE = "secp256r1";

    private final URI directory;
    private final Optional<String> email;
    private final Path accountKey;
    private final Optional<List<X509Certificate>> authorities;

    /// @param directory its directory, or one of acme4j's names
    /// @param accountKey the file of our account's key, made when there is none
    /// @param authorities who signs the server's own certificate; empty for the public ones
    Acme4jServer(
            URI directory,
            Optional<String> email,
            Path accountKey,
            Optional<List<X509Certificate>> authorities) {
        this.directory = directory;
        this.email = email;
        this.accountKey = accountKey;
        this.authorities = authorities;
    }

    @Override
    public Credential order(Set<String> domains, Challenges challenges)
            throws IOException, InterruptedException {
        try {
            Order order = account().newOrder().domains(domains).create();
            for (Authorization authorization : order.getAuthorizations()) {
                if (authorization.getStatus() != Status.VALID) {
                    prove(authorization, challenges);
                }
            }
            if (order.waitUntilReady(PATIENCE) != Status.READY) {
                throw refused("the order", order.getError());
            }
            KeyPair keys = newKeys();
            order.execute(keys);
            if (order.waitForCompletion(PATIENCE) != Status.VALID) {
                throw refused("the order", order.getError());
            }
            return new Credential(keys.getPrivate(), order.getCertificate().getCertificateChain());
        } catch (AcmeException | GeneralSecurityException | RuntimeException e) {
            throw new IOException(directory + ": " + words(e), e);
        }
    }

    private Account account() throws AcmeException, IOException, GeneralSecurityException {
        AccountBuilder builder =
                new AccountBuilder().agreeToTermsOfService().useKeyPair(accountKeys());
        email.ifPresent(builder::addEmail);
        return builder.create(session());
    }

    private Session session() throws IOException, GeneralSecurityException {
        if (authorities.isEmpty() || !"https".equals(directory.getScheme())) {
            return new Session(directory);
        }
        SSLContext trusting = trusting(authorities.get());
        return new Session(
                directory,
                new GenericAcmeProvider() {
                    @Override
                    public HttpClient createHttpClient(NetworkSettings settings) {
                        return HttpClient.newBuilder()
                                .followRedirects(HttpClient.Redirect.NORMAL)
                                .connectTimeout(settings.getTimeout())
                                .sslContext(trusting)
                                .build();
                    }
                });
    }

    private static SSLContext trusting(List<X509Certificate> certificates)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (int i = 0; i < certificates.size(); i++) {
            trusted.setCertificateEntry("authority-" + i, certificates.get(i));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }

    private KeyPair accountKeys() throws IOException, GeneralSecurityException {
        if (Files.exists(accountKey)) {
            PemFile kept = PemFile.read(accountKey, "acme.directory");
            return new KeyPair(kept.publicKey(), kept.requiredKey());
        }
        KeyPair keys = newKeys();
        String text =
                PemFile.text("PRIVATE KEY", keys.getPrivate().getEncoded())
                        + PemFile.text("PUBLIC KEY", keys.getPublic().getEncoded());
        OwnerOnly.write(accountKey, text.getBytes(StandardCharsets.US_ASCII));
        return keys;
    }

    /// By the JDK: the library's own would want its provider of algorithms installed for the whole
    /// process, and its keys are of a kind that TLS does not take.
    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(CURVE));
        return generator.generateKeyPair();
    }

    private static void prove(Authorization authorization, Challenges challenges)
            throws AcmeException, IOException, InterruptedException {
        String name = authorization.getIdentifier().getValue();
        Http01Challenge challenge =
                authorization
                        .findChallenge(Http01Challenge.class)
                        .orElseThrow(() -> new IOException(name + ": no proof by HTTP is offered"));
        challenges.expect(challenge.getToken(), challenge.getAuthorization());
        try {
            challenge.trigger();
            if (challenge.waitForCompletion(PATIENCE) != Status.VALID) {
                throw refused(name, challenge.getError());
            }
        } finally {
            challenges.forget(challenge.getToken());
        }
    }

    private static IOException refused(String what, Optional<Problem> problem) {
        return new IOException(
                what
                        + ": "
                        + problem.flatMap(Problem::getDetail).orElse("not valid after 2 minutes"));
    }

    private static String words(Exception e) {
        String own = String.valueOf(e.getMessage());
        Throwable cause = e.getCause();
        if (cause == null) {
            return own;
        }
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return own + " (" + cause + ")";
    }
}
