package jackfield.roles.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedTest {
    private static final Published NOTHING = new Published(true, false, true, "");

    @Test
    void anActivityIsFoundWhateverItsPrefix() {
        assertThat(Published.read("<rpid:activities><rpid:away/></rpid:activities>").away())
                .isTrue();
        assertThat(Published.read("<activities><BUSY/></activities>").disturb()).isFalse();
        assertThat(Published.read("<basic> closed </basic>").open()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Do not disturb", "DND"})
    void aPhoneThatKnowsNoActivitiesSaysItInTheNote(String note) {
        assertThat(Published.read("<note>" + note + "</note>").disturb()).isFalse();
    }

    @Test
    void theFirstNoteCountsAndHasABound() {
        assertThat(Published.read("<note>a &amp;lt; b</note><note>c</note>").note())
                .isEqualTo("a &lt; b");
        assertThat(Published.read("<note>" + "x".repeat(5_000) + "</note>").note()).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<", "<>", "<<>>", "</basic>closed", "basic>closed<", "<note", "<a"})
    void whatIsNoDocumentSaysNothing(String text) {
        assertThat(Published.read(text)).isEqualTo(NOTHING);
    }

    @Test
    void noiseBreaksNothing() {
        SplittableRandom random = new SplittableRandom(7);
        String letters = "<>/&;:basicnotelosed \"'\u0000é";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(60); j > 0; j--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(Published.read(text.toString()).note().length()).isLessThanOrEqualTo(200);
        }
        byte[] bytes = new byte[4_000];
        random.nextBytes(bytes);
        Published.read(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Test
    void whatXmlCanNotHoldIsLeftOut() {
        assertThat(Xml.escaped("a\u0000<b>&\"'\uD800")).isEqualTo("a&lt;b&gt;&amp;&quot;&apos;");
    }
}
