package jackfield.roles.signalling;

import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a shard has counted since its start. The names are few: strangers can't make more.
public final class Counters {
    private static final Set<Method> KNOWN =
            Set.of(
                    Method.INVITE,
                    Method.ACK,
                    Method.BYE,
                    Method.CANCEL,
                    Method.OPTIONS,
                    Method.REGISTER,
                    Method.PRACK,
                    Method.UPDATE,
                    Method.SUBSCRIBE,
                    Method.NOTIFY,
                    Method.REFER,
                    Method.MESSAGE,
                    Method.INFO,
                    Method.PUBLISH);

    private final Map<String, Long> requests = new TreeMap<>();
    private final Map<String, Long> responses = new TreeMap<>();
    private final Map<String, Long> drops = new TreeMap<>();

    Counters() {}

    void received(Request request) {
        add(requests, KNOWN.contains(request.method()) ? request.method().name() : "other");
    }

    void sent(Response response) {
        add(responses, response.status() / 100 + "xx");
    }

    void dropped(String why) {
        add(drops, why);
    }

    private static void add(Map<String, Long> counts, String name) {
        counts.merge(name, 1L, Long::sum);
    }

    /// Requests received, repeated ones too, by method.
    public Map<String, Long> requests() {
        return Map.copyOf(requests);
    }

    /// Responses sent, repeated ones too, by class: `2xx`.
    public Map<String, Long> responses() {
        return Map.copyOf(responses);
    }

    /// Messages dropped, by reason: `malformed`, `too many requests`, `stray response`, `ACK
    /// without a way`.
    public Map<String, Long> drops() {
        return Map.copyOf(drops);
    }
}
