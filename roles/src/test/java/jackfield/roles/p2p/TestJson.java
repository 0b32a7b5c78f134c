package jackfield.roles.p2p;

import jackfield.base.Parsed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.DecimalNode;

/// JSON for tests of the core, which knows no library: the node's own is tested with the node.
public final class TestJson implements SignalJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    /// Jackson's tree.
    public TestJson() {}

    @Override
    public Parsed<Json.Members> read(String text) {
        try {
            JsonNode root = MAPPER.readTree(text);
            return root.isObject() && value(root) instanceof Json.Members members
                    ? new Parsed.Ok<>(members)
                    : new Parsed.Bad<>("JSON", "not an object");
        } catch (JacksonException e) {
            return new Parsed.Bad<>("JSON", String.valueOf(e.getOriginalMessage()));
        }
    }

    private static Json value(JsonNode node) {
        if (node.isObject()) {
            Map<String, Json> members = new LinkedHashMap<>();
            node.forEachEntry((name, each) -> members.put(name, value(each)));
            return new Json.Members(members);
        }
        if (node.isArray()) {
            List<Json> items = new ArrayList<>();
            node.forEach(each -> items.add(value(each)));
            return new Json.Items(items);
        }
        if (node.isNumber()) {
            return new Json.Numeric(
                    node instanceof DecimalNode ? node.decimalValue().toString() : node.asString());
        }
        return node.isString()
                ? new Json.Text(node.stringValue())
                : node.isNull()
                        ? Json.Word.NULL
                        : node.booleanValue() ? Json.Word.TRUE : Json.Word.FALSE;
    }

    @Override
    public String write(Json.Members message) {
        return MAPPER.writeValueAsString(plain(message));
    }

    private static Object plain(Json value) {
        return switch (value) {
            case Json.Text(String text) -> text;
            case Json.Numeric(String digits) -> MAPPER.readTree(digits);
            case Json.Word.TRUE -> true;
            case Json.Word.FALSE -> false;
            case Json.Word.NULL -> MAPPER.nullNode();
            case Json.Items(List<Json> items) -> items.stream().map(TestJson::plain).toList();
            case Json.Members(Map<String, Json> members) -> {
                Map<String, Object> map = new LinkedHashMap<>();
                members.forEach((name, each) -> map.put(name, plain(each)));
                yield map;
            }
        };
    }
}
