package jackfield.server.api;

import jackfield.roles.p2p.PageMedia;
import jackfield.roles.p2p.PageReport;
import jackfield.roles.p2p.SignalTrace;
import jackfield.roles.records.SavedCallRecord;
import jackfield.roles.trace.CallLadder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was said in a call from page to page, in the shapes of those of SIP.
final class DirectTraces {
    private final TraceView traces;
    private final NodeView node;

    DirectTraces(TraceView traces, NodeView node) {
        this.traces = traces;
        this.node = node;
    }

    Map<String, Object> ladder(String id, SignalTrace trace) {
        CallLadder ladder = trace.ladder();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("callId", id);
        map.put("kind", "direct");
        map.put("began", instant(trace.began()));
        map.put("last", instant(trace.last()));
        Optional<SavedCallRecord> ended = traces.ended(id);
        Optional<CallView> live = ended.isPresent() ? Optional.empty() : node.call(id);
        map.put(
                "from",
                ended.map(SavedCallRecord::from)
                        .or(() -> live.map(CallView::from))
                        .orElse(ladder.parties().getFirst().name()));
        map.put("to", ended.map(SavedCallRecord::to).or(() -> live.map(CallView::to)).orElse(""));
        map.put("state", ended.isPresent() ? "ended" : live.map(CallView::state).orElse(""));
        map.put("outcome", ended.map(SavedCallRecord::outcome).orElse(""));
        map.put(
                "explanation",
                ended.map(SavedCallRecord::inWords)
                        .orElse(live.map(call -> "the call is " + call.state()).orElse("")));
        ended.ifPresent(
                record -> map.put("seconds", (record.endedMs() - record.beganMs()) / 1000.0));
        map.put("verdict", verdict(trace.media()));
        map.put("dropped", trace.dropped());
        map.put("parties", ladder.parties());
        map.put("messages", Traces.steps(ladder, trace.began(), traces.epochMs()));
        return map;
    }

    /// What is wrong with the media, as the pages say; empty for nothing.
    static String verdict(List<PageMedia> media) {
        return String.join(
                "; ",
                media.stream()
                        .map(page -> page.finding().words())
                        .filter(words -> !words.isEmpty())
                        .toList());
    }

    /// The media of one page, as it said it.
    static Map<String, @Nullable Object> page(PageMedia page, long epochMs) {
        PageReport last = page.last();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("party", page.caller() ? "caller" : "callee");
        map.put("user", page.user());
        map.put("device", page.device());
        map.put("at", Instant.ofEpochMilli(epochMs + page.at() / 1_000_000).toString());
        map.put("reports", page.reports());
        map.put("state", last.state());
        map.put("local", last.local());
        map.put("remote", last.remote());
        map.put("protocol", last.protocol());
        map.put("own", last.own());
        map.put("theirs", last.theirs());
        map.put("codec", last.codec());
        map.put("packets", last.packets() < 0 ? null : last.packets());
        map.put("packetsOut", last.sent() < 0 ? null : last.sent());
        map.put("lostPercent", last.lostPercent());
        map.put("jitterMs", last.jitterMs());
        map.put("roundTripMs", last.roundTripMs() < 0 ? null : last.roundTripMs());
        map.put("mos", last.mos() > 0 ? last.mos() : null);
        map.put("verdict", page.finding().words());
        map.put("verdictCode", page.finding().code());
        map.put("verdictFacts", page.finding().facts());
        map.put("course", StreamJson.course(page.course(), epochMs));
        return map;
    }

    List<Map<String, Object>> messages(SignalTrace trace) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (SignalTrace.Message message : trace.messages()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("time", instant(message.at()));
            one.put("ms", (message.at() - trace.began()) / 1_000_000);
            one.put("direction", message.in() ? "in" : "out");
            one.put("transport", "wss");
            one.put("local", traces.node().toString());
            one.put("remote", remote(message));
            one.put("who", message.who());
            one.put("text", message.text());
            all.add(one);
        }
        return all;
    }

    /// The address alone; SIP has none of its own.
    private static String remote(SignalTrace.Message message) {
        String place = message.place();
        return place.isEmpty() ? message.who() : place.substring(place.indexOf(' ') + 1);
    }

    private String instant(long at) {
        return Instant.ofEpochMilli(traces.epochMs() + at / 1_000_000).toString();
    }
}
