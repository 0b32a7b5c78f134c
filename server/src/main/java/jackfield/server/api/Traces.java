package jackfield.server.api;

import jackfield.roles.records.SavedCallRecord;
import jackfield.roles.trace.CallLadder;
import jackfield.roles.trace.CallTrace;
import jackfield.roles.trace.LadderDrawing;
import jackfield.roles.trace.Masking;
import jackfield.roles.trace.MessageTap.Direction;
import jackfield.roles.trace.TracePcap;
import jackfield.roles.trace.TracedMessage;
import jackfield.sip.message.Message;
import jackfield.sip.message.Parser;
import jackfield.sip.message.Reading;
import jackfield.store.CallRecordTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The handlers that show what was said in a call: `/api/traces`, and `/api/calls/{id}/ladder` and
/// `/messages`. A Call-ID may be cut short as long as only one call begins like that.
public final class Traces {
    private static final int MOST_NAMED = 5;

    private final AdminAccess access;
    private final TraceView traces;
    private final NodeView node;
    private final DirectTraces direct;

    /// The handlers for one node.
    public Traces(AdminAccess access, TraceView traces, NodeView node) {
        this.access = access;
        this.traces = traces;
        this.node = node;
        direct = new DirectTraces(traces, node);
    }

    /// `GET /api/traces?kind=call&user=alice&limit=20`: what can be traced, the last first.
    ///
    /// @param kind `call` (refused attempts too, the default), or `other`
    /// @param user only those whose From or To has this user; null for all
    public Answer list(
            @Nullable String authorization,
            @Nullable String kind,
            @Nullable String user,
            @Nullable String limit) {
        return access.guarded(
                authorization,
                () -> {
                    List<CallTrace> all = new ArrayList<>();
                    if ("other".equals(kind)) {
                        all.addAll(traces.traces(CallTrace.Kind.OTHER));
                    } else {
                        all.addAll(traces.traces(CallTrace.Kind.CALL));
                        all.addAll(traces.traces(CallTrace.Kind.ATTEMPT));
                        all.sort((a, b) -> Long.compare(b.last(), a.last()));
                    }
                    int most = Query.number(limit, 20, 1000);
                    List<Map<String, Object>> shown =
                            all.stream()
                                    .map(this::summary)
                                    .filter(summary -> user == null || isAbout(summary, user))
                                    .limit(most)
                                    .toList();
                    return Answer.ok(Map.of("traces", shown));
                });
    }

    private static boolean isAbout(Map<String, Object> summary, String user) {
        return List.of("from", "to").stream()
                .map(side -> String.valueOf(summary.get(side)))
                .anyMatch(uri ->
                        uri.equals(user) || uri.replaceFirst("^sips?:", "").startsWith(user + "@"));
    }

    /// `GET /api/calls?state=ended&limit=20`: the calls that are over, the last first.
    public Answer ended(@Nullable String authorization, @Nullable String limit) {
        return access.guarded(
                authorization,
                () ->
                        Answer.ok(
                                Map.of(
                                        "calls",
                                        traces.ended(Query.number(limit, 50, 1000)).stream()
                                                .map(RecordJson::of)
                                                .toList())));
    }

    /// `GET /api/calls/{id}/ladder`.
    public Answer ladder(@Nullable String authorization, String id) {
        return access.guarded(
                authorization,
                () ->
                        traces.direct(id)
                                .map(trace -> Answer.ok(direct.ladder(id, trace)))
                                .orElseGet(() -> with(id, trace -> Answer.ok(ladder(trace)))));
    }

    /// `GET /api/calls/{id}/messages`.
    ///
    /// @param secrets true to show passwords' digests and media keys too: only for one at this
    ///   machine
    public Answer messages(@Nullable String authorization, String id, boolean secrets) {
        return access.guarded(
                authorization,
                () ->
                        traces.direct(id)
                                .map(trace ->
                                        Answer.ok(
                                                Map.of(
                                                        "callId",
                                                        id,
                                                        "messages",
                                                        direct.messages(trace))))
                                .orElseGet(() ->
                                        with(
                                                id,
                                                trace ->
                                                        Answer.ok(
                                                                Map.of(
                                                                        "callId",
                                                                        trace.callId(),
                                                                        "messages",
                                                                        messages(
                                                                                trace,
                                                                                secrets))))));
    }

    /// The capture file of a trace.
    public byte[] pcap(CallTrace trace) {
        return TracePcap.of(trace, traces.epochMs(), traces.node());
    }

    /// `GET /api/calls/{id}/pcap` as far as it is text: a refusal, or 200 once the trace is handed
    /// to `found`.
    public Answer pcap(@Nullable String authorization, String id, Consumer<CallTrace> found) {
        return access.guarded(
                authorization,
                () ->
                        with(
                                id,
                                trace -> {
                                    found.accept(trace);
                                    return Answer.ok(Map.of());
                                }));
    }

    /// `GET /api/records?since=1h&user=alice&call=ID&failed=yes&before=ID&limit=100`: what the
    /// database has, the last first; `next` is the `before` of the next page, null on the last.
    public Answer records(
            @Nullable String authorization, Function<String, @Nullable String> query) {
        return access.guarded(
                authorization,
                () -> {
                    int limit = Math.max(1, Query.number(query.apply("limit"), 100, 1000));
                    long now = System.currentTimeMillis();
                    List<SavedCallRecord> page =
                            traces.records(
                                    new CallRecordTable.Question(
                                            Query.moment(query.apply("since"), now, 0),
                                            query.apply("user"),
                                            query.apply("call"),
                                            "yes".equals(query.apply("failed")),
                                            query.apply("before"),
                                            limit));
                    Map<String, @Nullable Object> map = new LinkedHashMap<>();
                    map.put("records", page.stream().map(RecordJson::of).toList());
                    map.put("next", page.size() < limit ? null : page.getLast().id());
                    return Answer.ok(map);
                });
    }

    /// What `id`, or a unique beginning of it, leads to.
    private Answer with(String id, Function<CallTrace, Answer> answer) {
        Optional<CallTrace> exact = traces.trace(id);
        if (exact.isPresent()) {
            return answer.apply(exact.get());
        }
        List<CallTrace> alike = new ArrayList<>();
        for (CallTrace.Kind kind : CallTrace.Kind.values()) {
            traces.traces(kind).stream()
                    .filter(trace -> trace.callId().startsWith(id))
                    .forEach(alike::add);
        }
        if (alike.size() == 1) {
            return answer.apply(alike.getFirst());
        }
        if (alike.isEmpty()) {
            return Answer.error(
                    404,
                    "nothing is kept of a call with this Call-ID: it was never here, or too long"
                            + " ago (settings trace.calls, trace.megabytes, trace.keep)");
        }
        return Answer.error(
                409,
                alike.size()
                        + " calls begin like that: "
                        + String.join(
                                ", ",
                                alike.stream().limit(MOST_NAMED).map(CallTrace::callId).toList()));
    }

    private Map<String, Object> summary(CallTrace trace) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("callId", trace.callId());
        map.put("kind", trace.kind().name().toLowerCase(java.util.Locale.ROOT));
        map.put("began", instant(trace.began()));
        map.put("last", instant(trace.last()));
        Message first = first(trace);
        map.put("from", first == null ? "" : first.headers().from().uri().toString());
        map.put("to", first == null ? "" : first.headers().to().uri().toString());
        map.put("messages", trace.messages().size() + trace.dropped());
        map.putAll(explained(trace));
        return map;
    }

    private static @Nullable Message first(CallTrace trace) {
        return Parser.read(trace.messages().getFirst().bytes(), Parser.Limits.USUAL)
                        instanceof Reading.Whole(Message message)
                ? message
                : null;
    }

    private Map<String, Object> ladder(CallTrace trace) {
        CallLadder ladder = LadderDrawing.of(trace.messages());
        Map<String, Object> map = summary(trace);
        map.put("dropped", trace.dropped());
        map.put("parties", ladder.parties());
        map.put("messages", steps(ladder, trace.began(), traces.epochMs()));
        return map;
    }

    /// The arrows of a ladder.
    static List<Map<String, Object>> steps(CallLadder ladder, long began, long epochMs) {
        List<Map<String, Object>> steps = new ArrayList<>();
        for (CallLadder.Step step : ladder.steps()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("time", Instant.ofEpochMilli(epochMs + step.at() / 1_000_000).toString());
            one.put("ms", (step.at() - began) / 1_000_000);
            one.put("from", step.from());
            one.put("to", step.to());
            one.put("what", step.what());
            one.put("cseq", step.cseq());
            one.put("sdp", step.sdp());
            one.put("note", step.note());
            one.put("repeated", step.repeated());
            steps.add(one);
        }
        return steps;
    }

    /// How the call went or goes, in words.
    private Map<String, Object> explained(CallTrace trace) {
        Map<String, Object> map = new LinkedHashMap<>();
        Optional<SavedCallRecord> ended = traces.ended(trace.callId());
        if (ended.isPresent()) {
            SavedCallRecord record = ended.get();
            map.put("state", "ended");
            map.put("outcome", record.outcome());
            map.put("explanation", record.inWords());
            map.put("seconds", (record.endedMs() - record.beganMs()) / 1000.0);
            map.put("verdict", record.verdict());
            return map;
        }
        Optional<CallView> live =
                trace.kind() == CallTrace.Kind.OTHER ? Optional.empty() : node.call(trace.callId());
        map.put("state", live.map(CallView::state).orElse(""));
        map.put("outcome", "");
        map.put("explanation", live.isPresent() ? "the call is " + live.get().state() : "");
        map.put("verdict", live.map(call -> Api.verdict(call.legs())).orElse(""));
        return map;
    }

    private List<Map<String, Object>> messages(CallTrace trace, boolean secrets) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (TracedMessage message : trace.messages()) {
            boolean in = message.direction() == Direction.IN;
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("time", instant(message.at()));
            one.put("ms", (message.at() - trace.began()) / 1_000_000);
            one.put("direction", in ? "in" : "out");
            one.put(
                    "transport",
                    message.flow().transport().name().toLowerCase(java.util.Locale.ROOT));
            one.put("local", message.flow().local().toString());
            one.put("remote", message.flow().remote().toString());
            byte[] bytes = secrets ? message.bytes() : Masking.mask(message.bytes());
            one.put("text", new String(bytes, StandardCharsets.UTF_8));
            all.add(one);
        }
        return all;
    }

    private String instant(long at) {
        return Instant.ofEpochMilli(traces.epochMs() + at / 1_000_000).toString();
    }
}
