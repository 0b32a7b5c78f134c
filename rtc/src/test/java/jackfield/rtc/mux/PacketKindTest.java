package jackfield.rtc.mux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketKindTest {
    @ParameterizedTest
    @CsvSource({
        "0, 3, STUN",
        "4, 15, UNKNOWN",
        "16, 19, ZRTP",
        "20, 63, DTLS",
        "64, 79, TURN_CHANNEL",
        "80, 127, UNKNOWN",
        "128, 191, RTP",
        "192, 255, UNKNOWN"
    })
    void theFirstByteSortsByTheRangesOfRfc7983(int from, int to, PacketKind kind) {
        for (int first = from; first <= to; first++) {
            assertThat(PacketKind.of((byte) first, (byte) 0)).isEqualTo(kind);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 191, RTP", "192, 223, RTCP", "224, 255, RTP"})
    void theSecondByteTellsRtcpFromRtp(int from, int to, PacketKind kind) {
        for (int second = from; second <= to; second++) {
            assertThat(PacketKind.of((byte) 0x80, (byte) second)).isEqualTo(kind);
        }
    }
}
