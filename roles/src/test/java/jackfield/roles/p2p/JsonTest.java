package jackfield.roles.p2p;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jackfield.base.Parsed;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reading and writing JSON, and what strangers send instead.
class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":\"b\"}",
                "{\"a\":[1,-2.50,3e10,0],\"b\":{\"c\":null,\"d\":true,\"e\":false}}",
                "{\"\":\"\\\"\\\\\\n\\r\\t\\u0001\"}",
                "{\"a\":\"é 😀\"}",
                "{\"a\":\"\\ud83d\"}",
                "{\"a\":[]}"
            })
    void whatIsReadIsWrittenAsItWas(String text) {
        assertEquals(text, Json.read(text).orThrow().write());
    }

    @Test
    void blanksAndEscapesMeanNothing() {
        assertEquals(
                "{\"a\":[\"/\",\"A\"]}",
                Json.read(" {\n\t\"a\" : [ \"\\/\" , \"\\u0041\" ] } \r").orThrow().write());
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
                "{\"a\":\"b"
            })
    void whatIsNoObjectIsNone(String text) {
        assertInstanceOf(Parsed.Bad.class, Json.read(text));
    }

    @Test
    void depthAndNumberOfValuesAreBounded() {
        String deep = "{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}";
        assertInstanceOf(Parsed.Ok.class, Json.read(deep.replace("[[", "[").replace("]]", "]")));
        String deeper = "{\"a\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";
        assertInstanceOf(Parsed.Bad.class, Json.read(deeper));
        assertInstanceOf(Parsed.Bad.class, Json.read("{\"a\":[" + "1,".repeat(5_000) + "1]}"));
    }

    @Test
    void randomValuesComeBack() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            Json.Members made = new Json.Members(Map.of("x", value(random, 0)));
            assertEquals(made, Json.read(made.write()).orThrow());
        }
    }

    private static Json value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > 5 ? 3 : 5)) {
            case 0 -> new Json.Text(text(random));
            case 1 -> new Json.Numeric(Long.toString(random.nextLong()));
            case 2 -> Json.Word.values()[random.nextInt(3)];
            case 3 -> new Json.Items(List.of(value(random, depth + 1), value(random, depth + 1)));
            default -> new Json.Members(Map.of(text(random), value(random, depth + 1)));
        };
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(6);
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
        }
        return text.toString();
    }

    /// Messages of real clients with a few characters changed, to a core with calls and rooms: it
    /// never throws, and what it holds stays bounded and goes away.
    @Test
    void mangledMessagesDoNoHarm() {
        String[] seeds = {
            Desk.offer("bob", "c1", "video"),
            "{'type':'call-answer','toId':'alice','callId':'c1','answer':{'type':'answer','sdp':'v'}}",
            "{'type':'ice-candidate','toId':'bob','candidate':{'candidate':'x','sdpMid':'0'}}",
            "{'type':'ice-candidate','toId':'bob','callId':'c1','candidates':[{'candidate':''}]}",
            "{'type':'call-reject','toId':'alice','callId':'c1'}",
            "{'type':'call-busy','toId':'alice','callId':'c1'}",
            "{'type':'call-end','toId':'bob','callId':'c1'}",
            "{'type':'call-renegotiate','toId':'bob','callId':'c1','offer':{'sdp':'v'}}",
            "{'type':'presence-subscribe','users':['bob','carol']}",
            "{'type':'room-join','room':'r'}",
            "{'type':'message','room':'r','text':'x'}",
            "{'type':'room-leave','room':'r'}",
            "{'type':'message','toId':'bob','text':'x','id':'1'}",
            "{'type':'settings','callWaiting':true,'away':true}",
            "{'type':'auth','token':'t-bob','device':'x'}"
        };
        for (int seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Desk desk = new Desk();
            Desk.Client[] clients = {
                desk.device("alice", "a"), desk.device("bob", "b"), desk.device("bob", "b2")
            };
            for (int i = 0; i < 150; i++) {
                String text = seeds[random.nextInt(seeds.length)];
                int changes = random.nextInt(3);
                for (int c = 0; c < changes; c++) {
                    int at = random.nextInt(text.length());
                    text =
                            text.substring(0, at)
                                    + (char) (32 + random.nextInt(95))
                                    + text.substring(at + random.nextInt(2));
                }
                clients[random.nextInt(clients.length)].says(text);
                if (random.nextInt(20) == 0) {
                    desk.wait(1 + random.nextInt(20));
                }
                assertTrue(desk.core().sizes().get("calls") <= 24, "seed " + seed);
            }
            for (Desk.Client client : clients) {
                client.drops();
            }
            desk.wait(200);
            assertEquals(0, desk.core().sizes().get("calls"), "seed " + seed);
            assertEquals(0, desk.core().sizes().get("devices"), "seed " + seed);
            assertEquals(0, desk.core().sizes().get("rooms"), "seed " + seed);
        }
    }
}
