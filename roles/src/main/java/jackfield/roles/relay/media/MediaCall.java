package jackfield.roles.relay.media;

import jackfield.base.Deadlines;
import java.util.ArrayList;
import java.util.List;

/// The legs of one call, and whether any of them is still heard.
///
/// A call is dead only when no leg hears RTP, RTCP or ICE consent for the whole limit: one-way
/// audio, silence suppression and hold are not death. Who only listens is not asked: a recorder
/// that goes on with its reports is no sign that anybody talks. Until legs are connected the limit
/// is that of a call nobody has answered, because a phone may ring for long. The watch looks only
/// when it could be time, so packets cost it nothing.
final class MediaCall extends DueQueue.Item {
    private static final long SECOND = 1_000_000_000L;

    final List<MediaLeg> legs = new ArrayList<>();
    private final long id;
    private final Workbench bench;
    private boolean connected;
    private boolean watched;
    private long since;

    MediaCall(long id, Workbench bench) {
        this.id = id;
        this.bench = bench;
    }

    /// Signalling connected something: the time starts again.
    void connected(long now) {
        connected = true;
        renewed(now);
    }

    /// Signalling made or changed a leg: the time starts again.
    void renewed(long now) {
        watched = true;
        since = now;
        bench.due.set(this, now + limit());
    }

    /// Ends the watch.
    void close() {
        watched = false;
        bench.due.set(this, Deadlines.NEVER);
    }

    @Override
    void wake(long now) {
        if (!watched) {
            return;
        }
        long heard = lastHeard();
        long dead = Math.max(since, heard) + limit();
        if (now < dead) {
            bench.due.set(this, dead);
            return;
        }
        bench.events.put(
                new MediaEvent.MediaSilent(
                        id, legs.stream().map(leg -> leg.plan.leg()).toList(), why(heard, now)));
    }

    private long limit() {
        if (!connected) {
            return bench.limits.unansweredNs();
        }
        for (MediaLeg leg : legs) {
            if (leg.talks()) {
                return bench.limits.silentNs();
            }
        }
        return Math.max(bench.limits.silentNs(), bench.limits.heldNs());
    }

    private long lastHeard() {
        long last = 0;
        for (MediaLeg leg : legs) {
            last = leg.onlyListens() ? last : Math.max(last, leg.lastHeard());
        }
        return last;
    }

    private static String why(long heard, long now) {
        return heard == 0
                ? "no RTP, no RTCP and no ICE consent has ever arrived on any leg"
                : "no RTP, no RTCP and no ICE consent on any leg for "
                        + (now - heard) / SECOND
                        + " s";
    }
}
