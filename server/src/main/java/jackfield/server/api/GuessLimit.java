package jackfield.server.api;

import jackfield.base.Endpoint;
import jackfield.base.Network;
import jackfield.base.NetworkTable;

/// How often one address may be wrong about a password in a minute. For any thread.
final class GuessLimit {
    private static final long MINUTE = 60_000_000_000L;
    private static final int MOST_SOURCES = 10_000;

    private final int most;
    private NetworkTable<int[]> wrong = new NetworkTable<>();
    private long until;

    GuessLimit(int most) {
        this.most = most;
    }

    synchronized boolean mayTry(Endpoint source, long now) {
        turn(now);
        int[] count = wrong.get(Network.source(source));
        return count == null || count[0] < most;
    }

    synchronized void wasWrong(Endpoint source, long now) {
        turn(now);
        int[] count = wrong.get(Network.source(source));
        if (count != null) {
            count[0]++;
        } else {
            if (wrong.size() >= MOST_SOURCES) {
                wrong = new NetworkTable<>();
            }
            wrong.put(Network.source(source), new int[] {1});
        }
    }

    private void turn(long now) {
        if (now >= until) {
            until = now + MINUTE;
            wrong = new NetworkTable<>();
        }
    }
}
