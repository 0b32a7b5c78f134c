package jackfield.roles.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
    private static final Response REFUSED =
            new Response(488, "Not Acceptable Here", Headers.EMPTY, Body.NONE);

    private static String words(String warning) {
        return Refusal.words(REFUSED.with(HeaderName.WARNING, warning));
    }

    @Test
    void whatOurOwnWarningSaysIsKept() {
        Response explained = Refusal.explained(REFUSED, "192.0.2.1", "no \"codec\" we can relay");
        assertThat(Refusal.words(explained))
                .isEqualTo("488 Not Acceptable Here: no 'codec' we can relay");
    }

    @Test
    void withoutAWarningItIsTheStatusAlone() {
        assertThat(Refusal.words(REFUSED)).isEqualTo("488 Not Acceptable Here");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "399 pbx \"a \\\"b\\\" \\\\ c\",': a \"b\" \\ c'",
                "399 pbx \"one\"; 399 pbx \"two\",': one'",
                "399 pbx no quotes,''",
                "399 pbx \"\",''",
                "399 pbx \"  \",''",
                "399 pbx \"no end,': no end'",
                "399 pbx \"ends with \\,': ends with \\'",
                "'','' "
            })
    void whatAStrangerWarnsOfIsReadAsFarAsItGoes(String warning, String kept) {
        assertThat(words(warning)).isEqualTo("488 Not Acceptable Here" + kept);
    }

    @Test
    void aStrangersTextIsShortAndOnOneLine() {
        String words = words("399 x \"line\tone " + "\\\"".repeat(50_000) + "\"");
        assertThat(words).startsWith("488 Not Acceptable Here: line one \"").hasSize(25 + 200);
    }
}
