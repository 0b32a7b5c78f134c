package jackfield.server.api;

import jackfield.server.log.LogRing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the operator's console asks for beside calls: numbers, log lines, alerts, settings. Each
/// wants the admin token, but for the exchange of a sign-in code.
public final class ConsoleApi {
    private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug", "trace");
    private static final int MOST_LINES = 2_000;
    private static final int HOUR = 60;
    private static final int DAY = 1_440;

    private final AdminAccess access;
    private final ConsoleView node;
    private final NumbersView numbers;
    private final LogRing log;

    public ConsoleApi(AdminAccess access, ConsoleView node, NumbersView numbers, LogRing log) {
        this.access = access;
        this.node = node;
        this.numbers = numbers;
        this.log = log;
    }

    /// `GET /api/numbers?minutes=60`: as columns, for a chart; of more than an hour by minutes.
    public Answer numbers(@Nullable String authorization, @Nullable String minutes) {
        return access.guarded(
                authorization,
                () -> {
                    int wanted = Query.number(minutes, HOUR, DAY);
                    long since = System.currentTimeMillis() - wanted * 60_000L;
                    List<NumbersView.Sample> samples =
                            wanted <= HOUR ? numbers.since(since) : numbers.minutesSince(since);
                    Map<String, Object> map = new LinkedHashMap<>();
                    map.put("time", column(samples, NumbersView.Sample::time));
                    map.put("calls", column(samples, NumbersView.Sample::calls));
                    map.put("registrations", column(samples, NumbersView.Sample::registrations));
                    map.put("packetsIn", column(samples, NumbersView.Sample::packetsIn));
                    map.put("packetsOut", column(samples, NumbersView.Sample::packetsOut));
                    map.put("attempts", column(samples, NumbersView.Sample::attempts));
                    map.put("errors", column(samples, NumbersView.Sample::errors));
                    map.put("drops", column(samples, NumbersView.Sample::drops));
                    map.put("cpu", column(samples, NumbersView.Sample::cpu));
                    map.put("heap", column(samples, NumbersView.Sample::heap));
                    map.put("ringP99Ms", column(samples, NumbersView.Sample::ringP99Ms));
                    return Answer.ok(map);
                });
    }

    /// `GET /api/failures?minutes=60`: how many calls ended in which way, and why those failed that
    /// did, the most frequent reason first.
    public Answer failures(@Nullable String authorization, @Nullable String minutes) {
        return access.guarded(
                authorization,
                () -> {
                    long since =
                            System.currentTimeMillis() - Query.number(minutes, HOUR, DAY) * 60_000L;
                    return Answer.ok(
                            Map.of(
                                    "outcomes",
                                    numbers.outcomesSince(since),
                                    "reasons",
                                    node.reasons(since)));
                });
    }

    private static @Nullable Object[] column(
            List<NumbersView.Sample> samples,
            Function<NumbersView.Sample, @Nullable Object> value) {
        @Nullable Object[] column = new Object[samples.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(samples.get(i));
        }
        return column;
    }

    /// `GET /api/logs?call=ID&level=info&limit=200`: the last lines that are in memory, the oldest
    /// first.
    public Answer logs(@Nullable String authorization, Function<String, @Nullable String> query) {
        return access.guarded(
                authorization,
                () -> {
                    String level = query.apply("level");
                    if (level != null && !LEVELS.contains(level)) {
                        return Answer.error(400, "level: error, warn, info, debug or trace");
                    }
                    return Answer.ok(
                            Map.of(
                                    "lines",
                                    log.lines(
                                            query.apply("call"),
                                            level == null ? "trace" : level,
                                            Math.max(
                                                    1,
                                                    Query.number(
                                                            query.apply("limit"),
                                                            200,
                                                            MOST_LINES)))));
                });
    }

    /// `GET /api/alerts`.
    public Answer alerts(@Nullable String authorization) {
        return access.guarded(authorization, () -> Answer.ok(Map.of("alerts", node.alerts())));
    }

    /// `GET /api/settings`.
    public Answer settings(@Nullable String authorization) {
        return access.guarded(authorization, () -> Answer.ok(Map.of("settings", node.settings())));
    }

    /// `GET /api/check`.
    public Answer check(@Nullable String authorization) {
        return access.guarded(authorization, () -> Answer.ok(node.check()));
    }

    /// `POST /api/console/ticket`: a code for a link that signs one browser in.
    public Answer ticket(@Nullable String authorization) {
        return access.guarded(authorization, () -> Answer.ok(Map.of("code", node.ticket())));
    }

    /// `POST /api/console/session` with `{"code":"..."}`: the token, once for each code.
    public Answer redeem(@Nullable String contentType, byte[] body) {
        return JsonBody.read(
                contentType,
                body,
                json ->
                        node.redeem(json.path("code").asString(""))
                                .map(token -> Answer.ok(Map.of("token", token)))
                                .orElseGet(() ->
                                        Answer.error(
                                                401,
                                                "this link was used already, or is too old: make"
                                                        + " another with ./jackfield console")));
    }
}
