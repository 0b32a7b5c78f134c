package jackfield.roles.transactionuser;

import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Via;
import jackfield.sip.transaction.SentBy;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The addresses of a node that serves a domain under several names, and perhaps further domains.
///
/// @param domain the domain that all names stand for: the realm of its users
/// @param names further names and addresses of this node in lower case, IPv6 in brackets:
///   `localhost`, `192.0.2.1`
/// @param ports the ports it listens on
/// @param advertised what peers reach us by, where that is not the address the flow has: behind a
///   NAT, or with a name of its own
/// @param fallback the host to name where a flow's own address is `0.0.0.0`
/// @param domains further domain names, lower case, each with the domain that its users belong to
public record NodeAddresses(
        String domain,
        Set<String> names,
        Set<Integer> ports,
        Map<Transport, SentBy> advertised,
        String fallback,
        Map<String, String> domains)
        implements Addresses {
    /// A node with one domain.
    public NodeAddresses(
            String domain,
            Set<String> names,
            Set<Integer> ports,
            Map<Transport, SentBy> advertised,
            String fallback) {
        this(domain, names, ports, advertised, fallback, Map.of());
    }

    public NodeAddresses {
        domains = Map.copyOf(domains);
        domain = domain.toLowerCase(Locale.ROOT);
        names = names.stream().map(n -> n.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        names = Set.copyOf(names);
        ports = Set.copyOf(ports);
        advertised = Map.copyOf(advertised);
    }

    @Override
    public SentBy advertised(Flow flow) {
        SentBy configured = advertised.get(flow.transport());
        if (configured != null) {
            return configured;
        }
        return flow.local().isUnspecified()
                ? new SentBy(fallback, flow.local().port())
                : new SentBy(flow.local().uriHost(), flow.local().port());
    }

    @Override
    public boolean isUs(SipUri uri) {
        return isUs(uri.host(), uri.port());
    }

    @Override
    public boolean isUs(Via via) {
        return isUs(via.host(), via.port());
    }

    @Override
    public @Nullable String domain(SipUri uri) {
        String other = domains.get(uri.host().toLowerCase(Locale.ROOT));
        return other != null ? other : isUs(uri) ? domain : null;
    }

    @Override
    public String home() {
        return domain;
    }

    private boolean isUs(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals(domain) || domains.containsKey(name)) {
            return true;
        }
        if (names.contains(name) || name.equals(fallback)) {
            return port == 0 || ports.contains(port) || isAdvertised(name, port);
        }
        return isAdvertised(name, port);
    }

    private boolean isAdvertised(String name, int port) {
        for (SentBy by : advertised.values()) {
            if (by.host().equalsIgnoreCase(name) && (port == 0 || by.port() == port)) {
                return true;
            }
        }
        return false;
    }
}
