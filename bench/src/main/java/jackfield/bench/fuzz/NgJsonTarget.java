package jackfield.bench.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import jackfield.base.Parsed;
import jackfield.roles.relay.ng.Bencode;
import jackfield.roles.relay.ng.NgCore;
import jackfield.roles.relay.ng.NgJson;
import jackfield.roles.relay.ng.NgValue;
import jackfield.server.boot.NgJackson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A message in JSON of one who drives our relay: it comes over UDP and WebSockets behind a cookie,
/// over HTTP without one.
///
/// What is read has the bounds that bencode has, and comes out the same when it is written and read
/// again, in either encoding; the relay then says to it what it says to the same in bencode.
final class NgJsonTarget implements Target {
    private static final NgJson JSON = new NgJackson();
    private static final byte[] COOKIE = "j ".getBytes(ISO_8859_1);

    @Override
    public String name() {
        return "ng-json";
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] each : new NgTarget().seeds()) {
            String text = new String(each, ISO_8859_1);
            byte[] body = text.substring(text.indexOf(' ') + 1).getBytes(ISO_8859_1);
            if (Bencode.read(body) instanceof Parsed.Ok<NgValue.Dictionary>(var dictionary)) {
                seeds.add(JSON.write(dictionary));
            }
        }
        Stream.of(
                        "{\"command\":\"ping\"}",
                        "{ \"a\" : [ 1 , -2.5e3 , true , null , \"\\u00fc\\ud83d\\ude00\" ] }",
                        "{\"command\":\"list\",\"limit\":1,\"limit\":\"2\"}",
                        "{\"a\":" + "[".repeat(15) + "]".repeat(15) + "}",
                        "{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}",
                        "{\"a\":[" + "1,".repeat(Bencode.MOST_VALUES - 3) + "1]}",
                        "{\"a\":[" + "1,".repeat(Bencode.MOST_VALUES) + "1]}",
                        "{\"a\":" + Bencode.LARGEST + ",\"b\":-" + Bencode.LARGEST + "}",
                        "{\"a\":" + Long.MAX_VALUE + ",\"b\":" + Long.MIN_VALUE + "}")
                .map(each -> each.getBytes(UTF_8))
                .forEach(seeds::add);
        return seeds;
    }

    @Override
    public List<byte[]> words() {
        return Stream.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\"",
                        "\\",
                        "null",
                        "true",
                        "NaN",
                        "1e999",
                        "-0",
                        "99999999999999999999",
                        "0.1",
                        "\\ud800",
                        "\\u0000",
                        "\u00fc",
                        "\"command\":\"offer\"",
                        "\"command\":\"query\"",
                        "\"call-id\":\"c\"",
                        "\"from-tag\":\"a\"",
                        "\"flags\":[\"all\"]",
                        "\"sdp\":{}",
                        "[[[[[[[[",
                        "]]]]]]]]",
                        "{\"a\":{\"a\":")
                .map(each -> each.getBytes(UTF_8))
                .toList();
    }

    @Override
    public long run(byte[] input) {
        return switch (JSON.read(input)) {
            case Parsed.Bad<NgValue.Dictionary> _ -> refused(input);
            case Parsed.Ok<NgValue.Dictionary>(NgValue.Dictionary read) -> {
                isText(input);
                Shape shape = new Shape();
                shape.look(read, 0);
                same("written and read again", JSON.read(JSON.write(read)).orThrow(), read);
                same("in bencode", Bencode.read(Bencode.write(read)).orThrow(), read);
                yield asked(input, read) * 31 + shape.number();
            }
        };
    }

    private static void same(String what, NgValue found, NgValue wanted) {
        if (!found.equals(wanted)) {
            throw new AssertionError(what + ": " + found + " instead of " + wanted);
        }
    }

    private static void isText(byte[] input) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(input));
        } catch (CharacterCodingException e) {
            throw new AssertionError("what is no UTF-8 was read", e);
        }
    }

    /// How deep and how large a message is.
    private static final class Shape {
        private int values;
        private int deepest;

        private void look(NgValue value, int depth) {
            values++;
            deepest = Math.max(deepest, depth);
            if (values > Bencode.MOST_VALUES || depth > Bencode.DEEPEST) {
                throw new AssertionError(values + " values, " + depth + " deep");
            }
            switch (value) {
                case NgValue.Text(String text) -> isText(text.getBytes(ISO_8859_1));
                case NgValue.Whole _ -> {}
                case NgValue.Items(List<NgValue> items) ->
                        items.forEach(each -> look(each, depth + 1));
                case NgValue.Dictionary(Map<String, NgValue> entries) ->
                        entries.forEach((key, each) -> {
                            isText(key.getBytes(ISO_8859_1));
                            look(each, depth + 1);
                        });
            }
        }

        private int number() {
            return deepest * 8 + Integer.SIZE - Integer.numberOfLeadingZeros(values);
        }
    }

    /// What cannot be read is said so, behind a cookie and without one.
    private static long refused(byte[] input) {
        World world = new World();
        NgCore ng = NgTarget.core(world, JSON);
        byte[] plain = plain(ng, input, world);
        byte[] framed = NgTarget.ask(ng, framed(input), 0, world);
        long kind = NgTarget.kind(plain);
        boolean ofJson = input.length > 0 && input[0] == '{';
        boolean said = plain != null && new String(plain, UTF_8).contains("Invalid NG data format");
        if (ofJson && !said || kind != NgTarget.kind(framed)) {
            throw new AssertionError("refused otherwise than in words");
        }
        return kind;
    }

    /// What becomes of it in a call with all kinds of parties: what becomes of the same in bencode.
    private static long asked(byte[] input, NgValue.Dictionary read) {
        if (input[0] != '{') {
            return 0; // blanks before it: no way in takes that for JSON
        }
        World one = new World();
        NgCore ofJson = NgTarget.core(one, JSON);
        World other = new World();
        NgCore ofBencode = NgTarget.core(other, JSON);
        NgTarget.SCENE.forEach(each -> {
            NgTarget.ask(ofJson, each, 0, one);
            NgTarget.ask(ofBencode, each, 0, other);
        });
        byte[] reply = NgTarget.ask(ofJson, framed(input), 0, one);
        byte[] same = plain(ofBencode, Bencode.write(read), other);
        if (reply == null || same == null || ofJson.calls() != ofBencode.calls()) {
            throw new AssertionError("answered in one encoding and not in the other");
        }
        byte[] wanted = framed(JSON.write(Bencode.read(same).orThrow()));
        if (!new String(reply, UTF_8).equals(new String(wanted, UTF_8))) {
            throw new AssertionError(
                    new String(reply, UTF_8) + " and " + new String(wanted, UTF_8));
        }
        return NgTarget.kind(reply);
    }

    private static byte[] framed(byte[] body) {
        byte[] message = new byte[COOKIE.length + body.length];
        System.arraycopy(COOKIE, 0, message, 0, COOKIE.length);
        System.arraycopy(body, 0, message, COOKIE.length, body.length);
        return message;
    }

    private static byte @Nullable [] plain(NgCore ng, byte[] body, World world) {
        AtomicReference<byte @Nullable []> reply = new AtomicReference<>();
        ng.plain(body, World.at("192.0.2.9", 2_223), reply::set, world.now);
        return reply.get();
    }
}
