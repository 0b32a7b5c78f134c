package jackfield.server.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import jackfield.base.Parsed;
import jackfield.roles.p2p.Json;
import jackfield.roles.p2p.SignalJson;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reading and writing the JSON of `/signal`, and what strangers send instead.
class SignalJacksonTest {
    private static final SignalJson JSON = new SignalJackson();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":\"b\"}",
                "{\"a\":[1,-2.50,3e10,0],\"b\":{\"c\":null,\"d\":true,\"e\":false}}",
                "{\"\":\"\\\"\\\\\\n\\r\\t\\u0001\"}",
                "{\"a\":\"é 😀\"}",
                "{\"a\":\"\\uD83D\"}",
                "{\"a\":[]}"
            })
    void whatIsReadIsWrittenAsItWas(String text) {
        assertEquals(text, JSON.write(JSON.read(text).orThrow()));
    }

    @Test
    void blanksAndEscapesMeanNothing() {
        assertEquals(
                "{\"a\":[\"/\",\"A\"]}",
                JSON.write(JSON.read(" {\n\t\"a\" : [ \"\\/\" , \"\\u0041\" ] } \r").orThrow()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "\"a\"",
                "1",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1}x",
                "{\"a\":1,\"a\":2}",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":-}",
                "{\"a\":+1}",
                "{\"a\":1e}",
                "{\"a\":NaN}",
                "{\"a\":tru}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":[1 2]}",
                "{\"a\":[1,]}",
                "{\"\\uddf1\":1}",
                "{\"a\":\"b"
            })
    void whatIsNoObjectIsNone(String text) {
        assertInstanceOf(Parsed.Bad.class, JSON.read(text));
    }

    @Test
    void depthAndNumberOfValuesAreBounded() {
        String deep = "{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}";
        assertInstanceOf(Parsed.Ok.class, JSON.read(deep.replace("[[", "[").replace("]]", "]")));
        String deeper = "{\"a\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";
        assertInstanceOf(Parsed.Bad.class, JSON.read(deeper));
        assertInstanceOf(Parsed.Bad.class, JSON.read("{\"a\":[" + "1,".repeat(5_000) + "1]}"));
    }

    @Test
    void randomValuesComeBack() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            Json.Members made = new Json.Members(Map.of("x", value(random, 0)));
            assertEquals(made, JSON.read(JSON.write(made)).orThrow());
        }
    }

    private static Json value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > 5 ? 3 : 5)) {
            case 0 -> new Json.Text(text(random));
            case 1 -> new Json.Numeric(Long.toString(random.nextLong()));
            case 2 -> Json.Word.values()[random.nextInt(3)];
            case 3 -> new Json.Items(List.of(value(random, depth + 1), value(random, depth + 1)));
            default -> new Json.Members(Map.of(name(random), value(random, depth + 1)));
        };
    }

    /// Names that UTF-8 can say: others are refused.
    private static String name(SplittableRandom random) {
        return text(random).replaceAll("\\p{Cs}", "s");
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(6);
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
        }
        return text.toString();
    }
}
