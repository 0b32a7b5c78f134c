package jackfield.net;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// The certificates that we show, chosen for each handshake by the name that the peer asks for (RFC
/// 6066 section 3) and exchanged while connections live: a handshake that begins after [#show] sees
/// the new ones, connections that are open stay. For any thread.
public final class TlsIdentities {
    /// A handshake asks for alias, key and chain one after the other: what was current when it
    /// asked first must still be found. So many exchanges can pass meanwhile.
    private static final int REMEMBERED = 32;

    private record Shown(TlsIdentity usual, Map<String, TlsIdentity> byName) {}

    private final AtomicLong nextAlias = new AtomicLong();
    private final LinkedHashMap<String, TlsIdentity> byAlias = new LinkedHashMap<>();
    private final Map<TlsIdentity, String> aliases = new HashMap<>();
    private final X509ExtendedKeyManager keyManager = new Keys();
    private volatile Shown shown;

    /// Shows `usual` to everybody.
    public TlsIdentities(TlsIdentity usual) {
        shown = new Shown(usual, Map.of());
        remember(shown);
    }

    /// From now on, shows these.
    ///
    /// @param usual for peers that name none of the others, or nobody
    /// @param byName by host name: `sip.example.org`, or `*.example.org` for every name with one
    ///   label more
    public void show(TlsIdentity usual, Map<String, TlsIdentity> byName) {
        Map<String, TlsIdentity> lower = new HashMap<>();
        byName.forEach((name, identity) -> lower.put(name.toLowerCase(Locale.ROOT), identity));
        Shown next = new Shown(usual, Map.copyOf(lower));
        remember(next);
        shown = next;
    }

    /// What a peer is shown that asks for `serverName`; null for one that names nobody.
    public TlsIdentity of(@Nullable String serverName) {
        Shown now = shown;
        if (serverName == null || now.byName.isEmpty()) {
            return now.usual;
        }
        String name = serverName.toLowerCase(Locale.ROOT);
        TlsIdentity exact = now.byName.get(name);
        if (exact != null) {
            return exact;
        }
        int dot = name.indexOf('.');
        return dot < 1 ? now.usual : now.byName.getOrDefault("*" + name.substring(dot), now.usual);
    }

    /// In the form that Java's TLS takes, for servers and clients.
    public X509ExtendedKeyManager keyManager() {
        return keyManager;
    }

    private void remember(Shown next) {
        synchronized (byAlias) {
            List<TlsIdentity> current = new ArrayList<>(next.byName.values());
            current.add(next.usual);
            for (TlsIdentity identity : current) {
                String alias = alias(identity);
                byAlias.putLast(alias, identity);
            }
            while (byAlias.size() > REMEMBERED + current.size()) {
                aliases.remove(byAlias.pollFirstEntry().getValue());
            }
        }
    }

    private String alias(TlsIdentity identity) {
        synchronized (byAlias) {
            return aliases.computeIfAbsent(
                    identity,
                    _ -> {
                        String alias = "us-" + nextAlias.incrementAndGet();
                        byAlias.put(alias, identity);
                        return alias;
                    });
        }
    }

    private @Nullable TlsIdentity named(@Nullable String alias) {
        synchronized (byAlias) {
            return alias == null ? null : byAlias.get(alias);
        }
    }

    private static @Nullable String serverName(@Nullable SSLEngine engine) {
        if (engine != null && engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }

    /// Between the questions of Java's TLS and the choice above. It asks once for each kind of key
    /// that the peer takes; only the kind that we have gets an answer.
    private final class Keys extends X509ExtendedKeyManager {
        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return ofKind(of(serverName(engine)), keyType);
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            for (String keyType : keyTypes) {
                String alias = ofKind(of(null), keyType);
                if (alias != null) {
                    return alias;
                }
            }
            return null;
        }

        /// `EC_RSA` and the like name the key and who signed it, as TLS 1.2 does.
        private @Nullable String ofKind(TlsIdentity identity, String keyType) {
            int under = keyType.indexOf('_');
            String wanted = under < 0 ? keyType : keyType.substring(0, under);
            String have = identity.key().getAlgorithm();
            boolean fits = have.equals(wanted) || have.equals("RSA") && wanted.equals("RSASSA-PSS");
            return fits ? alias(identity) : null;
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
            TlsIdentity identity = named(alias);
            return identity == null ? null : identity.chain().toArray(new X509Certificate[0]);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
            TlsIdentity identity = named(alias);
            return identity == null ? null : identity.key();
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ofKind(of(null), keyType);
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return chooseEngineClientAlias(keyTypes, issuers, null);
        }

        @Override
        public String @Nullable [] getServerAliases(
                String keyType, Principal @Nullable [] issuers) {
            String alias = ofKind(of(null), keyType);
            return alias == null ? null : new String[] {alias};
        }

        @Override
        public String @Nullable [] getClientAliases(
                String keyType, Principal @Nullable [] issuers) {
            return getServerAliases(keyType, issuers);
        }
    }

    @Override
    public String toString() {
        return "TlsIdentities" + shown.byName.keySet();
    }
}
