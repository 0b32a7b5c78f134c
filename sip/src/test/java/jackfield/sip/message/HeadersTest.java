package jackfield.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeadersTest {
    private static final List<HeaderName> NAMES =
            List.of(
                    HeaderName.VIA,
                    HeaderName.ROUTE,
                    HeaderName.SUPPORTED,
                    HeaderName.SUBJECT,
                    HeaderName.of("X-One"),
                    HeaderName.of("x-one"));

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    /// Headers against the plainest model there is: a list of name and value.
    @ParameterizedTest
    @MethodSource("seeds")
    void everyChangeIsWhatAListWouldDo(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Headers headers = Headers.EMPTY;
        List<Headers.Field> model = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            HeaderName name = NAMES.get(random.nextInt(NAMES.size()));
            String value = "v" + random.nextInt(100);
            Headers before = headers;
            List<Headers.Field> fieldsBefore = List.copyOf(headers.fields());
            int first = indexOf(model, name);
            switch (random.nextInt(5)) {
                case 0 -> {
                    headers = headers.add(name, value);
                    model.add(new Headers.Field(name, value));
                }
                case 1 -> {
                    headers = headers.push(name, value);
                    model.add(Math.max(first, 0), new Headers.Field(name, value));
                }
                case 2 -> {
                    headers = headers.with(name, value);
                    model.removeIf(field -> field.name().equals(name));
                    model.add(first < 0 ? model.size() : first, new Headers.Field(name, value));
                }
                case 3 -> {
                    headers = headers.without(name);
                    model.removeIf(field -> field.name().equals(name));
                }
                default -> {
                    headers = headers.pop(name);
                    if (first >= 0) {
                        model.remove(first);
                    }
                }
            }
            assertThat(headers.fields()).isEqualTo(model);
            assertThat(before.fields()).isEqualTo(fieldsBefore);
        }
    }

    /// Edits of what came from the wire, several at once, against the same list.
    @ParameterizedTest
    @MethodSource("seeds")
    void severalChangesAtOnceAreAsOneAfterTheOther(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Headers parsed =
                Parser.parse(
                                ("OPTIONS sip:x SIP/2.0\r\nv: SIP/2.0/UDP h;branch=z9hG4bK1\r\n"
                                                + "From: <sip:a@b>;tag=1\r\nTo: <sip:b@c>\r\n"
                                                + "X-One:1\r\nCall-ID: 1\r\nSubject: a\r\n b\r\n"
                                                + "x-one: 2\r\nCSeq: 1 OPTIONS\r\n\r\n")
                                        .getBytes(StandardCharsets.UTF_8))
                        .orThrow()
                        .headers();
        parsed.from();
        parsed.topVia();
        List<Headers.Field> untouched = List.copyOf(parsed.fields());
        Headers oneByOne = parsed;
        Headers batched = parsed;
        for (int batch = 0; batch < 6; batch++) {
            HeaderEdit edit = batched.edit();
            for (int step = random.nextInt(8); step > 0; step--) {
                HeaderName name = NAMES.get(2 + random.nextInt(NAMES.size() - 2));
                String value = "v" + random.nextInt(100);
                switch (random.nextInt(6)) {
                    case 0 -> {
                        edit.add(name, value);
                        oneByOne = oneByOne.add(name, value);
                    }
                    case 1 -> {
                        edit.push(name, value);
                        oneByOne = oneByOne.push(name, value);
                    }
                    case 2 -> {
                        edit.with(name, value);
                        oneByOne = oneByOne.with(name, value);
                    }
                    case 3 -> {
                        edit.without(name);
                        oneByOne = oneByOne.without(name);
                    }
                    case 4 -> {
                        String from = "<sip:a@b>;tag=" + value;
                        edit.with(HeaderName.FROM, from);
                        oneByOne = oneByOne.with(HeaderName.FROM, from);
                        assertThat(oneByOne.fromTag()).isEqualTo(value);
                    }
                    default -> {
                        edit.pop(name);
                        oneByOne = oneByOne.pop(name);
                    }
                }
            }
            batched = edit.done();
            assertThat(batched).isEqualTo(oneByOne);
            assertThat(batched.fromTag()).isEqualTo(oneByOne.fromTag());
            assertThat(batched.topVia()).isEqualTo(parsed.topVia());
        }
        assertThat(parsed.fields()).isEqualTo(untouched);
    }

    private static int indexOf(List<Headers.Field> model, HeaderName name) {
        for (int i = 0; i < model.size(); i++) {
            if (model.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void poppingTakesOneValueFromTheWireAndFromOurText(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> values = new ArrayList<>();
        StringBuilder fields = new StringBuilder();
        for (int field = 0; field < 1 + random.nextInt(3); field++) {
            List<String> here = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                here.add("\"a,\\\"b\" <sip:h" + values.size() + i + ";x=1,2>;p=\"q,r\"");
            }
            values.addAll(here);
            fields.append("Route: ").append(String.join(" , ", here)).append("\r\n");
        }
        byte[] wire =
                ("OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\n"
                                + "From: <sip:a@b>;tag=1\r\nTo: <sip:b@c>\r\nCall-ID: 1\r\n"
                                + "CSeq: 1 OPTIONS\r\n"
                                + fields
                                + "\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        Headers parsed = Parser.parse(wire).orThrow().headers();
        Headers ours = parsed.withAll(HeaderName.ROUTE, parsed.all(HeaderName.ROUTE));
        while (!values.isEmpty()) {
            assertThat(parsed.all(HeaderName.ROUTE)).isEqualTo(values);
            assertThat(parsed.routes()).isEqualTo(ours.routes()).hasSameSizeAs(values);
            parsed = parsed.pop(HeaderName.ROUTE);
            ours = ours.pop(HeaderName.ROUTE);
            values.removeFirst();
        }
        assertThat(parsed.has(HeaderName.ROUTE)).isFalse();
        assertThat(ours.has(HeaderName.ROUTE)).isFalse();
    }

    @Test
    void namesAreTheSameInAnyCaseAndShortForm() {
        assertThat(HeaderName.of("v")).isSameAs(HeaderName.VIA);
        assertThat(HeaderName.of("CALL-id")).isSameAs(HeaderName.CALL_ID);
        assertThat(HeaderName.of("X-Thing"))
                .isEqualTo(HeaderName.of("x-thing"))
                .hasSameHashCodeAs(HeaderName.of("X-THING"))
                .hasToString("X-Thing")
                .isNotEqualTo(HeaderName.of("X-Things"));
    }

    @Test
    void aLineBreakInAValueOfOursIsABug() {
        assertThatThrownBy(() -> Headers.EMPTY.add(HeaderName.SUBJECT, "a\r\nVia: x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void optionsAreFoundInLists() {
        Headers headers =
                Headers.builder()
                        .add(HeaderName.SUPPORTED, "path, GRUU")
                        .add(HeaderName.SUPPORTED, "outbound")
                        .build();
        assertThat(headers.lists(HeaderName.SUPPORTED, "gruu")).isTrue();
        assertThat(headers.lists(HeaderName.SUPPORTED, "outbound")).isTrue();
        assertThat(headers.lists(HeaderName.SUPPORTED, "out")).isFalse();
    }

    @Test
    void optionsNobodyKnowsAreListed() {
        Headers headers = Headers.EMPTY.add(HeaderName.REQUIRE, "PATH, foo, gruu");
        assertThat(headers.beyond(HeaderName.REQUIRE, List.of("path", "gruu")))
                .containsExactly("foo");
    }

    @Test
    void parametersAreReadAsWhatTheyMean() {
        NameAddr contact =
                NameAddr.parse(
                                "<sip:a@b>;expires=60;q=0.5;+sip.instance=\"<urn:uuid:\\\"1>\";reg-id=1")
                        .orThrow();
        assertThat(contact.parameters().number("expires")).isEqualTo(60);
        assertThat(contact.parameters().number("q")).isEqualTo(-1);
        assertThat(contact.parameters().number("ttl")).isEqualTo(-1);
        assertThat(contact.parameters().unquoted("+sip.instance")).isEqualTo("<urn:uuid:\"1>");
        assertThat(contact.parameters().unquoted("reg-id")).isEqualTo("1");
        assertThat(contact.parameters().unquoted("pub-gruu")).isNull();
    }

    @Test
    void aNumberTooLargeIsTheLargest() {
        Headers headers = Headers.EMPTY.add(HeaderName.EXPIRES, "99999999999999999999");
        assertThat(headers.expires()).isEqualTo(Integer.MAX_VALUE);
        assertThat(headers.with(HeaderName.EXPIRES, "soon").expires()).isEqualTo(-1);
        assertThat(Headers.EMPTY.maxForwards()).isEqualTo(-1);
    }
}
