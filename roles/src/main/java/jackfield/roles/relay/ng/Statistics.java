package jackfield.roles.relay.ng;

import jackfield.base.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// `ping`, `query`, `list` and `statistics`: what asks and changes nothing.
final class Statistics {
    private static final int LISTED = 32;
    private static final int MOST_PROXIES = 64;
    private static final long SECOND = 1_000_000_000L;

    /// A command that is counted.
    ///
    /// @param named as intervals name it
    /// @param counted as counters name it
    private record Name(String named, String counted) {}

    private static final Map<String, Name> COUNTED = new LinkedHashMap<>();

    static {
        List.of("ping", "offer", "answer", "delete", "query", "list")
                .forEach(each -> counted(each, each));
        counted("start recording", "startrec");
        counted("stop recording", "stoprec");
        counted("start forwarding", "startfwd");
        counted("stop forwarding", "stopfwd");
        counted("block DTMF", "blkdtmf");
        counted("unblock DTMF", "unblkdtmf");
        counted("block media", "blkmedia");
        counted("unblock media", "unblkmedia");
        counted("play media", "playmedia");
        counted("stop media", "stopmedia");
        counted("play DTMF", "playdtmf");
        counted("statistics", "stats");
        counted("silence media", "slnmedia");
        counted("unsilence media", "unslnmedia");
        counted("publish", "pub");
        counted("subscribe request", "subreq");
        counted("subscribe answer", "subans");
        counted("unsubscribe", "unsub");
    }

    private static void counted(String command, String counted) {
        COUNTED.put(command.toLowerCase(Locale.ROOT), new Name(command, counted));
    }

    private static final class Counts {
        private final Map<String, Long> requests = new LinkedHashMap<>();
        private final Map<String, Long> took = new LinkedHashMap<>();
        private long errors;
    }

    private final NgCalls calls;
    private final CallState states;
    private final NgHost host;
    private final Map<Endpoint, Counts> proxies = new TreeMap<>();
    private final Counts all = new Counts();
    private final MediaFields media = new MediaFields();
    private final LastMinute minute = new LastMinute();
    private long rejected;
    private long silent;
    private long unanswered;
    private long deleted;
    private long duration;
    private double durationSquares;

    Statistics(NgCalls calls, CallState states, NgHost host) {
        this.calls = calls;
        this.states = states;
        this.host = host;
    }

    /// Adds the commands.
    void addTo(Map<String, Command> table) {
        table.put("ping", Command.of((_, _) -> Fields.result("pong").dictionary()));
        table.put("query", this::query);
        table.put("list", Command.of((request, _) -> list(request)));
        table.put(
                "statistics",
                (_, answer, _) ->
                        host.figures(figures ->
                                host.resume(() -> answer.say(statistics(figures, host.now())))));
    }

    /// Counts a command and what was said to it.
    ///
    /// @param began when it came to its turn (ns)
    void count(String command, Endpoint from, NgValue.Dictionary reply, long began) {
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
        long now = this.host.now();
        for (Counts each : counts == null ? List.of(all) : List.of(all, counts)) {
            if (COUNTED.containsKey(command)) {
                each.requests.merge(command, 1L, Long::sum);
                each.took.merge(command, now - began, Long::sum);
            }
            each.errors += error ? 1 : 0;
        }
        if (COUNTED.containsKey(command)) {
            minute.answered(command, now - began, now);
        }
        rejected += error && command.equals("offer") ? 1 : 0;
    }

    /// A call began, and is among the others.
    void began(long now) {
        minute.calls(calls.size(), now);
    }

    /// A call was given up because its media died.
    void timedOut(NgCalls.Call call, long now) {
        boolean answered = call.forks.stream().anyMatch(each -> each.answerer != null);
        if (answered || call.forks.isEmpty()) {
            silent++;
        } else {
            unanswered++;
        }
        over(call, now);
    }

    /// A call was deleted.
    void ended(NgCalls.Call call, long now) {
        deleted++;
        over(call, now);
    }

    private void over(NgCalls.Call call, long now) {
        long lasted = now - call.created;
        duration += lasted;
        durationSquares += (double) lasted / SECOND * lasted / SECOND;
        minute.ended(lasted, now);
        minute.calls(calls.size(), now);
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

    private NgValue.Dictionary statistics(NgFigures figures, long now) {
        Fields current =
                new Fields()
                        .put("sessionsown", calls.size())
                        .put("sessionsforeign", 0)
                        .put("sessionstotal", calls.size());
        List<NgValue> each = new ArrayList<>();
        proxies.forEach((from, counts) -> each.add(ofProxy(from, counts)));
        Fields control = new Fields().put("proxies", each);
        COUNTED.forEach((command, name) ->
                control.put(
                        "total" + name.counted + "count", all.requests.getOrDefault(command, 0L)));
        return Fields.ok()
                .put(
                        "statistics",
                        new Fields()
                                .put(
                                        "currentstatistics",
                                        media.current(current, figures.media(), now))
                                .put("totalstatistics", total(figures, now))
                                .put("intervalstatistics", interval(now))
                                .put("mos", MediaFields.mos(figures.media().carried().ratings()))
                                .put("controlstatistics", control)
                                .put("interfaces", MediaFields.interfaces(figures.ports()))
                                .put(
                                        "transcoders",
                                        MediaFields.transcoders(
                                                figures.media().carried().chains())))
                .dictionary();
    }

    /// Of what is over: calls that run are not in it.
    private Fields total(NgFigures figures, long now) {
        long managed = deleted + silent + unanswered;
        double average = managed == 0 ? 0 : (double) duration / SECOND / managed;
        double variance = managed == 0 ? 0 : durationSquares / managed - average * average;
        Fields total =
                new Fields()
                        .put("uptime", Long.toString(now / SECOND))
                        .put("managedsessions", managed)
                        .put("rejectedsessions", rejected)
                        .put("timeoutsessions", silent)
                        .put("silenttimeoutsessions", 0)
                        .put("finaltimeoutsessions", 0)
                        .put("offertimeoutsessions", unanswered)
                        .put("regularterminatedsessions", deleted)
                        .put("forcedterminatedsessions", 0);
        return MediaFields.total(total, figures.media())
                .put("avgcallduration", MediaFields.fraction(average))
                .put("totalcallsduration", MediaFields.seconds(duration))
                .put("totalcallsduration2", MediaFields.fraction(durationSquares))
                .put(
                        "totalcallsduration_stddev",
                        MediaFields.fraction(Math.sqrt(Math.max(0, variance))));
    }

    private Fields interval(long now) {
        Fields interval =
                new Fields()
                        .put("totalcallsduration", MediaFields.seconds(minute.durations(now)))
                        .put("minmanagedsessions", minute.fewestCalls(now))
                        .put("maxmanagedsessions", minute.mostCalls(now));
        COUNTED.forEach((command, name) -> {
            LastMinute.Tally tally = minute.of(command, now);
            interval.put("min" + name.named + "delay", MediaFields.seconds(tally.least()))
                    .put("max" + name.named + "delay", MediaFields.seconds(tally.most()))
                    .put("avg" + name.named + "delay", MediaFields.seconds(tally.average()));
        });
        COUNTED.forEach((command, name) -> {
            LastMinute.Tally tally = minute.of(command, now);
            interval.put("min" + name.named + "requestrate", Long.toString(tally.fewest()))
                    .put("max" + name.named + "requestrate", Long.toString(tally.busiest()))
                    .put("avg" + name.named + "requestrate", Long.toString(tally.perSecond()));
        });
        return interval;
    }

    private static NgValue ofProxy(Endpoint from, Counts counts) {
        Fields fields = new Fields().put("proxy", from.host());
        COUNTED.forEach((command, name) ->
                fields.put(name.counted + "count", counts.requests.getOrDefault(command, 0L))
                        .put(
                                name.counted + "duration",
                                MediaFields.seconds(counts.took.getOrDefault(command, 0L))));
        return fields.put("errorcount", counts.errors).dictionary();
    }
}
