package jackfield.roles.sbc;

import jackfield.base.DeadlineQueue;
import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Network;
import jackfield.base.NetworkTable;
import jackfield.base.Transport;
import jackfield.roles.sbc.Conducts.Conduct;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Whom nothing is taken from, and who is on the way there.
///
/// Offences bring a source points; enough of them a ban, each longer than the one before. A source
/// from which users have signed in lately may do ten times as much: behind it may be an office.
/// What comes over UDP may be forged: a source that never showed that it receives our answers is
/// shut out for a short time only, and one that users sign in from not at all, for whoever knows
/// its address could shut those out (ADR 0113).
///
/// Everything here is bounded: sources, names, bans.
public final class Bans {
    /// The points that lead to a ban.
    static final int LIMIT = 1000;

    private static final int KNOWN_FACTOR = 10;
    private static final long KNOWN_FOR = 3 * 3_600_000_000_000L;
    private static final int MOST_SOURCES = 20_000;
    private static final int MOST_KNOWN = 100_000;
    private static final int MOST_BANS = 20_000;

    private static final class Standing extends DeadlineQueue.Entry {
        private final Ban ban;

        private Standing(Ban ban) {
            this.ban = ban;
        }
    }

    private final BanPolicy policy;
    private final BanListener listener;
    private final NetworkTable<Standing> bans = new NetworkTable<>();
    private final DeadlineQueue<Standing> ends = new DeadlineQueue<>();
    private final NetworkTable<Network> never = new NetworkTable<>();
    private final Conducts conducts = new Conducts(MOST_SOURCES);
    private final Map<Network, Long> knownUntil;
    private final Map<String, Long> counts = new TreeMap<>();
    private long drops;

    /// @param listener hears of each ban
    public Bans(BanPolicy policy, BanListener listener) {
        this.policy = policy;
        this.listener = listener;
        policy.never().forEach(network -> never.put(network, network));
        knownUntil =
                new LinkedHashMap<>(64, 0.75f, true) {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Network, Long> eldest) {
                        return size() > MOST_KNOWN;
                    }
                };
    }

    // Asked for whatever arrives

    /// True where what comes from this address is to be dropped, unlooked at; counts it then.
    public boolean drops(long high, long low, long now) {
        Standing standing = bans.find(high, low);
        if (standing == null || standing.ban.until() <= now || never.find(high, low) != null) {
            return false;
        }
        drops++;
        return true;
    }

    /// [#drops(long, long, long)] of an endpoint.
    public boolean drops(Endpoint source, long now) {
        return drops(source.high(), source.low(), now);
    }

    /// True where a user has signed in from there lately.
    public boolean isKnown(Endpoint source, long now) {
        Long until = knownUntil.get(Network.source(source));
        return until != null && until > now;
    }

    /// True for the name of a program that looks for victims.
    public boolean isScanner(@Nullable String userAgent) {
        if (userAgent == null || !policy.automatic()) {
            return false;
        }
        for (String name : policy.scanners()) {
            int last = userAgent.length() - name.length();
            for (int i = 0; i <= last; i++) {
                if (userAgent.regionMatches(true, i, name, 0, name.length())) {
                    return true;
                }
            }
        }
        return false;
    }

    // What sources do

    /// The source of `flow` has done something wrong; bans it where that was enough.
    public void offence(Flow flow, Offence offence, long now) {
        if (!policy.automatic() || never.find(flow.client()) != null) {
            return;
        }
        Network source = Network.source(flow.client());
        Conduct conduct = conducts.of(source);
        boolean known = isKnown(flow.client(), now);
        if (conduct.add(offence, now) < (known ? KNOWN_FACTOR * LIMIT : LIMIT)) {
            return;
        }
        boolean forgeable = flow.transport() == Transport.UDP;
        boolean proven = conduct.answers || !forgeable;
        if (forgeable && known || !proven && bans.size() >= MOST_BANS) {
            return;
        }
        conduct.atoned();
        conduct.bans += proven ? 1 : 0;
        begin(
                new Ban(
                        source,
                        offence.words(),
                        now,
                        now + (proven ? length(conduct.bans) : policy.unproven()),
                        Math.max(1, conduct.bans),
                        proven));
    }

    private long length(int times) {
        long length = policy.first();
        for (int i = 1; i < times && length < policy.longest(); i++) {
            length *= 4;
        }
        return Math.min(length, policy.longest());
    }

    /// The source of `flow` named a user of ours that does not exist.
    public void unknownUser(Flow flow, String name, long now) {
        boolean fresh = conducts.of(Network.source(flow.client())).isNew(name);
        offence(flow, fresh ? Offence.UNKNOWN_USER : Offence.UNKNOWN_USER_AGAIN, now);
    }

    /// The source of `flow` is sent this nonce: should it return it, it does receive our answers.
    public void asked(Flow flow, String nonce) {
        Conduct conduct = conducts.known(Network.source(flow.client()));
        if (conduct != null && !conduct.answers) {
            conduct.asked(nonce);
        }
    }

    /// The source of `flow` sent credentials with this nonce.
    public void returned(Flow flow, String nonce) {
        Conduct conduct = conducts.known(Network.source(flow.client()));
        if (conduct != null) {
            conduct.returned(nonce);
        }
    }

    /// A user has signed in from the source of `flow`.
    public void provedItself(Flow flow, long now) {
        knownUntil.put(Network.source(flow.client()), now + KNOWN_FOR);
    }

    // What operators do

    /// Bans a network for `length` (ns).
    public Ban add(Network network, String reason, long length, long now) {
        long until = length > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + length;
        Ban ban = new Ban(network, reason, now, until, 0, true);
        begin(ban);
        return ban;
    }

    /// Takes back a ban from before a restart; the listener is not told.
    public void restore(Ban ban, long now) {
        if (ban.until() > now && bans.size() < MOST_BANS) {
            put(ban);
        }
    }

    /// Lifts the ban of a network; false where there is none.
    public boolean remove(Network network) {
        Standing standing = bans.get(network);
        if (standing == null) {
            return false;
        }
        end(standing);
        conducts.of(network).atoned();
        return true;
    }

    private void begin(Ban ban) {
        if (bans.size() >= MOST_BANS && bans.get(ban.network()) == null) {
            Standing first = ends.take(Long.MAX_VALUE);
            if (first != null) {
                end(first);
            }
        }
        put(ban);
        counts.merge(ban.byOperator() ? "operator" : ban.reason(), 1L, Long::sum);
        listener.banned(ban);
    }

    private void put(Ban ban) {
        Standing old = bans.get(ban.network());
        if (old != null) {
            ends.remove(old);
        }
        Standing standing = new Standing(ban);
        bans.put(ban.network(), standing);
        ends.set(standing, ban.until());
    }

    private void end(Standing standing) {
        ends.remove(standing);
        bans.remove(standing.ban.network());
        listener.ended(standing.ban);
    }

    // Time

    /// Ends the bans that are over.
    public void wake(long now) {
        for (Standing over = ends.take(now); over != null; over = ends.take(now)) {
            end(over);
        }
    }

    /// When the next ban ends (ns).
    public long deadline() {
        return ends.earliest();
    }

    // For people to look at

    /// The bans there are.
    public List<Ban> all() {
        return bans.values().stream().map(standing -> standing.ban).toList();
    }

    /// Bans begun so far, by reason.
    public Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    /// Messages and datagrams of banned sources dropped so far.
    public long dropped() {
        return drops;
    }

    /// Sources whose offences are remembered.
    int offenders() {
        return conducts.size();
    }
}
