package jackfield.roles.upstream;

import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Binding;
import jackfield.roles.location.ContactToken;
import jackfield.roles.location.ContactTokens;
import jackfield.roles.transactionuser.Agenda;
import jackfield.roles.transactionuser.Arrival;
import jackfield.roles.transactionuser.CallLog;
import jackfield.roles.transactionuser.TransactionUser;
import jackfield.roles.transactionuser.Transactions;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.transaction.TransactionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The registrations of our users at registrars above us. Of each user there is one [Progress] for
/// each such registrar, and each that waits for anything has a deadline.
public final class UpstreamRegistrations implements TransactionUser {
    private static final int MOST_AT_ONCE = 10_000;

    /// Users seen at an upstream and not registered are forgotten beyond this.
    private static final int MOST_STRANGERS = 20_000;

    private record Key(AddressOfRecord aor, Upstream upstream) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = aor.compareTo(other.aor);
            return order != 0
                    ? order
                    : upstream.uri().toString().compareTo(other.upstream.uri().toString());
        }
    }

    private final Transactions transactions;
    private final Above above;
    private final UpstreamSettings settings;
    private final RandomGenerator random;
    private final Errands errands;
    private final Map<Key, Progress> progresses = new HashMap<>();
    private final Map<Key, Mirror> mirrors = new HashMap<>();
    private final Agenda<Progress> lapses = new Agenda<>();
    private final Agenda<Mirror> dues = new Agenda<>();

    /// @param random spreads what is repeated, and makes Call-IDs: a cryptographic one in
    ///   production
    public UpstreamRegistrations(
            Transactions transactions,
            Above above,
            UpstreamSettings settings,
            RandomGenerator random) {
        this.transactions = transactions;
        this.above = above;
        this.settings = settings;
        this.random = random;
        errands = new Errands(transactions, above, settings.answerTime());
    }

    Above above() {
        return above;
    }

    UpstreamSettings settings() {
        return settings;
    }

    RandomGenerator random() {
        return random;
    }

    Errands errands() {
        return errands;
    }

    // Registrars that decide

    /// True where a registrar above us decides who this user is.
    public boolean isElsewhere(AddressOfRecord aor) {
        return settings.authenticator(aor) != null;
    }

    /// Sends a user's REGISTER up; the answer to it comes from there.
    public void relay(Arrival arrival, AddressOfRecord aor, long now) {
        Upstream upstream = settings.authenticator(aor);
        if (upstream == null) {
            throw new IllegalStateException("no registrar above for " + aor);
        }
        Key key = new Key(aor, upstream);
        Progress known = progresses.get(key);
        if (errands.size() >= MOST_AT_ONCE || known == null && progresses.size() > mostKnown()) {
            above.location().answer(arrival, Response.to(arrival.request(), 503), now);
            return;
        }
        Progress progress =
                known != null
                        ? known
                        : progresses.computeIfAbsent(key, _ -> new Progress(aor, upstream, now));
        progress.asking(now);
        Relayed relayed =
                new Relayed(this, arrival, aor, progress, above.location().asked(arrival, aor));
        errands.start(new Errand(upstream.uri(), relayed::on, relayed), now);
    }

    private int mostKnown() {
        return above.bindings().size() + MOST_STRANGERS;
    }

    // Registrars that are told

    /// The bindings of a user have changed: its mirrors follow.
    public void changed(AddressOfRecord aor, long now) {
        boolean wanted = !above.bindings().of(aor).isEmpty();
        for (Upstream upstream : settings.upstreams()) {
            if (upstream.mode() != Upstream.Mode.MIRROR || !upstream.isFor(aor)) {
                continue;
            }
            Key key = new Key(aor, upstream);
            Mirror mirror = mirrors.get(key);
            if (mirror != null) {
                mirror.want(wanted, now);
            } else if (wanted) {
                Progress progress = new Progress(aor, upstream, now);
                mirror = new Mirror(this, progress, word() + word(), word());
                mirrors.put(key, mirror);
                progresses.put(key, progress);
                mirror.ask(null, now);
            }
        }
    }

    private String word() {
        return transactions.tag();
    }

    /// What was kept over a restart is mirrored again.
    public void restored(long now) {
        if (!settings.upstreams().isEmpty()) {
            above.bindings().all().stream()
                    .map(Binding::aor)
                    .distinct()
                    .forEach(aor -> changed(aor, now));
        }
    }

    // What comes back

    /// What a request for `uri` may reach, where that is a contact of ours at a registrar above us:
    /// the token proves that it comes by there, so its sender need not. Null for every other URI;
    /// empty where there is nobody any more.
    public @Nullable List<Binding> behind(SipUri uri) {
        String user = uri.user();
        ContactToken token =
                user == null || settings.upstreams().isEmpty()
                        ? null
                        : above.bindings().tokens().open(user);
        if (token == null) {
            return null;
        }
        return switch (token.purpose()) {
            case MIRROR -> above.bindings().reachable(token.aor());
            case UPSTREAM ->
                    above.bindings().reachable(token.aor()).stream()
                            .filter(binding -> ContactTokens.mark(binding.key()) == token.contact())
                            .toList();
            case TEMPORARY_GRUU -> null;
        };
    }

    @Override
    public boolean received(TransactionId.Client client, Response response, long now) {
        return errands.received(client, response, now);
    }

    @Override
    public boolean timedOut(TransactionId.Client client, long now) {
        return errands.gone(client, null, now);
    }

    @Override
    public boolean unreachable(TransactionId.Client client, long now) {
        return errands.gone(client, "connection refused or lost", now);
    }

    @Override
    public void ended(TransactionId id) {
        if (id instanceof TransactionId.Client client) {
            errands.ended(client);
        }
    }

    // Time

    @Override
    public void wake(long now) {
        errands.wake(now);
        for (Mirror due = dues.take(now); due != null; due = dues.take(now)) {
            due.due(now);
        }
        for (Progress lapsed = lapses.take(now); lapsed != null; lapsed = lapses.take(now)) {
            lapsed(lapsed, now);
        }
    }

    /// A client did not answer its challenge, did not try again, or did not refresh.
    private void lapsed(Progress progress, long now) {
        switch (progress.state()) {
            case REGISTERING, REFRESHING -> {
                // Its errand comes to an end.
            }
            case CHALLENGED, FAILED -> {
                if (progress.isGood(now)) {
                    progress.givenUp(now);
                } else {
                    progresses.remove(new Key(progress.aor, progress.upstream));
                }
            }
            case REGISTERED, UNREGISTERED -> {
                if (!progress.isGood(now)) {
                    progresses.remove(new Key(progress.aor, progress.upstream));
                }
            }
        }
    }

    @Override
    public long deadline() {
        return Math.min(errands.deadline(), Math.min(dues.earliest(), lapses.earliest()));
    }

    void later(Progress progress, long at) {
        lapses.set(progress, at);
    }

    void later(Mirror mirror, long at) {
        dues.set(mirror, at);
    }

    void forget(Mirror mirror) {
        Key key = new Key(mirror.progress.aor, mirror.progress.upstream);
        dues.stop(mirror);
        mirrors.remove(key);
        progresses.remove(key);
    }

    void tell(Progress progress, String why) {
        above.log()
                .line(
                        "",
                        CallLog.Level.WARN,
                        progress.aor
                                + " is not registered at "
                                + progress.upstream.uri()
                                + ": "
                                + why);
    }

    // For people to look at

    /// Every registration above us.
    public List<UpstreamView> views() {
        List<UpstreamView> views = new ArrayList<>();
        progresses.values().forEach(progress -> views.add(progress.view()));
        return views;
    }
}
