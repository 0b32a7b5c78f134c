package jackfield.server.recording;

import jackfield.roles.relay.Recordings.Side;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What is told of a recording in the `.json` beside it.
final class RecordingStory {
    /// Behind a recording's name.
    static final String JSON = ".json";

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private RecordingStory() {}

    /// What is known when it begins: enough for one that is cut.
    ///
    /// @param epochMs when the node's clock was 0 (ms since 1970)
    static ByteBuffer begun(NodeRecording recording, long epochMs) {
        Map<String, Object> told = begin(recording, epochMs);
        told.put("sides", sides(recording));
        metadata(recording, told);
        return text(told);
    }

    /// All of it, at the end.
    static ByteBuffer ended(NodeRecording recording, long epochMs, long now) {
        Map<String, Object> told = begin(recording, epochMs);
        told.put("durationMs", recording.durationMs(now));
        told.put("sides", sides(recording));
        told.put("endedBecause", recording.ended());
        told.put("files", recording.files().stream().map(file -> named(file.whole())).toList());
        told.put("packetsSkipped", recording.skipped());
        told.put("packetsDropped", recording.missing());
        metadata(recording, told);
        return text(told);
    }

    private static Map<String, Object> begin(NodeRecording recording, long epochMs) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("callId", recording.request().callId());
        Instant begun = Instant.ofEpochMilli(epochMs + recording.begun() / 1_000_000);
        told.put("begun", begun.toString());
        return told;
    }

    private static List<Map<String, Object>> sides(NodeRecording recording) {
        List<Map<String, Object>> sides = new ArrayList<>();
        for (Side side : recording.request().sides()) {
            Map<String, Object> party = new LinkedHashMap<>();
            party.put("side", sides.isEmpty() ? "caller" : "callee");
            party.put("tag", side.tag());
            party.put("codecs", recording.spoken(sides.size()));
            sides.add(party);
        }
        return sides;
    }

    private static void metadata(NodeRecording recording, Map<String, Object> told) {
        if (!recording.request().metadata().isEmpty()) {
            told.put("metadata", recording.request().metadata());
        }
    }

    static String named(Path file) {
        return String.valueOf(file.getFileName());
    }

    static ByteBuffer text(Map<String, Object> told) {
        String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(told) + "\n";
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
