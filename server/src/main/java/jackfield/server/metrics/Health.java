package jackfield.server.metrics;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Whether the node can be sent work: what `/healthz` answers. For any thread.
public final class Health {
    private static final String UP = "up";

    private final Map<String, String> parts = new ConcurrentHashMap<>();
    private final String version;
    private final LongSupplier uptimeSeconds;
    private volatile LongSupplier calls = () -> 0;
    private volatile boolean started;
    private volatile boolean draining;

    /// A node that starts.
    public Health(String version, LongSupplier uptimeSeconds) {
        this.version = version;
        this.uptimeSeconds = uptimeSeconds;
    }

    /// Names who counts the running calls.
    public void counting(LongSupplier running) {
        calls = running;
    }

    /// Names a part (a listener, the database) that must be up.
    public void expect(String part) {
        parts.putIfAbsent(part, "starting");
    }

    /// The part is up.
    public void up(String part) {
        parts.put(part, UP);
    }

    /// The part is down; `why` is shown to everybody, so it holds no secret.
    public void down(String part, String why) {
        parts.put(part, why);
    }

    /// The parts that are not up, with what is wrong; a part that starts is not among them.
    public Map<String, String> down() {
        Map<String, String> down = new TreeMap<>(parts);
        down.values().removeIf(state -> state.equals(UP) || state.equals("starting"));
        return down;
    }

    /// Everything that is expected has been named.
    public void started() {
        started = true;
    }

    /// No new work, please: the node stops.
    public void draining() {
        draining = true;
    }

    /// True when every part is up and the node does not stop.
    public boolean isReady() {
        return started && !draining && parts.values().stream().allMatch(UP::equals);
    }

    /// 200 while the node can be sent work, else 503.
    public int status() {
        return isReady() ? 200 : 503;
    }

    /// `{"status":"ok",...}`.
    public String json() {
        String status =
                draining ? "stopping" : isReady() ? "ok" : started ? "degraded" : "starting";
        String states =
                new TreeMap<>(parts)
                        .entrySet().stream()
                                .map(part -> quoted(part.getKey()) + ":" + quoted(part.getValue()))
                                .collect(Collectors.joining(",", "{", "}"));
        return "{\"status\":%s,\"version\":%s,\"uptime\":%d,\"active_calls\":%d,\"parts\":%s}"
                .formatted(
                        quoted(status),
                        quoted(version),
                        uptimeSeconds.getAsLong(),
                        calls.getAsLong(),
                        states);
    }

    private static String quoted(String text) {
        return Optional.of(text)
                .map(t -> t.replace("\\", "\\\\").replace("\"", "\\\""))
                .map(t -> t.replaceAll("\\p{Cntrl}", " "))
                .map(t -> "\"" + t + "\"")
                .orElseThrow();
    }
}
