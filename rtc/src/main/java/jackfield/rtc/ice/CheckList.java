package jackfield.rtc.ice;

import jackfield.base.Endpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pairs of one generation, that is of one exchange of credentials (RFC 8445 section 6.1.2). An
/// ICE restart makes a new one.
final class CheckList {
    /// How many pairs a peer can make us keep and check (RFC 8445 section 6.1.2.5 allows 100).
    static final int MOST_PAIRS = 64;

    private static final long HIGHEST_PRIORITY = Integer.MAX_VALUE;

    final IceCredentials local;
    final byte[] localKey;
    private final List<HostCandidate> hosts;
    private final ArrayList<CandidatePair> pairs = new ArrayList<>();
    private final ArrayDeque<CandidatePair> triggered = new ArrayDeque<>();
    private @Nullable IceCredentials remote;
    private byte[] remoteKey = {};

    CheckList(IceCredentials local, List<HostCandidate> hosts) {
        this.local = local;
        this.localKey = local.key();
        this.hosts = hosts;
    }

    @Nullable IceCredentials remote() {
        return remote;
    }

    byte[] remoteKey() {
        return remoteKey;
    }

    void remote(IceCredentials credentials) {
        remote = credentials;
        remoteKey = credentials.key();
    }

    List<CandidatePair> pairs() {
        return pairs;
    }

    static int localPreference(int host) {
        return 0xffff - host;
    }

    boolean hasBase(Endpoint local) {
        for (int i = 0; i < hosts.size(); i++) {
            if (hosts.get(i).base().equals(local)) {
                return true;
            }
        }
        return false;
    }

    @Nullable CandidatePair find(Endpoint from, Endpoint to) {
        for (CandidatePair pair : pairs) {
            if (pair.isBetween(from, to)) {
                return pair;
            }
        }
        return null;
    }

    /// Pairs a candidate that the peer told us with every socket that reaches it.
    void add(Candidate candidate) {
        for (int i = 0; i < hosts.size(); i++) {
            HostCandidate host = hosts.get(i);
            if (!host.reaches(candidate.endpoint())) {
                continue;
            }
            CandidatePair known = find(host.base(), candidate.endpoint());
            if (known == null) {
                insert(pair(i, candidate.endpoint(), candidate.priority()));
            } else if (known.peerReflexive) {
                // It was learnt from a check before it was told (RFC 8838 section 11.1).
                known.peerReflexive = false;
                known.remotePriority = candidate.priority();
            }
        }
    }

    /// A pair for an address that a check came from (RFC 8445 section 7.3.1.3); null when there is
    /// no room.
    @Nullable CandidatePair learn(Endpoint base, Endpoint address, long priority) {
        for (int i = 0; i < hosts.size(); i++) {
            if (hosts.get(i).base().equals(base)) {
                CandidatePair pair = pair(i, address, Math.clamp(priority, 0, HIGHEST_PRIORITY));
                pair.peerReflexive = true;
                return insert(pair) ? pair : null;
            }
        }
        return null;
    }

    private CandidatePair pair(int host, Endpoint address, long priority) {
        long ours = Candidate.priority(CandidateType.HOST, localPreference(host), 1);
        return new CandidatePair(this, hosts.get(host).base(), ours, address, priority);
    }

    /// Makes room for a peer-reflexive pair, which came with a password, by giving up the worst
    /// pair nobody has heard of; a pair that was only told gets no room where there is none.
    private boolean insert(CandidatePair pair) {
        if (pairs.size() == MOST_PAIRS) {
            CandidatePair worst = null;
            for (CandidatePair each : pairs) {
                boolean idle = !each.isValid() && !each.heard;
                if (idle && (worst == null || each.remotePriority < worst.remotePriority)) {
                    worst = each;
                }
            }
            if (!pair.peerReflexive || worst == null) {
                return false;
            }
            pairs.remove(worst);
            triggered.remove(worst);
        }
        return pairs.add(pair);
    }

    void trigger(CandidatePair pair) {
        if (!triggered.contains(pair)) {
            triggered.add(pair);
        }
    }

    void untrigger(CandidatePair pair) {
        triggered.remove(pair);
    }

    /// Takes the next pair to check: a triggered one, else (where `ordinary`) the best one waiting
    /// (RFC 8445 section 6.1.4.2). Null when there is none.
    @Nullable CandidatePair next(IceRole role, boolean ordinary) {
        CandidatePair first = triggered.poll();
        return first != null || !ordinary ? first : best(role, CandidatePair.State.WAITING);
    }

    boolean hasNext(IceRole role, boolean ordinary) {
        return !triggered.isEmpty() || ordinary && best(role, CandidatePair.State.WAITING) != null;
    }

    @Nullable CandidatePair best(IceRole role, CandidatePair.State state) {
        CandidatePair best = null;
        for (CandidatePair pair : pairs) {
            if (pair.state == state
                    && (best == null || pair.priority(role) > best.priority(role))) {
                best = pair;
            }
        }
        return best;
    }

    /// How many pairs checks may still find to work.
    int open() {
        int open = 0;
        for (CandidatePair pair : pairs) {
            open += pair.isOpen() ? 1 : 0;
        }
        return open;
    }

    /// True while checks may yet find a better pair than this.
    boolean hopesForBetterThan(CandidatePair pair, IceRole role) {
        for (CandidatePair each : pairs) {
            if (each.isOpen() && each.priority(role) > pair.priority(role)) {
                return true;
            }
        }
        return false;
    }
}
