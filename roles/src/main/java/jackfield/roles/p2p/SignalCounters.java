package jackfield.roles.p2p;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// What has happened on `/signal`, for the metrics.
public final class SignalCounters {
    private final Map<String, Long> messages = new HashMap<>();
    private final Map<String, Long> refused = new HashMap<>();
    private final Map<String, Long> ended = new HashMap<>();
    private long calls;
    private long answered;
    private long glare;
    private long takeovers;
    private long wrongCredentials;

    SignalCounters() {}

    void message(String type) {
        messages.merge(type, 1L, Long::sum);
    }

    void refused(Refusal why) {
        refused.merge(why.code(), 1L, Long::sum);
    }

    void began() {
        calls++;
    }

    void answered() {
        answered++;
    }

    void ended(String how) {
        ended.merge(how, 1L, Long::sum);
    }

    void glare() {
        glare++;
    }

    void tookOver() {
        takeovers++;
    }

    void wrongCredentials() {
        wrongCredentials++;
    }

    /// Messages that came, by their type.
    public Map<String, Long> messages() {
        return new TreeMap<>(messages);
    }

    /// Messages that were not done, by the code of the error.
    public Map<String, Long> refused() {
        return new TreeMap<>(refused);
    }

    /// Calls that are over, by how they ended.
    public Map<String, Long> ended() {
        return new TreeMap<>(ended);
    }

    /// Other events, by name.
    public Map<String, Long> events() {
        return new TreeMap<>(
                Map.of(
                        "call",
                        calls,
                        "answer",
                        answered,
                        "glare",
                        glare,
                        "takeover",
                        takeovers,
                        "wrong-credentials",
                        wrongCredentials));
    }
}
