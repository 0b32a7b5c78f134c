package jackfield.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Rfc5118Test {
    static List<Torture.Verdict> verdicts() {
        return Torture.verdicts(5118);
    }

    @Test
    void theCorpusIsComplete() {
        assertThat(verdicts()).hasSize(12);
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void everyMessageMeetsItsFate(Torture.Verdict verdict) {
        switch (Parser.read(Torture.message(5118, verdict.name()))) {
            case Reading.Whole(Message message) -> {
                assertThat(verdict.fate()).isEqualTo("ok");
                AllReaders.read(message);
                assertThat(Parser.parse(Writer.write(message)).orThrow().headers())
                        .isEqualTo(message.headers());
            }
            case Reading.Malformed bad -> {
                assertThat(bad.what()).isEqualTo(verdict.what());
                assertThat(String.valueOf(bad.status())).isEqualTo(verdict.fate());
            }
        }
    }

    @Test
    void aPortInsideTheBracketsIsPartOfTheAddress() {
        assertThat(uri("port-ambiguous")).isEqualTo(SipUri.of(null, "[2001:db8::10:5070]", 0));
        assertThat(uri("port-unambiguous")).isEqualTo(SipUri.of(null, "[2001:db8::10]", 5070));
    }

    @Test
    void receivedIsReadWithAndWithoutBrackets() {
        assertThat(received("with")).isEqualTo("[2001:db8::9:255]");
        assertThat(received("no")).isEqualTo("2001:db8::9:255");
    }

    private static String received(String form) {
        Request request = request("via-received-param-" + form + "-delim");
        return request.headers().topVia().parameters().get("received");
    }

    @Test
    void threeColonsMeanTwo() {
        assertThat(uri("ipv6-bug-abnf-3-colons")).isEqualTo(uri("ipv6-correct-abnf-2-colons"));
    }

    private static Uri uri(String name) {
        return request(name).uri();
    }

    private static Request request(String name) {
        return (Request) Parser.parse(Torture.message(5118, name)).orThrow();
    }
}
