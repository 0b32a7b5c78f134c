package jackfield.net.dns;

import jackfield.base.Endpoint;
import jackfield.base.dns.DnsAnswer;
import jackfield.base.dns.DnsQuestions;
import jackfield.base.dns.DnsRecord;
import jackfield.base.dns.DnsType;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Message;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Asks DNS servers, one after the other. Questions leave on a virtual thread, answers come back by
/// the executor of the core that asked: nobody waits.
public final class DnsClient implements DnsQuestions {
    private static final Logger LOG = LoggerFactory.getLogger(DnsClient.class);
    private static final Duration EACH = Duration.ofMillis(1500);
    private static final int ROUNDS = 2;
    private static final int MOST_RECORDS = 32;
    private static final long SECOND = 1_000_000_000L;

    private final List<Endpoint> servers;
    private final Duration most;
    private final Executor core;
    private final LongSupplier clock;
    private @Nullable Resolver resolver;

    /// @param servers who is asked; none for those that the system names
    /// @param most how long a question may take, all servers together
    /// @param core runs what is to be told on the thread of the core that asks
    /// @param clock nanoseconds since the node started
    public DnsClient(List<Endpoint> servers, Duration most, Executor core, LongSupplier clock) {
        this.servers = List.copyOf(servers);
        this.most = most;
        this.core = core;
        this.clock = clock;
    }

    /// Made when the first question is asked, which many nodes never do.
    private synchronized Resolver resolver() {
        Resolver known = resolver;
        if (known != null) {
            return known;
        }
        List<InetSocketAddress> asked =
                servers.isEmpty()
                        ? ResolverConfig.getCurrentConfig().servers()
                        : servers.stream().map(Endpoint::socketAddress).toList();
        List<Resolver> each = new ArrayList<>();
        for (InetSocketAddress address : asked) {
            SimpleResolver one = new SimpleResolver(address);
            one.setTimeout(EACH);
            each.add(one);
        }
        ExtendedResolver all = new ExtendedResolver(each);
        all.setRetries(ROUNDS);
        all.setTimeout(most);
        resolver = all;
        return all;
    }

    @Override
    public void ask(String name, DnsType type, Answered answered) {
        Message query = query(name, type);
        if (query == null) {
            tell(DnsAnswer.FAILED, answered);
            return;
        }
        Thread.startVirtualThread(() ->
                resolver()
                        .sendAsync(query)
                        .whenComplete((message, failure) ->
                                tell(answer(name, type, message, failure), answered)));
    }

    private void tell(DnsAnswer answer, Answered answered) {
        core.execute(() -> answered.answered(answer, clock.getAsLong()));
    }

    private static @Nullable Message query(String name, DnsType type) {
        try {
            return Message.newQuery(
                    Record.newRecord(Name.fromString(name, Name.root), number(type), DClass.IN));
        } catch (TextParseException noName) {
            return null;
        }
    }

    private static int number(DnsType type) {
        return switch (type) {
            case A -> Type.A;
            case AAAA -> Type.AAAA;
            case SRV -> Type.SRV;
            case NAPTR -> Type.NAPTR;
        };
    }

    private static DnsAnswer answer(
            String name, DnsType type, @Nullable Message message, @Nullable Throwable failure) {
        if (message == null
                || message.getRcode() != Rcode.NOERROR && message.getRcode() != Rcode.NXDOMAIN) {
            LOG.debug(
                    "no answer for {} {}: {}",
                    type,
                    name,
                    message == null ? failure : Rcode.string(message.getRcode()));
            return DnsAnswer.FAILED;
        }
        List<DnsRecord> records = new ArrayList<>();
        long ttl = Long.MAX_VALUE;
        for (Record record : message.getSection(Section.ANSWER)) {
            // Of a chain of aliases the shortest life counts.
            ttl = Math.min(ttl, record.getTTL());
            DnsRecord read = record.getType() == number(type) ? read(record) : null;
            if (read != null && records.size() < MOST_RECORDS) {
                records.add(read);
            }
        }
        return new DnsAnswer(
                records, (records.isEmpty() ? untilAskedAgain(message) : ttl) * SECOND, true);
    }

    /// How long it holds that there is nothing (RFC 2308 section 5), in seconds.
    private static long untilAskedAgain(Message message) {
        for (Record record : message.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord soa) {
                return Math.min(soa.getTTL(), soa.getMinimum());
            }
        }
        return 10;
    }

    private static @Nullable DnsRecord read(Record record) {
        return switch (record) {
            case ARecord a -> new DnsRecord.Address(Endpoint.of(a.getAddress(), 0));
            case AAAARecord aaaa -> new DnsRecord.Address(Endpoint.of(aaaa.getAddress(), 0));
            case SRVRecord srv ->
                    new DnsRecord.Srv(
                            srv.getPriority(),
                            srv.getWeight(),
                            srv.getPort(),
                            name(srv.getTarget()));
            case NAPTRRecord naptr ->
                    new DnsRecord.Naptr(
                            naptr.getOrder(),
                            naptr.getPreference(),
                            naptr.getFlags(),
                            naptr.getService(),
                            name(naptr.getReplacement()));
            default -> null;
        };
    }

    private static String name(Name name) {
        return name.equals(Name.root) ? "" : name.toString(true);
    }
}
