package jackfield.roles.relay.media;

import jackfield.base.Deadlines;

/// Looks whether the peer of a stream gets reports from the other side. Where packets flow and none
/// has come for three intervals (RFC 3550 section 6.2), we report in its place: else the peer would
/// have no round trip and no quality figures, and we would not have its own. The first report of
/// the other side ends that, and passes. Costs packets nothing: it looks when it could be time.
final class ReportWatch extends DueQueue.Item {
    /// How long the other side may be without a report: three intervals of 5 s.
    static final long PATIENCE = 15_000_000_000L;

    private static final long AGAIN = 5_000_000_000L;
    private static final long FLOWING = 10_000_000_000L;

    private final MediaStream stream;

    /// Signalling said whose reports the peer gets: nothing is to be found out.
    private boolean told;

    private boolean running;
    private boolean inPlace;
    private long since;

    /// When the peer of the stream sent its last report; 0 for never.
    private long reported;

    ReportWatch(MediaStream stream) {
        this.stream = stream;
    }

    /// The stream is connected to another.
    void connected(long now) {
        if (!running && !told) {
            running = true;
            since = now;
            stream.leg.bench.due.set(this, now + PATIENCE);
        }
    }

    /// Whose reports the peer gets was said, or follows from what is made here.
    void told() {
        told = true;
        inPlace = false;
        end();
    }

    private void end() {
        running = false;
        stream.leg.bench.due.set(this, Deadlines.NEVER);
    }

    /// The stream is connected to none.
    void alone(long now) {
        relieved(now);
        end();
    }

    /// The peer of this stream has sent a report: who gets it needs none of ours.
    void reports(long now) {
        reported = now;
        MediaStream other = stream.peer;
        if (other != null) {
            other.watch.relieved(now);
            other.handedOver();
        }
    }

    private void relieved(long now) {
        if (inPlace) {
            inPlace = false;
            stream.ownReports(false, now);
        }
    }

    @Override
    void wake(long now) {
        MediaStream other = stream.peer;
        if (other == null) {
            alone(now);
            return;
        }
        long due = Math.max(since, other.watch.reported) + PATIENCE;
        if (now < due) {
            stream.leg.bench.due.set(this, due);
            return;
        }
        if (!inPlace && flows(now) && !stream.plan.isRaw()) {
            inPlace = true;
            stream.ownReports(true, now);
        }
        stream.leg.bench.due.set(this, now + AGAIN);
    }

    private boolean flows(long now) {
        long last = Math.max(stream.quality.lastOut(), stream.counters.lastRtp);
        return last != 0 && now - last < FLOWING;
    }
}
