package jackfield.server.api;

import jackfield.roles.records.CallRecord;
import jackfield.roles.records.SavedCallRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A call record as JSON shows it, in the API and in the file of records alike.
public final class RecordJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private RecordJson() {}

    /// The fields by name, in their order.
    public static Map<String, @Nullable Object> of(SavedCallRecord record) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("id", record.id());
        map.put("callId", record.callId());
        map.put("kind", kind(record.callId()));
        map.put("from", record.from());
        map.put("to", record.to());
        map.put("user", record.user());
        map.put("source", record.source());
        map.put("destination", record.destination());
        map.put("began", moment(record.beganMs()));
        map.put("rang", moment(record.rangMs()));
        map.put("answered", moment(record.answeredMs()));
        map.put("ended", moment(record.endedMs()));
        map.put("seconds", record.talkedMs() / 1000.0);
        map.put("status", record.status());
        map.put("endedBy", record.endedBy());
        map.put("reason", record.reason());
        map.put("outcome", record.outcome());
        map.put("explanation", record.inWords());
        map.put("codecs", record.codecs());
        map.put("packets", record.packets());
        map.put("lostPercent", record.quality().lost());
        map.put("jitterMs", record.quality().jitter());
        map.put("mos", record.quality().mos());
        map.put("sides", JSON.readTree(record.quality().sides()));
        map.put("verdict", record.verdict());
        map.put("route", record.route());
        return map;
    }

    /// `direct` for a call from page to page, else `sip`.
    public static String kind(String callId) {
        return callId.startsWith(CallRecord.DIRECT) ? "direct" : "sip";
    }

    private static @Nullable String moment(long ms) {
        return ms == 0 ? null : Instant.ofEpochMilli(ms).toString();
    }
}
