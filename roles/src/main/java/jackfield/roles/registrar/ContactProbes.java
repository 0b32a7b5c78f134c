package jackfield.roles.registrar;

import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.location.Bindings;
import jackfield.roles.transactionuser.Addresses;
import jackfield.roles.transactionuser.Agenda;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Asks contacts over UDP by OPTIONS, each at its own times, and remembers how long the answer
/// took: it holds NATs open, and shows who is hard to reach. A contact that does not answer stays;
/// only its registration's end removes it.
public final class ContactProbes implements TransactionUser {
    private record Key(AddressOfRecord aor, String contact) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::contact).thenComparing(key -> key.aor().toString());

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private static final class Probe {
        private final Key key;
        private TransactionId.@Nullable Client client;
        private long sent;
        private long roundTrip;

        private Probe(Key key) {
            this.key = key;
        }
    }

    private final Transactions transactions;
    private final Addresses addresses;
    private final Bindings bindings;
    private final long interval;
    private final RandomGenerator random;
    private final Map<Key, Probe> probes = new HashMap<>();
    private final Map<TransactionId.Client, Probe> asked = new HashMap<>();
    private final Agenda<Probe> due = new Agenda<>();

    /// @param interval how often each contact is asked (ns); 0 for never
    /// @param random spreads the questions
    public ContactProbes(
            Transactions transactions,
            Addresses addresses,
            Bindings bindings,
            long interval,
            RandomGenerator random) {
        this.transactions = transactions;
        this.addresses = addresses;
        this.bindings = bindings;
        this.interval = interval;
        this.random = random;
    }

    /// Bindings were taken back after a restart.
    public void restored(long now) {
        if (interval > 0) {
            bindings.all().stream().map(Binding::aor).distinct().forEach(aor -> changed(aor, now));
        }
    }

    /// The bindings of a user have changed.
    public void changed(AddressOfRecord aor, long now) {
        if (interval <= 0) {
            return;
        }
        for (Binding binding : bindings.of(aor)) {
            Key key = new Key(aor, binding.key());
            if (isAsked(binding) && !probes.containsKey(key)) {
                Probe probe = new Probe(key);
                probes.put(key, probe);
                due.set(probe, now + 1 + random.nextLong(interval));
            }
        }
    }

    /// Connections tell by themselves when they are gone.
    private static boolean isAsked(Binding binding) {
        return binding.flow().transport() == Transport.UDP;
    }

    /// How long the contact took to answer last (ns); 0 where it was not asked, or did not.
    public long roundTrip(Binding binding) {
        Probe probe = probes.get(new Key(binding.aor(), binding.key()));
        return probe == null ? 0 : probe.roundTrip;
    }

    @Override
    public void wake(long now) {
        for (Probe probe = due.take(now); probe != null; probe = due.take(now)) {
            Binding binding = binding(probe.key);
            if (binding == null) {
                probes.remove(probe.key);
                continue;
            }
            due.set(probe, now + interval - interval / 8 + random.nextLong(interval / 4 + 1));
            if (probe.client == null) {
                ask(probe, binding, now);
            }
        }
    }

    private @Nullable Binding binding(Key key) {
        for (Binding binding : bindings.of(key.aor)) {
            if (isAsked(binding) && binding.key().equals(key.contact)) {
                return binding;
            }
        }
        return null;
    }

    private void ask(Probe probe, Binding binding, long now) {
        Flow flow = binding.flow();
        TransactionId.Client client =
                transactions.send(options(binding, flow), flow, transactions.branch(), now);
        probe.client = client;
        probe.sent = now;
        asked.put(client, probe);
    }

    private Request options(Binding binding, Flow flow) {
        NameAddr us = NameAddr.of(SipUri.of("jackfield", addresses.advertised(flow).host(), 0));
        Headers.Builder headers = Headers.builder();
        binding.path().forEach(hop -> headers.add(HeaderName.ROUTE, hop.toString()));
        headers.add(HeaderName.MAX_FORWARDS, "70")
                .add(HeaderName.FROM, us.with("tag", transactions.tag()).toString())
                .add(HeaderName.TO, NameAddr.of(binding.aor().uri()).toString())
                .add(HeaderName.CALL_ID, "probe-" + transactions.tag())
                .add(HeaderName.CSEQ, new CSeq(1, Method.OPTIONS).toString())
                .add(HeaderName.ACCEPT, "application/sdp");
        return new Request(Method.OPTIONS, binding.target(), headers.build(), Body.NONE);
    }

    /// Any final answer tells that it is there: many phones refuse OPTIONS.
    @Override
    public boolean received(TransactionId.Client client, Response response, long now) {
        Probe probe = asked.get(client);
        if (probe != null && response.isFinal()) {
            over(probe, client, Math.max(1, now - probe.sent));
        }
        return probe != null;
    }

    @Override
    public boolean timedOut(TransactionId.Client client, long now) {
        return lost(client);
    }

    @Override
    public boolean unreachable(TransactionId.Client client, long now) {
        return lost(client);
    }

    private boolean lost(TransactionId.Client client) {
        Probe probe = asked.get(client);
        if (probe != null) {
            over(probe, client, 0);
        }
        return probe != null;
    }

    private static void over(Probe probe, TransactionId.Client client, long roundTrip) {
        if (client.equals(probe.client)) {
            probe.client = null;
            probe.roundTrip = roundTrip;
        }
    }

    @Override
    public void ended(TransactionId id) {
        if (id instanceof TransactionId.Client client) {
            lost(client);
            asked.remove(client);
        }
    }

    @Override
    public long deadline() {
        return due.earliest();
    }
}
