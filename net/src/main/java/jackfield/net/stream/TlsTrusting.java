package jackfield.net.stream;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// [TlsTrust] in the library's terms.
final class TlsTrusting {
    private TlsTrusting() {}

    static ClientSSLOptions options(TlsTrust trust) {
        ClientSSLOptions options = new ClientSSLOptions();
        return switch (trust) {
            case TlsTrust.PublicAuthorities _ -> options.setHostnameVerificationAlgorithm("HTTPS");
            case TlsTrust.Authorities(String _, List<X509Certificate> certificates) ->
                    options.setHostnameVerificationAlgorithm("HTTPS")
                            .setTrustOptions(TrustOptions.wrap(trusting(certificates)));
            case TlsTrust.Holder holder ->
                    options.setHostnameVerificationAlgorithm("")
                            .setTrustOptions(TrustOptions.wrap(new HolderTrust(holder)));
            case TlsTrust.Anyone() -> {
                options.setHostnameVerificationAlgorithm("");
                yield options.setTrustAll(true);
            }
        };
    }

    static @Nullable String host(TlsTrust trust) {
        return switch (trust) {
            case TlsTrust.PublicAuthorities(String host) -> host;
            case TlsTrust.Authorities(String host, List<X509Certificate> _) -> host;
            case TlsTrust.Holder holder -> holder.serverName();
            case TlsTrust.Anyone() -> null;
        };
    }

    private static TrustManagerFactory trusting(List<X509Certificate> certificates) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("authority-" + i, certificates.get(i));
            }
            TrustManagerFactory managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            return managers;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("certificates that can't be trusted", e);
        }
    }
}
