package jackfield.roles.relay.media;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The streams of a shard by their numbers, and what leads from one to another. What is asked about
/// a stream that is gone is not done: it was removed while the question was on its way.
final class Streams {
    private final Map<Long, MediaStream> streams = new HashMap<>();
    private final Workbench bench;

    Streams(Workbench bench) {
        this.bench = bench;
    }

    @Nullable MediaStream find(long stream) {
        return streams.get(stream);
    }

    void add(MediaStream stream) {
        if (streams.putIfAbsent(stream.plan.stream(), stream) != null) {
            throw new IllegalStateException("stream " + stream.plan.stream() + " twice");
        }
    }

    void remove(MediaStream stream, long now) {
        streams.remove(stream.plan.stream());
        stream.peer = stream.peer == stream ? null : stream.peer;
        MediaStream peer = stream.peer;
        if (peer != null) {
            peer.peer = null;
            peer.watch.alone(now);
            stream.peer = null;
        }
        for (Route route : stream.routes()) {
            end(route, now);
        }
        for (Route route : stream.incoming()) {
            end(route, now);
        }
        stream.close(now);
    }

    /// Connects two streams both ways; the same one twice is an echo. Whatever they were patched to
    /// before they are not any more; one-way routes stay.
    ///
    /// @return false where one is gone
    boolean patch(long one, long other, long now) {
        MediaStream a = streams.get(one);
        MediaStream b = streams.get(other);
        if (a == null || b == null) {
            return false;
        }
        disconnect(a, now);
        disconnect(b, now);
        a.peer = b;
        b.peer = a;
        lead(a, b, null, now);
        if (a != b) {
            lead(b, a, null, now);
        }
        a.watch.connected(now);
        b.watch.connected(now);
        return true;
    }

    void unpatch(long stream, long now) {
        MediaStream found = streams.get(stream);
        if (found != null) {
            disconnect(found, now);
        }
    }

    /// Leads one way, beside whatever else there is.
    ///
    /// @return false where one is gone
    boolean route(long from, long to, @Nullable PayloadMap payloads, long now) {
        MediaStream a = streams.get(from);
        MediaStream b = streams.get(to);
        if (a == null || b == null) {
            return false;
        }
        if (a.peer == b) {
            throw new IllegalArgumentException("stream " + from + " is patched to " + to);
        }
        lead(a, b, payloads, now);
        return true;
    }

    void unroute(long from, long to, long now) {
        MediaStream a = streams.get(from);
        Route route = a == null ? null : between(a, streams.get(to));
        if (a != null && route != null && a.peer != route.to) {
            end(route, now);
        }
    }

    /// Begins or ends reports of our own to the peer of a stream.
    void reports(long stream, boolean ours, long now) {
        MediaStream found = streams.get(stream);
        if (found != null) {
            found.reports(ours, now);
        }
    }

    /// Puts treatments on a route in the place of those before; without a `from` on one of their
    /// own, which ends when there are none.
    void treat(@Nullable Long from, long to, List<Treatment> treatments, long now) {
        MediaStream b = streams.get(to);
        MediaStream a = from == null ? null : streams.get(from);
        Route route = b == null || from != null && a == null ? null : between(a, b);
        if (b != null && from == null && route == null) {
            route = new Route(null, b, null, bench);
            b.reachedBy(route);
        }
        if (route == null) {
            treatments.forEach(each -> each.close(now));
            return;
        }
        route.treat(treatments, now);
        if (from == null && treatments.isEmpty()) {
            end(route, now);
        }
    }

    /// The route between two streams; null where there is none.
    @Nullable Route leading(long from, long to) {
        MediaStream a = streams.get(from);
        return a == null ? null : between(a, streams.get(to));
    }

    private static @Nullable Route between(@Nullable MediaStream from, @Nullable MediaStream to) {
        if (to != null) {
            for (Route each : to.incoming()) {
                if (each.from == from) {
                    return each;
                }
            }
        }
        return null;
    }

    private void lead(MediaStream from, MediaStream to, @Nullable PayloadMap payloads, long now) {
        Route old = between(from, to);
        if (old != null) {
            end(old, now);
        }
        Route route = new Route(from, to, payloads, bench);
        from.leadsBy(route);
        to.reachedBy(route);
    }

    private static void disconnect(MediaStream stream, long now) {
        MediaStream peer = stream.peer;
        if (peer == null) {
            return;
        }
        stream.peer = null;
        peer.peer = null;
        Route there = between(stream, peer);
        if (there != null) {
            end(there, now);
        }
        Route back = between(peer, stream);
        if (back != null) {
            end(back, now);
        }
    }

    private static void end(Route route, long now) {
        MediaStream from = route.from;
        if (from != null) {
            from.lose(route);
        }
        route.to.lose(route);
        route.close(now);
    }
}
