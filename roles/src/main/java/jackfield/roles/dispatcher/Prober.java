package jackfield.roles.dispatcher;

import jackfield.base.Flow;
import jackfield.roles.transactionuser.Addresses;
import jackfield.roles.transactionuser.Agenda;
import jackfield.roles.transactionuser.Flows;
import jackfield.roles.transactionuser.Locator;
import jackfield.roles.transactionuser.NextHop;
import jackfield.roles.transactionuser.TransactionUser;
import jackfield.roles.transactionuser.Transactions;
import jackfield.sip.message.Body;
import jackfield.sip.message.CSeq;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.transaction.TransactionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Asks the members of groups by OPTIONS whether they are there, each at its own times.
public final class Prober implements TransactionUser {
    /// After a start, members are first asked within this time (ns).
    private static final long FIRST = 1_000_000_000L;

    private static final class Probe {
        private final Member member;
        private final long sent;
        private TransactionId.@Nullable Client client;
        private boolean over;

        private Probe(Member member, long sent) {
            this.member = member;
            this.sent = sent;
        }
    }

    private final Dispatcher dispatcher;
    private final Transactions transactions;
    private final Addresses addresses;
    private final Flows flows;
    private final Locator locator;
    private final RandomGenerator random;
    private final Agenda<Member> due = new Agenda<>();
    private final Agenda<Probe> late = new Agenda<>();
    private final Map<TransactionId.Client, Probe> probes = new HashMap<>();
    private List<Member> members = List.of();

    /// Probes the members of `dispatcher`.
    public Prober(
            Dispatcher dispatcher,
            Transactions transactions,
            Addresses addresses,
            Flows flows,
            Locator locator,
            RandomGenerator random) {
        this.dispatcher = dispatcher;
        this.transactions = transactions;
        this.addresses = addresses;
        this.flows = flows;
        this.locator = locator;
        this.random = random;
        dispatcher.onChange(this::changed);
    }

    private void changed(List<Member> now, long at) {
        members.forEach(due::stop);
        List.copyOf(probes.values()).forEach(this::end);
        members = now;
        for (Member member : members) {
            if (dispatcher.probing(member).interval() > 0) {
                due.set(member, at + 1 + random.nextLong(FIRST));
            }
        }
    }

    @Override
    public void wake(long now) {
        for (Probe probe = late.take(now); probe != null; probe = late.take(now)) {
            failed(probe, "no answer to OPTIONS", now);
        }
        for (Member member = due.take(now); member != null; member = due.take(now)) {
            due.set(member, now + dispatcher.probing(member).next(random));
            if (!member.disabled) {
                probe(member, now);
            }
        }
    }

    @Override
    public long deadline() {
        return Math.min(due.earliest(), late.earliest());
    }

    private void probe(Member member, long now) {
        Probe probe = new Probe(member, now);
        late.set(probe, now + dispatcher.probing(member).timeout());
        locator.locate(member.settings.uri(), now, (servers, then) -> send(probe, servers, then));
    }

    private void send(Probe probe, List<NextHop> servers, long now) {
        if (probe.over) {
            return;
        }
        for (NextHop server : servers) {
            Flow flow = flows.to(server);
            if (flow != null) {
                Request options = options(probe.member, flow);
                probe.client = transactions.send(options, flow, transactions.branch(), now);
                probes.put(probe.client, probe);
                return;
            }
        }
        failed(probe, servers.isEmpty() ? "its servers are not found" : "no way to it", now);
    }

    private Request options(Member member, Flow flow) {
        String from = dispatcher.probing(member).from();
        String host = addresses.advertised(flow).host();
        SipUri to = member.settings.uri();
        NameAddr us =
                from.isEmpty()
                        ? NameAddr.of(SipUri.of("jackfield", host, 0))
                        : NameAddr.of(SipUri.parse(from).orThrow());
        return new Request(
                Method.OPTIONS,
                to,
                Headers.builder()
                        .add(HeaderName.MAX_FORWARDS, "70")
                        .add(HeaderName.FROM, us.with("tag", transactions.tag()).toString())
                        .add(HeaderName.TO, NameAddr.of(to).toString())
                        .add(HeaderName.CALL_ID, "probe-" + transactions.tag())
                        .add(HeaderName.CSEQ, new CSeq(1, Method.OPTIONS).toString())
                        .add(HeaderName.ACCEPT, "application/sdp")
                        .build(),
                Body.NONE);
    }

    // What comes of probes

    @Override
    public boolean received(TransactionId.Client client, Response response, long now) {
        Probe probe = probes.get(client);
        if (probe == null) {
            return false;
        }
        if (response.isProvisional() || probe.over) {
            return true;
        }
        if (dispatcher.probing(probe.member).accepts(response.status())) {
            end(probe);
            dispatcher.answered(probe.member, now - probe.sent);
        } else {
            failed(probe, response.status() + " to OPTIONS", now);
        }
        return true;
    }

    @Override
    public boolean timedOut(TransactionId.Client client, long now) {
        return gone(client, "no answer to OPTIONS", now);
    }

    @Override
    public boolean unreachable(TransactionId.Client client, long now) {
        return gone(client, "cannot be reached", now);
    }

    private boolean gone(TransactionId.Client client, String how, long now) {
        Probe probe = probes.get(client);
        if (probe != null) {
            failed(probe, how, now);
        }
        return probe != null;
    }

    private void failed(Probe probe, String how, long now) {
        if (!probe.over) {
            end(probe);
            dispatcher.failed(probe.member, how, now);
        }
    }

    private void end(Probe probe) {
        probe.over = true;
        late.stop(probe);
    }

    @Override
    public void ended(TransactionId id) {
        if (id instanceof TransactionId.Client client) {
            probes.remove(client);
        }
    }
}
