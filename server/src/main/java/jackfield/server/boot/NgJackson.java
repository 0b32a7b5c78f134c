package jackfield.server.boot;

import jackfield.base.Parsed;
import jackfield.roles.relay.ng.NgJson;
import jackfield.roles.relay.ng.NgValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON of the NG protocol by Jackson. A datagram bounds the size; nesting is bounded here.
final class NgJackson implements NgJson {
    private static final int DEEPEST = 16;

    private final JsonMapper mapper =
            new JsonMapper(
                    JsonFactory.builder()
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxNestingDepth(DEEPEST)
                                            .build())
                            .build());

    @Override
    public Parsed<NgValue.Dictionary> read(byte[] json) {
        try {
            JsonNode root = mapper.readTree(json);
            return value(root) instanceof NgValue.Dictionary dictionary
                    ? new Parsed.Ok<>(dictionary)
                    : new Parsed.Bad<>("JSON", "not an object");
        } catch (JacksonException e) {
            return new Parsed.Bad<>("JSON", String.valueOf(e.getOriginalMessage()));
        }
    }

    private static @Nullable NgValue value(JsonNode node) {
        if (node.isObject()) {
            Map<String, NgValue> entries = new LinkedHashMap<>();
            node.forEachEntry((key, each) -> {
                NgValue value = value(each);
                if (value != null) {
                    entries.put(bytes(key), value);
                }
            });
            return new NgValue.Dictionary(entries);
        }
        if (node.isArray()) {
            List<NgValue> items = new ArrayList<>();
            for (JsonNode each : node) {
                NgValue value = value(each);
                if (value != null) {
                    items.add(value);
                }
            }
            return new NgValue.Items(items);
        }
        if (node.isBoolean()) {
            return new NgValue.Text(node.booleanValue() ? "yes" : "no");
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return new NgValue.Whole(node.longValue());
        }
        return node.isNull() ? null : new NgValue.Text(bytes(node.asString()));
    }

    @Override
    public byte[] write(NgValue.Dictionary value) {
        return mapper.writeValueAsBytes(plain(value));
    }

    private static Object plain(NgValue value) {
        return switch (value) {
            case NgValue.Text(String text) -> characters(text);
            case NgValue.Whole(long number) -> number;
            case NgValue.Items(List<NgValue> items) ->
                    items.stream().map(NgJackson::plain).toList();
            case NgValue.Dictionary(Map<String, NgValue> entries) -> {
                Map<String, Object> map = new LinkedHashMap<>();
                entries.forEach((key, each) -> map.put(characters(key), plain(each)));
                yield map;
            }
        };
    }

    /// UTF-8 bytes, one to a `char`.
    private static String bytes(String characters) {
        return new String(characters.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String characters(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
