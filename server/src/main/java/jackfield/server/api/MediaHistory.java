package jackfield.server.api;

import jackfield.roles.p2p.PageMedia;
import jackfield.roles.p2p.SignalTrace;
import jackfield.roles.relay.LegReport;
import jackfield.server.records.EndedMedia;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `GET /api/calls/{id}/media`: the legs of a call and how each way went, of one that runs as it is
/// now, of one that is over as it was at its end.
public final class MediaHistory {
    private final AdminAccess access;
    private final NodeView node;
    private final TraceView traces;

    /// The handler for one node.
    public MediaHistory(AdminAccess access, NodeView node, TraceView traces) {
        this.access = access;
        this.node = node;
        this.traces = traces;
    }

    /// The answer for the call with this Call-ID.
    public Answer media(@Nullable String authorization, String id) {
        return access.guarded(
                authorization,
                () -> {
                    Optional<SignalTrace> direct = traces.direct(id);
                    if (direct.isPresent()) {
                        return Answer.ok(said(id, direct.get()));
                    }
                    Optional<CallView> live = node.call(id);
                    if (live.isPresent()) {
                        return Answer.ok(whole(id, live.get().legs(), live.get().nowNs(), false));
                    }
                    Optional<EndedMedia.Kept> ended = traces.media(id);
                    return ended.isPresent()
                            ? Answer.ok(whole(id, ended.get().legs(), ended.get().atNs(), true))
                            : Answer.error(
                                    404,
                                    "no call with this Call-ID runs, and nothing is kept of one that"
                                            + " is over: it was never here, had no media, or is"
                                            + " over too long (settings trace.calls,"
                                            + " trace.megabytes, trace.keep)");
                });
    }

    /// Of a call from page to page: what its pages have said.
    private Map<String, Object> said(String id, SignalTrace trace) {
        long epochMs = traces.epochMs();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("callId", id);
        map.put("ended", traces.ended(id).isPresent());
        map.put("at", Instant.ofEpochMilli(epochMs + trace.last() / 1_000_000).toString());
        map.put("verdict", DirectTraces.verdict(trace.media()));
        map.put("legs", List.of());
        map.put(
                "pages",
                trace.media().stream()
                        .sorted(Comparator.comparing(PageMedia::caller).reversed())
                        .map(page -> DirectTraces.page(page, epochMs))
                        .toList());
        return map;
    }

    private Map<String, Object> whole(String id, List<LegReport> legs, long at, boolean ended) {
        long epochMs = traces.epochMs();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("callId", id);
        map.put("ended", ended);
        map.put("at", Instant.ofEpochMilli(epochMs + at / 1_000_000).toString());
        map.put("verdict", Api.verdict(legs));
        map.put(
                "legs",
                legs.stream()
                        .map(leg ->
                                Api.leg(
                                        leg,
                                        at,
                                        stream -> StreamJson.withCourse(stream, at, epochMs)))
                        .toList());
        map.put("pages", List.of());
        return map;
    }
}
