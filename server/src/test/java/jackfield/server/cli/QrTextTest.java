package jackfield.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nayuki.qrcodegen.QrCode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrTextTest {
    private static final String LINK =
            "https://sip.example.org:8443/#provision=3bM0_Zq-aaaaBBBBccccDDDD";

    /// Every module is where it belongs, with four light ones around, drawn or left out.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachModuleIsHalfACharacter(boolean colours) {
        QrCode code = QrCode.encodeText(LINK, QrCode.Ecc.MEDIUM);
        List<String> lines =
                QrText.of(LINK, colours)
                        .lines()
                        .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                        .toList();
        assertThat(lines).hasSize((code.size + 9) / 2);
        for (int row = -4; row < code.size + 4; row++) {
            String line = lines.get((row + 4) / 2);
            assertThat(line).hasSize(code.size + 8);
            for (int column = -4; column < code.size + 4; column++) {
                char half = line.charAt(column + 4);
                boolean upper = (row + 4) % 2 == 0;
                boolean drawn = half == '█' || half == (upper ? '▀' : '▄');
                assertThat(drawn)
                        .as("module %d, %d", column, row)
                        .isEqualTo(code.getModule(column, row) == colours);
            }
        }
    }
}
