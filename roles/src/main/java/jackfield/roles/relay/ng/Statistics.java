package jackfield.roles.relay.ng;

import jackfield.base.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `ping`, `query`, `list` and `statistics`: what asks and changes nothing.
final class Statistics {
    private static final int LISTED = 32;
    private static final int MOST_PROXIES = 64;
    private static final long SECOND = 1_000_000_000L;

    /// Commands that are counted, and the names that clients look for.
    private static final Map<String, String> COUNTED = new LinkedHashMap<>();

    static {
        List.of("ping", "offer", "answer", "delete", "query", "list")
                .forEach(each -> COUNTED.put(each, each));
        COUNTED.put("start recording", "startrec");
        COUNTED.put("stop recording", "stoprec");
        COUNTED.put("start forwarding", "startfwd");
        COUNTED.put("stop forwarding", "stopfwd");
        COUNTED.put("block dtmf", "blkdtmf");
        COUNTED.put("unblock dtmf", "unblkdtmf");
        COUNTED.put("block media", "blkmedia");
        COUNTED.put("unblock media", "unblkmedia");
        COUNTED.put("play media", "playmedia");
        COUNTED.put("stop media", "stopmedia");
        COUNTED.put("play dtmf", "playdtmf");
        COUNTED.put("statistics", "stats");
        COUNTED.put("silence media", "slnmedia");
        COUNTED.put("unsilence media", "unslnmedia");
        COUNTED.put("publish", "pub");
        COUNTED.put("subscribe request", "subreq");
        COUNTED.put("subscribe answer", "subans");
        COUNTED.put("unsubscribe", "unsub");
    }

    private static final class Counts {
        private final Map<String, Long> requests = new LinkedHashMap<>();
        private long errors;
    }

    private final NgCalls calls;
    private final CallState states;
    private final Map<Endpoint, Counts> proxies = new TreeMap<>();
    private final Counts all = new Counts();
    private long managed;
    private long rejected;
    private long timedOut;
    private long ended;

    Statistics(NgCalls calls, CallState states) {
        this.calls = calls;
        this.states = states;
    }

    /// Adds the commands.
    void addTo(Map<String, Command> table) {
        table.put("ping", Command.of((_, _) -> Fields.result("pong").dictionary()));
        table.put("query", this::query);
        table.put("list", Command.of((request, _) -> list(request)));
        table.put("statistics", Command.of((_, now) -> statistics(now)));
    }

    /// Counts a command and what was said to it.
    void count(String command, Endpoint from, NgValue.Dictionary reply) {
        boolean error =
                reply.entries().get("result") instanceof NgValue.Text(String result)
                        && !result.equals("ok")
                        && !result.equals("pong");
        Endpoint host = from.withPort(0);
        Counts counts = proxies.get(host);
        if (counts == null && proxies.size() < MOST_PROXIES) {
            counts = new Counts();
            proxies.put(host, counts);
        }
        for (Counts each : counts == null ? List.of(all) : List.of(all, counts)) {
            if (COUNTED.containsKey(command)) {
                each.requests.merge(command, 1L, Long::sum);
            }
            each.errors += error ? 1 : 0;
        }
        rejected += error && command.equals("offer") ? 1 : 0;
    }

    /// A call began.
    void began() {
        managed++;
    }

    /// A call was given up because its media died.
    void timedOut() {
        timedOut++;
    }

    /// A call was deleted.
    void ended() {
        ended++;
    }

    private void query(NgRequest request, Command.Answer answer, long now) {
        String callId = request.text("call-id");
        NgCalls.Call call = callId == null ? null : calls.get(callId);
        if (call == null) {
            answer.say(Fields.error(callId == null ? "No call-id in message" : "Unknown call-id"));
        } else {
            states.report(call, now, answer);
        }
    }

    private NgValue.Dictionary list(NgRequest request) {
        int most = Math.clamp(request.whole("limit", LISTED), 0, 1_000_000);
        return Fields.ok().texts("calls", calls.ids(most)).dictionary();
    }

    private NgValue.Dictionary statistics(long now) {
        Fields current =
                new Fields()
                        .put("sessionsown", calls.size())
                        .put("sessionsforeign", 0)
                        .put("sessionstotal", calls.size());
        Fields total =
                new Fields()
                        .put("uptime", Long.toString(now / SECOND))
                        .put("managedsessions", managed)
                        .put("rejectedsessions", rejected)
                        .put("timeoutsessions", timedOut)
                        .put("silenttimeoutsessions", 0)
                        .put("finaltimeoutsessions", 0)
                        .put("offertimeoutsessions", 0)
                        .put("regularterminatedsessions", ended)
                        .put("forcedterminatedsessions", 0);
        List<NgValue> each = new ArrayList<>();
        proxies.forEach((host, counts) ->
                each.add(counted(counts, "").put("proxy", host.host()).dictionary()));
        Fields control = counted(all, "total").put("proxies", each);
        return Fields.ok()
                .put(
                        "statistics",
                        new Fields()
                                .put("currentstatistics", current)
                                .put("totalstatistics", total)
                                .put("controlstatistics", control))
                .dictionary();
    }

    private static Fields counted(Counts counts, String prefix) {
        Fields fields = new Fields();
        COUNTED.forEach((command, name) ->
                fields.put(prefix + name + "count", counts.requests.getOrDefault(command, 0L)));
        return fields.put(prefix + "errorcount", counts.errors);
    }
}
