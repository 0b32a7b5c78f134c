package jackfield.rtc.ice;

import jackfield.base.Endpoint;
import org.jspecify.annotations.Nullable;

/// A socket of ours and an address of the peer's, and what checks said of the path between them
/// (RFC 8445 section 6.1.2).
///
/// Pairs are named by the base, not by the local candidate: candidates with one base are one path,
/// which is what RFC 8445 section 6.1.2.4 prunes to.
final class CandidatePair {
    /// RFC 8445 section 6.1.2.6, without Frozen: there is one stream of one component.
    enum State {
        WAITING,
        IN_PROGRESS,
        SUCCEEDED,
        FAILED
    }

    /// Never: in [#nominatedAt] and [#succeededAt].
    static final long NEVER = -1;

    final CheckList list;
    final Endpoint local;
    final Endpoint remote;
    final long localPriority;
    long remotePriority;
    boolean peerReflexive;

    State state = State.WAITING;

    /// The latest check, whose fate is the pair's fate.
    @Nullable Check latest;

    /// An authenticated request came from there.
    boolean heard;

    /// Whom of us the peer asks for there: a browser that restarts ICE checks from its new sockets
    /// before it knows our new credentials, and stays with the old ones on that path.
    IceCredentials addressee;

    /// When the controlling peer last sent USE-CANDIDATE here.
    long nominatedAt = NEVER;

    /// When a check last succeeded.
    long succeededAt = NEVER;

    /// The next check is to carry USE-CANDIDATE.
    boolean nominate;

    /// Consent ran out: these credentials are not used here again (RFC 7675 section 5.1).
    boolean consentLost;

    CandidatePair(
            CheckList list, Endpoint local, long localPriority, Endpoint remote, long priority) {
        this.list = list;
        this.addressee = list.local;
        this.local = local;
        this.localPriority = localPriority;
        this.remote = remote;
        this.remotePriority = priority;
    }

    /// RFC 8445 section 6.1.2.3.
    long priority(IceRole role) {
        long g = role == IceRole.CONTROLLING ? localPriority : remotePriority;
        long d = role == IceRole.CONTROLLING ? remotePriority : localPriority;
        return (Math.min(g, d) << 32) + 2 * Math.max(g, d) + (g > d ? 1 : 0);
    }

    boolean isBetween(Endpoint aLocal, Endpoint aRemote) {
        return remote.equals(aRemote) && local.equals(aLocal);
    }

    boolean isRemote(long high, long low, int port) {
        return remote.low() == low && remote.port() == port && remote.high() == high;
    }

    /// Checks may still find that it works.
    boolean isOpen() {
        return state == State.WAITING || state == State.IN_PROGRESS;
    }

    boolean isValid() {
        return state == State.SUCCEEDED;
    }

    @Override
    public String toString() {
        return local + " -> " + remote + " " + state;
    }
}
