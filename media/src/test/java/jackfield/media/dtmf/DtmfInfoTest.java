package jackfield.media.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DtmfInfoTest {
    @ParameterizedTest
    @CsvSource({
        "application/dtmf-relay,'Signal=5\r\nDuration=160\r\n',5,160",
        "application/dtmf-relay,'Signal= *\r\nDuration= 250\r\n',10,250",
        "application/dtmf-relay,'signal=11\nduration=100',11,100",
        "Application/DTMF-Relay;charset=x,'Signal=d',15,250",
        "application/dtmf-relay,'Signal=hf\r\nDuration=2',16,40",
        "application/dtmf,'#',11,250",
        "application/dtmf,' 7\r\n',7,250"
    })
    void bothBodiesAreRead(String type, String body, int event, int ms) {
        assertThat(DtmfInfo.parse(type, body.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(new Parsed.Ok<>(new DtmfInfo(event, ms)));
    }

    @ParameterizedTest
    @CsvSource({
        "application/dtmf-relay,'Duration=160'",
        "application/dtmf-relay,'Signal=55'",
        "application/dtmf-relay,'Signal=5\r\nDuration=-1'",
        "application/dtmf,''",
        "application/dtmf,x",
        "text/plain,5"
    })
    void whatIsNoDigitIsSaidToBeNone(String type, String body) {
        assertThat(DtmfInfo.parse(type, body.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(Parsed.Bad.class);
    }

    @Test
    void whatIsWrittenIsRead() {
        for (int event = 0; event <= DtmfCode.FLASH; event++) {
            var info = new DtmfInfo(event, 120);
            assertThat(DtmfInfo.parse(DtmfInfo.RELAY, info.relayBody()).orThrow()).isEqualTo(info);
            assertThat(DtmfInfo.parse(DtmfInfo.DIGIT, info.digitBody()).orThrow().event())
                    .isEqualTo(event);
        }
    }

    @Test
    void garbageIsAValue() {
        var random = new SplittableRandom(5);
        for (int i = 0; i < 5000; i++) {
            byte[] body = new byte[random.nextInt(400)];
            random.nextBytes(body);
            assertThat(DtmfInfo.parse(DtmfInfo.RELAY, body)).isNotNull();
            assertThat(DtmfInfo.parse(DtmfInfo.DIGIT, body)).isNotNull();
        }
    }
}
