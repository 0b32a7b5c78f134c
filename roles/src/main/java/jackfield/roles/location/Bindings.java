package jackfield.roles.location;

import jackfield.base.DeadlineQueue;
import jackfield.base.Flow;
import jackfield.base.Outbox;
import jackfield.base.Parsed;
import jackfield.base.Transport;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The bindings of every user, in memory; the store follows.
///
/// A binding whose connection is lost is parked: it is no target for new calls, so a reloaded page
/// leaves no ghost that rings, but it waits a short while for its client to come back. Bindings
/// over UDP outlive a restart, those over connections cannot.
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

    private static final class Held extends DeadlineQueue.Entry {
        private Binding binding;
        private final long since;
        private boolean parked;
        private long gone;

        private Held(Binding binding, long since) {
            this.binding = binding;
            this.since = since;
            gone = binding.expires() + LATE;
        }

        /// The same client on the same way again.
        private void refresh(Binding again) {
            binding = again;
            parked = false;
            gone = again.expires() + LATE;
        }
    }

    private final BindingStore store;
    private final ContactTokens tokens;
    private final Gruus gruus;
    private final long grace;
    private final long epochMs;
    private final Map<AddressOfRecord, Map<String, Held>> users = new HashMap<>();
    private final Map<Flow, Set<Held>> onFlow = new HashMap<>();
    private final Map<String, Set<Held>> byContact = new HashMap<>();
    private final DeadlineQueue<Held> byEnd = new DeadlineQueue<>();

    /// An empty table.
    ///
    /// @param store what keeps bindings over a restart
    /// @param tokens make and read the addresses of single contacts
    /// @param grace how long a binding waits for its client once its connection is lost (ns)
    /// @param epochMs the wall clock at time 0, in milliseconds of the epoch
    public Bindings(BindingStore store, ContactTokens tokens, long grace, long epochMs) {
        this.store = store;
        this.tokens = tokens;
        gruus = new Gruus(tokens);
        this.grace = grace;
        this.epochMs = epochMs;
    }

    /// Every binding of a user, parked ones too, the oldest first.
    public List<Binding> of(AddressOfRecord aor) {
        return users.getOrDefault(aor, Map.of()).values().stream().map(h -> h.binding).toList();
    }

    /// The bindings a new request can be sent to now: not parked; the preferred first (RFC 3261
    /// section 16.5), and of those the one heard of last.
    public List<Binding> reachable(AddressOfRecord aor) {
        return of(aor).reversed().stream()
                .filter(binding -> !isParked(binding))
                .sorted(Comparator.comparingInt(Binding::q).reversed())
                .toList();
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
        Binding found = null;
        if (owner != null) {
            for (Held held : users.getOrDefault(owner.aor(), Map.of()).values()) {
                if (!held.parked && owner.bindings().test(held.binding)) {
                    found = held.binding;
                }
            }
        }
        return found;
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
        Binding found = null;
        for (Held held : byContact.getOrDefault(Binding.contactKey(contact), Set.of())) {
            if (found != null && !found.aor().equals(held.binding.aor())) {
                return null;
            }
            if (found == null || !held.parked) {
                found = held.binding;
            }
        }
        return found;
    }

    /// Every binding, for people to look at.
    public List<Binding> all() {
        List<Binding> all = new ArrayList<>();
        users.values().forEach(user -> user.values().forEach(held -> all.add(held.binding)));
        return all;
    }

    /// Every binding as people look at it.
    public List<Seen> seen() {
        List<Seen> all = new ArrayList<>();
        users.values().forEach(user -> user.values().forEach(held -> all.add(seen(held))));
        return all;
    }

    /// The bindings of one user as people look at them.
    public List<Seen> seen(AddressOfRecord aor) {
        return users.getOrDefault(aor, Map.of()).values().stream().map(Bindings::seen).toList();
    }

    private static Seen seen(Held held) {
        return new Seen(held.binding, held.since, held.parked);
    }

    /// True while the binding waits for its client to come back.
    public boolean isParked(Binding binding) {
        Held held = users.getOrDefault(binding.aor(), Map.of()).get(binding.key());
        return held != null && held.parked;
    }

    /// The number of bindings.
    public int size() {
        return byEnd.size();
    }

    /// Adds the binding, or replaces the one with the same key.
    public void put(Binding binding, long now) {
        hold(binding, now);
        store.save(saved(binding));
    }

    /// Forgets the binding of this user and key; it is fine if there is none.
    public void remove(AddressOfRecord aor, String key) {
        if (drop(aor, key)) {
            store.remove(aor, key);
        }
    }

    /// Parks every binding over `flow`.
    public void flowLost(Flow flow, long now) {
        Set<Held> lost = onFlow.getOrDefault(flow, Set.of());
        for (Held held : lost) {
            held.parked = true;
            held.gone = Math.min(held.gone, now + grace);
            byEnd.set(held, held.gone);
        }
    }

    /// Removes what has ended by `now`.
    public void wake(long now, Outbox<Removed> out) {
        for (Held ended = byEnd.take(now); ended != null; ended = byEnd.take(now)) {
            remove(ended.binding.aor(), ended.binding.key());
            out.put(new Removed(ended.binding, ended.parked ? "connection lost" : "expired"));
        }
    }

    /// When the next binding ends (ns), or [jackfield.base.Deadlines#NEVER].
    public long deadline() {
        return byEnd.earliest();
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
        Map<String, Held> user = users.get(binding.aor());
        Held old = user == null ? null : user.get(binding.key());
        if (user != null && old != null && isRefresh(old.binding, binding)) {
            user.remove(binding.key());
            user.put(binding.key(), old); // the one heard of last is last
            old.refresh(binding);
            byEnd.set(old, old.gone);
            return;
        }
        drop(binding.aor(), binding.key());
        Held held = new Held(binding, old == null ? now : old.since);
        users.computeIfAbsent(binding.aor(), _ -> new LinkedHashMap<>()).put(binding.key(), held);
        onFlow.computeIfAbsent(binding.flow(), _ -> new LinkedHashSet<>()).add(held);
        byContact
                .computeIfAbsent(Binding.contactKey(binding.target()), _ -> new LinkedHashSet<>())
                .add(held);
        byEnd.set(held, held.gone);
    }

    /// Most registrations only say again what is known: nothing is filed anew then.
    private static boolean isRefresh(Binding old, Binding binding) {
        return old.flow().equals(binding.flow()) && old.target().equals(binding.target());
    }

    private boolean drop(AddressOfRecord aor, String key) {
        Map<String, Held> user = users.get(aor);
        Held held = user == null ? null : user.remove(key);
        if (user == null || held == null) {
            return false;
        }
        if (user.isEmpty()) {
            users.remove(aor);
        }
        byEnd.remove(held);
        part(onFlow, held.binding.flow(), held);
        part(byContact, Binding.contactKey(held.binding.target()), held);
        return true;
    }

    private static <K> void part(Map<K, Set<Held>> index, K key, Held held) {
        Set<Held> neighbours = index.get(key);
        if (neighbours != null) {
            neighbours.remove(held);
            if (neighbours.isEmpty()) {
                index.remove(key);
            }
        }
    }
}
