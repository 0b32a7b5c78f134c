package jackfield.roles.locating;

import jackfield.base.Endpoint;
import jackfield.base.Transport;
import jackfield.base.dns.DnsAnswer;
import jackfield.base.dns.DnsQuestions;
import jackfield.base.dns.DnsRecord;
import jackfield.base.dns.DnsType;
import jackfield.roles.transactionuser.LiteralLocator;
import jackfield.roles.transactionuser.Locator;
import jackfield.roles.transactionuser.NextHop;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Finds the servers of a URI by the DNS (RFC 3263 section 4).
///
/// A host that is an address needs no question; with a port only addresses are asked for; with a
/// transport SRV records first; with neither NAPTR records before those. IPv4 comes before IPv6
/// (both are asked for, RFC 7984 section 3.1). WebSockets can't be dialled: NAPTR records that lead
/// to them are passed over. Names under `.invalid` are what browsers have for a host, and are never
/// asked for.
public final class ServerLocator implements Locator {
    private static final int SIP = 5060;
    private static final int SIPS = 5061;
    private static final int MOST_SERVERS = 12;
    private static final int MOST_NAPTR = 4;

    /// A service that SRV records may be asked for.
    private record Service(Transport transport, String name) {}

    private final DnsCache cache;
    private final DeadServers dead = new DeadServers();
    private final RandomGenerator random;

    /// @param dns who is asked
    /// @param random chooses among servers by their weight
    public ServerLocator(DnsQuestions dns, RandomGenerator random) {
        cache = new DnsCache(dns);
        this.random = random;
    }

    @Override
    public void failed(NextHop server, long now) {
        dead.add(server, now);
    }

    @Override
    public void locate(SipUri next, long now, Found found) {
        String host = host(next);
        String asked = next.parameters().get("transport");
        Transport transport = transport(asked, next.secure());
        if (Endpoint.literal(host, 0) != null) {
            NextHop server =
                    LiteralLocator.server(
                            new SipUri(
                                    next.secure(),
                                    null,
                                    host,
                                    next.port(),
                                    next.parameters(),
                                    null));
            found.servers(server == null ? List.of() : List.of(server), now);
        } else if (!isName(host) || asked != null && (transport == null || transport.webSocket())) {
            found.servers(List.of(), now);
        } else {
            new Question(host, next, found).begin(asked == null ? null : transport, now);
        }
    }

    private static String host(SipUri uri) {
        String maddr = uri.parameters().get("maddr");
        String host = (maddr == null ? uri.host() : maddr).toLowerCase(Locale.ROOT);
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /// True for what may be looked up: a name of letters, digits, hyphens and dots that is not
    /// under `.invalid` (RFC 6761 section 6.4).
    private static boolean isName(String host) {
        return host.length() <= 253
                && host.matches("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*")
                && !host.equals("invalid")
                && !host.endsWith(".invalid");
    }

    private static @Nullable Transport transport(@Nullable String asked, boolean secure) {
        if (asked == null) {
            return null;
        }
        try {
            Transport named = Transport.valueOf(asked.toUpperCase(Locale.ROOT));
            return switch (named) {
                case UDP -> secure ? null : Transport.UDP;
                case TCP -> secure ? Transport.TLS : Transport.TCP;
                default -> named;
            };
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    /// One search for servers, step by step.
    private final class Question {
        private final String host;
        private final SipUri uri;
        private final Found found;
        private final List<NextHop> servers = new ArrayList<>();

        Question(String host, SipUri uri, Found found) {
            this.host = host;
            this.uri = uri;
            this.found = found;
        }

        void begin(@Nullable Transport transport, long now) {
            Transport usual = uri.secure() ? Transport.TLS : Transport.UDP;
            if (uri.port() > 0) {
                Transport used = transport == null ? usual : transport;
                addresses(used, host, uri.port(), now, this::tell);
            } else if (transport != null) {
                services(List.of(service(transport, host)), 0, transport, now);
            } else {
                cache.ask(host, DnsType.NAPTR, now, this::naptr);
            }
        }

        /// Services as the domain prefers them (section 4.1), those that we can dial.
        private void naptr(DnsAnswer answer, long now) {
            List<Service> services = new ArrayList<>();
            answer.records().stream()
                    .filter(DnsRecord.Naptr.class::isInstance)
                    .map(DnsRecord.Naptr.class::cast)
                    .sorted(
                            Comparator.comparingInt(DnsRecord.Naptr::order)
                                    .thenComparingInt(DnsRecord.Naptr::preference))
                    .forEach(record -> {
                        Transport transport = transport(record);
                        if (transport != null && services.size() < MOST_NAPTR) {
                            services.add(new Service(transport, record.replacement()));
                        }
                    });
            Transport usual = uri.secure() ? Transport.TLS : Transport.UDP;
            if (services.isEmpty()) {
                if (!uri.secure()) {
                    services.add(service(Transport.UDP, host));
                    services.add(service(Transport.TCP, host));
                }
                services.add(service(Transport.TLS, host));
            }
            services(services, 0, usual, now);
        }

        private @Nullable Transport transport(DnsRecord.Naptr record) {
            if (!record.flags().equalsIgnoreCase("s") || record.replacement().isEmpty()) {
                return null;
            }
            return switch (record.service().toUpperCase(Locale.ROOT)) {
                case "SIP+D2U" -> uri.secure() ? null : Transport.UDP;
                case "SIP+D2T" -> uri.secure() ? null : Transport.TCP;
                case "SIPS+D2T" -> Transport.TLS;
                default -> null;
            };
        }

        private static Service service(Transport transport, String host) {
            return new Service(
                    transport,
                    switch (transport) {
                                case UDP -> "_sip._udp.";
                                case TCP -> "_sip._tcp.";
                                default -> "_sips._tcp.";
                            }
                            + host);
        }

        /// The servers of the first service that has any; where none has, the host itself.
        private void services(List<Service> services, int next, Transport usual, long now) {
            if (next == services.size()) {
                int port = usual == Transport.TLS ? SIPS : SIP;
                addresses(usual, host, port, now, this::tell);
                return;
            }
            Service service = services.get(next);
            cache.ask(
                    service.name,
                    DnsType.SRV,
                    now,
                    (answer, then) ->
                            servers(
                                    service.transport,
                                    Srv.order(answer.records(), random),
                                    0,
                                    then,
                                    after -> {
                                        if (servers.isEmpty()) {
                                            services(services, next + 1, usual, after);
                                        } else {
                                            tell(after);
                                        }
                                    }));
        }

        private void servers(
                Transport transport, List<DnsRecord.Srv> srvs, int next, long now, Then then) {
            if (next == srvs.size() || servers.size() >= MOST_SERVERS) {
                then.at(now);
                return;
            }
            DnsRecord.Srv srv = srvs.get(next);
            addresses(
                    transport,
                    srv.target(),
                    srv.port(),
                    now,
                    after -> servers(transport, srvs, next + 1, after, then));
        }

        private void addresses(Transport transport, String name, int port, long now, Then then) {
            cache.ask(
                    name,
                    DnsType.A,
                    now,
                    (v4, between) ->
                            cache.ask(
                                    name,
                                    DnsType.AAAA,
                                    between,
                                    (v6, after) -> {
                                        add(transport, v4.records(), port);
                                        add(transport, v6.records(), port);
                                        then.at(after);
                                    }));
        }

        private void add(Transport transport, List<DnsRecord> records, int port) {
            for (DnsRecord record : records) {
                if (record instanceof DnsRecord.Address(Endpoint address)
                        && !address.isUnspecified()
                        && servers.size() < MOST_SERVERS) {
                    servers.add(new NextHop(transport, address.withPort(port), uri.host()));
                }
            }
        }

        private void tell(long now) {
            found.servers(List.copyOf(dead.last(servers, now)), now);
        }
    }

    /// What is done next.
    private interface Then {
        void at(long now);
    }
}
