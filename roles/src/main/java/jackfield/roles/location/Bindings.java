package jackfield.roles.location;

import static jackfield.roles.location.RowIndex.NONE;

import jackfield.base.Flow;
import jackfield.base.KeyedHash;
import jackfield.base.Outbox;
import jackfield.base.Parsed;
import jackfield.base.Transport;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The bindings of every user, in memory; the store follows.
///
/// A binding whose connection is lost is parked: it is no target for new calls, so a reloaded page
/// leaves no ghost that rings, but it waits a short while for its client to come back. Bindings
/// over UDP outlive a restart, those over connections cannot.
///
/// A node holds a million of them: they are kept packed ([Rows]), found by tables of numbers
/// ([RowIndex]), and made into a [Binding] when somebody asks. What is given out does not change
/// when the table does.
public final class Bindings {
    /// How long a binding outlives its expiry: clients that refresh at 99 % of it are late by a
    /// round trip and a retransmission (ns).
    public static final long LATE = 32_000_000_000L;

    private static final long MILLI = 1_000_000L;

    /// A binding that is no more, and why.
    ///
    /// @param binding what it was
    /// @param why `expired`, `connection lost`
    public record Removed(Binding binding, String why) {}

    /// A binding as people look at it.
    ///
    /// @param binding the binding
    /// @param since when it was first registered (ns)
    /// @param parked true while it waits for its client to come back
    public record Seen(Binding binding, long since, boolean parked) {}

    private final BindingStore store;
    private final ContactTokens tokens;
    private final Gruus gruus;
    private final long grace;
    private final long epochMs;
    private final KeyedHash hash;
    private final Rows rows = new Rows();
    private final RowIndex byUser = new RowIndex();
    private final RowIndex byFlow = new RowIndex();
    private final RowIndex byContact = new RowIndex();
    private final RowDeadlines ends = new RowDeadlines();
    private BindingWatch watch = BindingWatch.NONE;

    /// An empty table.
    ///
    /// @param store what keeps bindings over a restart
    /// @param tokens make and read the addresses of single contacts
    /// @param grace how long a binding waits for its client once its connection is lost (ns)
    /// @param epochMs the wall clock at time 0, in milliseconds of the epoch
    /// @param random makes the key of the hash tables: a cryptographic one in production
    public Bindings(
            BindingStore store,
            ContactTokens tokens,
            long grace,
            long epochMs,
            RandomGenerator random) {
        this.store = store;
        this.tokens = tokens;
        gruus = new Gruus(tokens);
        this.grace = grace;
        this.epochMs = epochMs;
        hash = new KeyedHash(random);
    }

    /// Tells `listener` too who comes and goes from now on. Before the shard runs.
    public void watch(BindingWatch listener) {
        watch = watch.and(listener);
    }

    /// Every binding of a user, parked ones too, the oldest first.
    public List<Binding> of(AddressOfRecord aor) {
        List<Binding> all = new ArrayList<>();
        int first = firstOf(aor);
        for (int row = first; row != NONE; row = byUser.next(row, first)) {
            all.add(rows.binding(row));
        }
        return all;
    }

    /// The bindings a new request can be sent to now: not parked; the preferred first (RFC 3261
    /// section 16.5), and of those the one heard of last.
    public List<Binding> reachable(AddressOfRecord aor) {
        List<Binding> live = newestFirst(aor);
        live.sort(Comparator.comparingInt(Binding::q).reversed());
        return live;
    }

    /// The bindings that are not parked, the one heard of last first.
    private List<Binding> newestFirst(AddressOfRecord aor) {
        List<Binding> live = new ArrayList<>();
        int first = firstOf(aor);
        int row = first == NONE ? NONE : byUser.last(first);
        while (row != NONE) {
            if (!rows.isParked(row)) {
                live.add(rows.binding(row));
            }
            row = byUser.previous(row, first);
        }
        return live;
    }

    /// Make and read the addresses of single contacts.
    public ContactTokens tokens() {
        return tokens;
    }

    /// The addresses that lead to one device.
    public Gruus gruus() {
        return gruus;
    }

    /// The binding that a GRUU of `domain` leads to: that of its instance which can be reached and
    /// registered last (RFC 5627 section 5.5). Null for what is no GRUU, and where the device can't
    /// be reached now.
    public @Nullable Binding ofGruu(SipUri uri, String domain) {
        Gruus.Owner owner = gruus.owner(uri, domain);
        if (owner != null) {
            for (Binding binding : newestFirst(owner.aor())) {
                if (owner.bindings().test(binding)) {
                    return binding;
                }
            }
        }
        return null;
    }

    /// What a request for `uri` has as its Request-URI on its last hop: a GRUU gives way to the
    /// contact that it stands for (RFC 5627 section 5.5); every other URI is what it is.
    public SipUri retargeted(SipUri uri) {
        Binding binding = Gruus.isGruu(uri) ? ofGruu(uri, uri.host()) : null;
        return binding == null ? uri : binding.target();
    }

    /// True where `contact`, which a client gave in a call, is the one of `binding`: its address,
    /// or a GRUU of its device.
    public boolean isContactOf(SipUri contact, Binding binding) {
        Gruus.Owner owner = gruus.owner(contact, contact.host());
        return owner == null
                ? Binding.contactKey(contact).equals(Binding.contactKey(binding.target()))
                : owner.aor().equals(binding.aor()) && owner.bindings().test(binding);
    }

    /// A user's live binding for a contact it once gave: the way to a client that came back on
    /// another connection. Its device's newest binding where the contact itself is gone.
    public @Nullable Binding reattached(AddressOfRecord aor, SipUri contact) {
        if (Gruus.isGruu(contact)) {
            return ofGruu(contact, aor.domain());
        }
        String key = Binding.contactKey(contact);
        List<Binding> live = reachable(aor);
        for (Binding binding : live) {
            if (Binding.contactKey(binding.target()).equals(key)) {
                return binding;
            }
        }
        for (Binding old : of(aor)) {
            if (Binding.contactKey(old.target()).equals(key)) {
                for (Binding binding : live) {
                    if (binding.sameDevice(old)) {
                        return binding;
                    }
                }
            }
        }
        return null;
    }

    /// The reachable binding with this contact, whoever's it is: what a transferred call or a
    /// subscription may aim at. Null where there is none, and where two users claim it.
    public @Nullable Binding ofContact(SipUri contact) {
        String key = Binding.contactKey(contact);
        int first = firstAt(key, contactHash(key));
        Binding found = null;
        for (int row = first; row != NONE; row = byContact.next(row, first)) {
            if (found != null && !rows.isOf(row, found.aor())) {
                return null;
            }
            if (found == null || !rows.isParked(row)) {
                found = rows.binding(row);
            }
        }
        return found;
    }

    /// Every binding, for people to look at.
    public List<Binding> all() {
        List<Binding> all = new ArrayList<>(size());
        rows.each(row -> all.add(rows.binding(row)));
        return all;
    }

    /// Every binding as people look at it.
    public List<Seen> seen() {
        List<Seen> all = new ArrayList<>(size());
        rows.each(row -> all.add(seen(row)));
        return all;
    }

    /// The bindings of one user as people look at them, the oldest first.
    public List<Seen> seen(AddressOfRecord aor) {
        List<Seen> all = new ArrayList<>();
        int first = firstOf(aor);
        for (int row = first; row != NONE; row = byUser.next(row, first)) {
            all.add(seen(row));
        }
        return all;
    }

    private Seen seen(int row) {
        return new Seen(rows.binding(row), rows.since(row), rows.isParked(row));
    }

    /// The number of bindings.
    public int size() {
        return ends.size();
    }

    /// Adds the binding, or replaces the one with the same key.
    public void put(Binding binding, long now) {
        hold(binding, now);
        if (!binding.flow().isInside()) {
            store.save(saved(binding));
        }
    }

    /// Forgets the binding of this user and key; it is fine if there is none.
    public void remove(AddressOfRecord aor, String key) {
        int row = rowOf(firstOf(aor), key);
        if (row != NONE) {
            watch.went(aor, rows.binding(row).target().toString());
            drop(row);
            store.remove(aor, key);
        }
    }

    /// Parks every binding over `flow`.
    public void flowLost(Flow flow, long now) {
        int first = firstOver(flow, flowHash(flow));
        for (int row = first; row != NONE; row = byFlow.next(row, first)) {
            rows.park(row);
            ends.move(row, Math.min(ends.of(row), now + grace));
        }
    }

    /// Removes what has ended by `now`.
    public void wake(long now, Outbox<Removed> out) {
        while (ends.earliest() <= now) {
            int row = ends.first();
            Binding binding = rows.binding(row);
            String why = rows.isParked(row) ? "connection lost" : "expired";
            drop(row);
            store.remove(binding.aor(), binding.key());
            watch.went(binding.aor(), binding.target().toString());
            out.put(new Removed(binding, why));
        }
    }

    /// When the next binding ends (ns), or [Deadlines#NEVER].
    public long deadline() {
        return ends.earliest();
    }

    /// Takes what the store kept over a restart: unexpired bindings over UDP. The others are
    /// removed from the store.
    ///
    /// @param flows gives the flow to a remote address, by the kept binding; null where we no
    ///   longer have a socket for it
    public void restore(
            List<SavedBinding> kept, Function<SavedBinding, @Nullable Flow> flows, long now) {
        for (SavedBinding one : kept) {
            Binding binding = restored(one, flows, now);
            if (binding == null || binding.expires() + LATE <= now) {
                store.remove(new AddressOfRecord(one.user(), one.domain()), one.key());
            } else {
                hold(binding, now);
            }
        }
    }

    private @Nullable Binding restored(
            SavedBinding one, Function<SavedBinding, @Nullable Flow> flows, long now) {
        if (one.transport() != Transport.UDP) {
            return null;
        }
        Flow flow = flows.apply(one);
        if (flow == null
                || !(NameAddr.parse(one.contact()) instanceof Parsed.Ok<NameAddr>(NameAddr contact))
                || !(contact.uri() instanceof SipUri)) {
            return null;
        }
        List<NameAddr> path = new ArrayList<>();
        for (String hop : one.path()) {
            if (!(NameAddr.parse(hop) instanceof Parsed.Ok<NameAddr>(NameAddr parsed))) {
                return null;
            }
            path.add(parsed);
        }
        long left = one.expiresEpochMs() - (epochMs + now / MILLI);
        return new Binding(
                new AddressOfRecord(one.user(), one.domain()),
                contact,
                one.instance(),
                one.regId(),
                one.q(),
                now + Math.clamp(left, -LATE / MILLI, 10 * 365 * 86_400_000L) * MILLI,
                flow,
                path,
                one.callId(),
                one.cseq(),
                one.userAgent());
    }

    private SavedBinding saved(Binding binding) {
        return new SavedBinding(
                binding.aor().user(),
                binding.aor().domain(),
                binding.key(),
                binding.contact().toString(),
                binding.instance(),
                binding.regId(),
                binding.q(),
                epochMs + binding.expires() / MILLI,
                binding.flow().transport(),
                binding.flow().local(),
                binding.flow().remote(),
                binding.path().stream().map(NameAddr::toString).toList(),
                binding.callId(),
                binding.cseq(),
                binding.userAgent());
    }

    private void hold(Binding binding, long now) {
        AddressOfRecord aor = binding.aor();
        int userHash = userHash(aor);
        int old = rowOf(firstOf(aor, userHash), binding.key());
        String contact = Binding.contactKey(binding.target());
        long since = old == NONE ? now : rows.since(old);
        if (old != NONE && rows.flow(old).equals(binding.flow()) && rows.hasContact(old, contact)) {
            // Most registrations only say again what is known: no place changes, but the one heard
            // of last is last.
            rows.replace(old, binding, since);
            byUser.remove(old);
            byUser.add(old, userHash, firstOf(aor, userHash));
            ends.move(old, binding.expires() + LATE);
            return;
        }
        if (old != NONE) {
            drop(old);
        } else {
            watch.came(binding);
        }
        if (rows.isFull()) {
            reach(Math.max(64, rows.room() + (rows.room() >> 1)));
        }
        int flowHash = flowHash(binding.flow());
        int over = firstOver(binding.flow(), flowHash);
        int row = rows.take(binding, over == NONE ? binding.flow() : rows.flow(over), since);
        byFlow.add(row, flowHash, over);
        byUser.add(row, userHash, firstOf(aor, userHash));
        int contactHash = contactHash(contact);
        byContact.add(row, contactHash, firstAt(contact, contactHash));
        ends.add(row, binding.expires() + LATE);
    }

    private void drop(int row) {
        byUser.remove(row);
        byFlow.remove(row);
        byContact.remove(row);
        ends.remove(row);
        rows.release(row);
    }

    private void reach(int room) {
        rows.reach(room);
        byUser.reach(room);
        byFlow.reach(room);
        byContact.reach(room);
        ends.reach(room);
    }

    private int rowOf(int first, String key) {
        int row = first;
        while (row != NONE && !rows.hasKey(row, key)) {
            row = byUser.next(row, first);
        }
        return row;
    }

    private int firstOf(AddressOfRecord aor) {
        return firstOf(aor, userHash(aor));
    }

    private int firstOf(AddressOfRecord aor, int userHash) {
        return byUser.first(userHash, row -> rows.isOf(row, aor));
    }

    private int firstOver(Flow flow, int flowHash) {
        return byFlow.first(flowHash, row -> rows.flow(row).equals(flow));
    }

    private int firstAt(String contactKey, int contactHash) {
        return byContact.first(contactHash, row -> rows.hasContact(row, contactKey));
    }

    private int userHash(AddressOfRecord aor) {
        return hash.begin().add(aor.user()).add(0).add(aor.domain()).end();
    }

    private int contactHash(String contactKey) {
        return hash.begin().add(contactKey).end();
    }

    /// What flows differ in: the connection, and the peer of a UDP socket.
    private int flowHash(Flow flow) {
        return hash.begin()
                .add(flow.id())
                .add(flow.remote().high())
                .add(flow.remote().low())
                .add((long) flow.remote().port())
                .end();
    }
}
