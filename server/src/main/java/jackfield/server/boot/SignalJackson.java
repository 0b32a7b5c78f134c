package jackfield.server.boot;

import jackfield.base.Parsed;
import jackfield.roles.p2p.Json;
import jackfield.roles.p2p.SignalJson;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// JSON of `/signal` by Jackson, token by token: numbers stay the text they came as.
public final class SignalJackson implements SignalJson {
    private final JsonFactory json =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                    .build();

    /// For texts that no UTF-8 can say.
    private final JsonFactory escaping =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /// Jackson, as a node has it.
    public SignalJackson() {}

    @Override
    public Parsed<Json.Members> read(String text) {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Parsed.Bad<>("JSON", "not an object");
            }
            Json.Members members = new Reading(parser).members();
            return parser.nextToken() == null
                    ? new Parsed.Ok<>(members)
                    : new Parsed.Bad<>("JSON", "something behind the object");
        } catch (JacksonException e) {
            return new Parsed.Bad<>("JSON", String.valueOf(e.getOriginalMessage()));
        } catch (TooMany e) {
            return new Parsed.Bad<>("JSON", "too many values");
        }
    }

    /// Ends the reading; never leaves this class.
    private static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMany() {
            super(null, null, false, false);
        }
    }

    /// One message that is read.
    private static final class Reading {
        private final JsonParser parser;
        private int values;

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        private Json.Members members() {
            Map<String, Json> members = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                members.put(name, value());
            }
            return new Json.Members(members);
        }

        private Json items() {
            List<Json> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value());
            }
            return new Json.Items(items);
        }

        private Json value() {
            if (++values > MOST_VALUES) {
                throw new TooMany();
            }
            return switch (parser.currentToken()) {
                case START_OBJECT -> members();
                case START_ARRAY -> items();
                case VALUE_STRING -> new Json.Text(parser.getString());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Numeric(parser.getString());
                case VALUE_TRUE -> Json.Word.TRUE;
                case VALUE_FALSE -> Json.Word.FALSE;
                case VALUE_NULL -> Json.Word.NULL;
                default -> throw new IllegalStateException("token " + parser.currentToken());
            };
        }
    }

    @Override
    public String write(Json.Members message) {
        JsonFactory factory = isUnicode(message) ? json : escaping;
        StringWriter out = new StringWriter(128);
        try (JsonGenerator generator = factory.createGenerator(ObjectWriteContext.empty(), out)) {
            write(message, generator);
        }
        return out.toString();
    }

    private static void write(Json value, JsonGenerator to) {
        switch (value) {
            case Json.Text(String text) -> to.writeString(text);
            case Json.Numeric(String digits) -> to.writeNumber(digits);
            case Json.Word.TRUE -> to.writeBoolean(true);
            case Json.Word.FALSE -> to.writeBoolean(false);
            case Json.Word.NULL -> to.writeNull();
            case Json.Items(List<Json> items) -> {
                to.writeStartArray();
                items.forEach(each -> write(each, to));
                to.writeEndArray();
            }
            case Json.Members(Map<String, Json> members) -> {
                to.writeStartObject();
                members.forEach((name, each) -> {
                    to.writeName(name);
                    write(each, to);
                });
                to.writeEndObject();
            }
        }
    }

    private static boolean isUnicode(Json value) {
        return switch (value) {
            case Json.Text(String text) -> isUnicode(text);
            case Json.Items(List<Json> items) -> items.stream().allMatch(SignalJackson::isUnicode);
            case Json.Members(Map<String, Json> members) ->
                    members.entrySet().stream()
                            .allMatch(
                                    each -> isUnicode(each.getKey()) && isUnicode(each.getValue()));
            default -> true;
        };
    }

    /// False where it has one half of a pair of surrogates alone.
    private static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
