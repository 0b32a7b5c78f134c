package jackfield.server.boot;

import jackfield.base.Parsed;
import jackfield.roles.relay.ng.Bencode;
import jackfield.roles.relay.ng.NgJson;
import jackfield.roles.relay.ng.NgValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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

/// JSON of the NG protocol by Jackson, with the bounds that bencode has. Whoever frames the message
/// bounds its size.
///
/// Of a key that is repeated the last value counts. A number that bencode could not tell (a
/// fraction, more than 18 digits) is a text, a `null` is left out. What is no UTF-8 (RFC 8259
/// section 8.1) is refused, UTF-16 and UTF-32 with it.
public final class NgJackson implements NgJson {
    private final JsonMapper mapper =
            new JsonMapper(
                    JsonFactory.builder()
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxNestingDepth(Bencode.DEEPEST)
                                            .build())
                            .build());

    @Override
    public Parsed<NgValue.Dictionary> read(byte[] json) {
        try {
            // Jackson would guess the encoding.
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
            NgValue root = new Reading().value(mapper.readTree(text));
            return root instanceof NgValue.Dictionary dictionary
                    ? new Parsed.Ok<>(dictionary)
                    : new Parsed.Bad<>("JSON", "not an object, or too many values");
        } catch (JacksonException e) {
            return new Parsed.Bad<>("JSON", String.valueOf(e.getOriginalMessage()));
        } catch (CharacterCodingException e) {
            return new Parsed.Bad<>("JSON", "not UTF-8");
        }
    }

    /// One message while it is read.
    private static final class Reading {
        private int values;

        /// Null where there is none, or too many before it.
        private @Nullable NgValue value(JsonNode node) {
            values++;
            if (values > Bencode.MOST_VALUES || node.isNull()) {
                return null;
            }
            if (node.isObject()) {
                Map<String, NgValue> entries = new LinkedHashMap<>();
                node.forEachEntry((key, each) -> {
                    NgValue value = value(each);
                    if (value != null) {
                        entries.put(bytes(key), value);
                    }
                });
                return within(new NgValue.Dictionary(entries));
            }
            if (node.isArray()) {
                List<NgValue> items = new ArrayList<>();
                for (JsonNode each : node) {
                    NgValue value = value(each);
                    if (value != null) {
                        items.add(value);
                    }
                }
                return within(new NgValue.Items(items));
            }
            if (node.isBoolean()) {
                return new NgValue.Text(node.booleanValue() ? "yes" : "no");
            }
            if (node.isIntegralNumber()
                    && node.canConvertToLong()
                    && node.longValue() <= Bencode.LARGEST
                    && node.longValue() >= -Bencode.LARGEST) {
                return new NgValue.Whole(node.longValue());
            }
            return new NgValue.Text(bytes(node.asString()));
        }

        private @Nullable NgValue within(NgValue value) {
            return values > Bencode.MOST_VALUES ? null : value;
        }
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
