package jackfield.roles.relay.ng;

import jackfield.roles.relay.Subscriptions.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a client of a recording server needs beside the offer (RFC 7866): a label on each medium
/// (RFC 4574), and whose medium it is, for the metadata (RFC 7865) that it writes itself. Labels
/// are the places of the media, so they stay in later offers.
final class RecordingSession {
    private RecordingSession() {}

    /// The offer with `a=label` before the other attributes of each medium.
    static byte[] labelled(byte[] sdp) {
        StringBuilder out = new StringBuilder();
        int medium = 0;
        boolean open = false;
        for (String line : new String(sdp, StandardCharsets.ISO_8859_1).split("\r\n")) {
            boolean next = line.startsWith("m=");
            if (open && (next || line.startsWith("a="))) {
                out.append("a=label:").append(medium).append("\r\n");
                open = false;
            }
            if (next) {
                medium++;
                open = true;
            }
            if (!(medium > 0 && line.startsWith("a=label:"))) {
                out.append(line).append("\r\n");
            }
        }
        if (open) {
            out.append("a=label:").append(medium).append("\r\n");
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Adds `tag-medias`, by party, and `media-labels`, by label.
    static void describe(List<Source> sources, Fields reply) {
        Map<String, List<NgValue>> byTag = new LinkedHashMap<>();
        Fields labels = new Fields();
        for (int i = 0; i < sources.size(); i++) {
            Source each = sources.get(i);
            if (each.tag().isEmpty()) {
                continue;
            }
            String label = Integer.toString(i + 1);
            byTag.computeIfAbsent(each.tag(), _ -> new ArrayList<>())
                    .add(
                            new Fields()
                                    .put("index", each.index() + 1)
                                    .put("type", each.kind())
                                    .put("label", label)
                                    .put("mode", each.direction())
                                    .dictionary());
            labels.put(
                    label,
                    new Fields()
                            .put("tag", each.tag())
                            .put("index", each.index() + 1)
                            .put("type", each.kind())
                            .put("mode", each.direction()));
        }
        List<NgValue> tags = new ArrayList<>();
        byTag.forEach((tag, media) ->
                tags.add(new Fields().put("tag", tag).put("medias", media).dictionary()));
        reply.put("tag-medias", tags).put("media-labels", labels);
    }
}
