package jackfield.server.push;

import jackfield.base.Endpoint;
import jackfield.base.Network;
import jackfield.rtc.turn.PeerPolicy;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which push resources a page may name. We send there whatever page asks for it, so a page must
/// not be able to name our neighbours: only https, and only to public addresses, but for those that
/// the operator names.
final class PushEndpoints {
    private static final int LONGEST = 1024;

    /// Finds the addresses of a host; in production the system's own resolver.
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final Set<String> named;
    private final Resolver resolver;

    /// @param named origins that may be anywhere, by plain HTTP too; and [PushPolicy#PUBLIC]
    PushEndpoints(Set<String> named, Resolver resolver) {
        this.named = Set.copyOf(named);
        this.resolver = resolver;
    }

    /// What came of looking at an endpoint.
    sealed interface Place {
        /// It may be sent to: at these addresses, and at none that is asked for later.
        record At(URI uri, List<InetAddress> addresses) implements Place {}

        /// It may not.
        ///
        /// @param problem in words
        record None(String problem) implements Place {}
    }

    /// Where an endpoint is. Asks the DNS: not for a thread that must not wait.
    Place find(String endpoint) {
        URI uri = uri(endpoint);
        if (uri == null) {
            return new Place.None("the endpoint is no https URI");
        }
        boolean own = named.contains(origin(uri));
        if (!own && !named.contains(PushPolicy.PUBLIC)) {
            return new Place.None("this node sends to no such push service (push.services)");
        }
        if (!own && !"https".equals(uri.getScheme())) {
            return new Place.None("the endpoint is no https URI");
        }
        try {
            List<InetAddress> addresses = List.of(resolver.resolve(bare(uri.getHost())));
            return own || addresses.stream().noneMatch(PushEndpoints::isPrivate)
                    ? new Place.At(uri, addresses)
                    : new Place.None(
                            "the endpoint is at a private address: name its origin in"
                                    + " push.services where it is one of yours");
        } catch (UnknownHostException unknown) {
            return new Place.None("the endpoint's host can't be found");
        }
    }

    /// The URI, where it can be an endpoint at all.
    static @Nullable URI uri(String endpoint) {
        if (endpoint.length() > LONGEST) {
            return null;
        }
        try {
            URI uri = new URI(endpoint);
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return http
                            && uri.getHost() != null
                            && uri.getRawUserInfo() == null
                            && uri.getRawFragment() == null
                    ? uri
                    : null;
        } catch (URISyntaxException notOne) {
            return null;
        }
    }

    private static String origin(URI uri) {
        return uri.getScheme()
                + "://"
                + uri.getHost().toLowerCase(Locale.ROOT)
                + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    private static boolean isPrivate(InetAddress address) {
        List<Network> denied = PeerPolicy.DENIED_BY_DEFAULT;
        Endpoint endpoint = Endpoint.of(address, 443);
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || denied.stream().anyMatch(network -> network.contains(endpoint));
    }
}
