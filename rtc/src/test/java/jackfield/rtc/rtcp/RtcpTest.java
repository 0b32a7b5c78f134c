package jackfield.rtc.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RtcpTest {
    private static final String SR =
            "81c8000c 00000001 e1e2e3e4 80000000 00000fa0 00000064 00003e80"
                    + " 00000002 40fffffd 00012345 00000007 c0ffee01 00010000";
    private static final String RR =
            "81c90007 00000001 00000002 40000003 00012345 00000007 00000000 00000000";
    private static final String SDES = "81ca0003 00000001 01047075 73680000";
    private static final String BYE = "81cb0001 00000001";
    private static final String NACK = "81cd0003 00000001 00000002 00050000";
    private static final String FIR = "84ce0004 00000001 00000000 00000002 07000000";
    private static final String REMB = "8fce0005 00000001 00000000 52454d42 0103d090 00000002";
    private static final String DLRR = "80cf0005 00000001 05000003 00000002 c0ffee01 00010000";

    private final Rtcp rtcp = new Rtcp();

    @Test
    void walksACompoundAndReadsItsReports() {
        assertThat(wrap(SR + SDES + BYE)).isTrue();

        assertThat(rtcp.next()).isTrue();
        assertThat(rtcp.type()).isEqualTo(Rtcp.SR);
        assertThat(rtcp.ssrc()).isEqualTo(1);
        assertThat(rtcp.ntpTime()).isEqualTo(0xe1e2e3e480000000L);
        assertThat(rtcp.rtpTime()).isEqualTo(0xfa0);
        assertThat(rtcp.senderPackets()).isEqualTo(100);
        assertThat(rtcp.senderOctets()).isEqualTo(16_000);
        assertThat(rtcp.reports()).isEqualTo(1);
        assertThat(rtcp.reportSsrc(0)).isEqualTo(2);
        assertThat(rtcp.fractionLost(0)).isEqualTo(0x40);
        assertThat(rtcp.cumulativeLost(0)).isEqualTo(-3);
        assertThat(rtcp.extendedHighest(0)).isEqualTo(0x12345);
        assertThat(rtcp.jitter(0)).isEqualTo(7);
        assertThat(rtcp.lastSenderReport(0)).isEqualTo(0xc0ffee01);
        assertThat(rtcp.delaySinceLastSenderReport(0)).isEqualTo(65_536);

        assertThat(rtcp.next()).isTrue();
        assertThat(rtcp.type()).isEqualTo(Rtcp.SDES);
        assertThat(rtcp.reports()).isZero();
        assertThat(rtcp.next()).isTrue();
        assertThat(rtcp.type()).isEqualTo(Rtcp.BYE);
        assertThat(rtcp.next()).isFalse();
    }

    @Test
    void rewritesEverySsrcOfEveryType() {
        for (String packet : List.of(SR, RR, SDES, BYE, NACK, FIR, REMB, DLRR)) {
            byte[] bytes = bytes(packet);
            assertThat(rtcp.wrap(MemorySegment.ofArray(bytes), bytes.length)).isTrue();
            rtcp.rewrite(ssrc -> ssrc == 1 ? 0x11111111 : ssrc == 2 ? 0x22222222 : ssrc);
            String expected =
                    packet.replace("00000001", "11111111").replace("00000002", "22222222");
            assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(expected.replace(" ", ""));
        }
    }

    @Test
    void paddingIsNobodysSource() {
        byte[] bytes = bytes(RR + "a0840001 00570004"); // of a type that nobody knows
        assertThat(rtcp.wrap(MemorySegment.ofArray(bytes), bytes.length)).isTrue();
        rtcp.rewrite(ssrc -> 0x11111111);
        assertThat(HexFormat.of().formatHex(bytes)).endsWith("a084000100570004");
        while (rtcp.next()) {
            assertThat(rtcp.ssrc()).isEqualTo(rtcp.type() == Rtcp.RR ? 0x11111111 : 0);
        }
    }

    @Test
    void feedbackComesOutAndTheRestCloses() {
        byte[] bytes = bytes(RR + NACK + SDES + REMB);
        var at = MemorySegment.ofArray(bytes);
        assertThat(rtcp.wrap(at, bytes.length)).isTrue();
        int left = rtcp.removeFeedback();
        assertThat(at.asSlice(0, left).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes(RR + SDES));
        assertThat(types()).containsExactly(Rtcp.RR, Rtcp.SDES);

        assertThat(wrap(NACK)).isTrue();
        assertThat(rtcp.removeFeedback()).isZero();
        assertThat(rtcp.next()).isFalse();
    }

    @Test
    void refusesWhatDoesNotAddUp() {
        assertThat(wrap("80c9")).as("short").isFalse();
        assertThat(wrap("40c90001 00000001")).as("version 1").isFalse();
        assertThat(wrap("80c90002 00000001")).as("longer than the datagram").isFalse();
        assertThat(wrap("82c90001 00000001")).as("reports that are not there").isFalse();
        assertThat(wrap("a0c90001 00000004" + RR)).as("padding not at the end").isFalse();
        assertThat(wrap(RR + "a0c90002 00000001 00000004")).as("padding at the end").isTrue();
        assertThat(wrap(RR + "a0c90002 00000001 0000000c")).as("padding over all").isFalse();
        assertThat(wrap("a1cb0001 00000004")).as("padding in a source's place").isFalse();
        assertThat(wrap(RR + "00")).as("odd bytes behind").isFalse();
        assertThat(wrap("81cd0001 00000001")).as("feedback without a source").isFalse();
    }

    @Test
    void mutatedCompoundsNeitherThrowNorLoop() {
        byte[] good = bytes(SR + SDES + BYE + NACK + FIR + REMB + DLRR + RR);
        var random = new SplittableRandom(7);
        int accepted = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = good.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
            if (rtcp.wrap(MemorySegment.ofArray(bytes), length)) {
                accepted++;
                while (rtcp.next()) {
                    for (int r = 0; r < rtcp.reports(); r++) {
                        rtcp.delaySinceLastSenderReport(r);
                    }
                }
                rtcp.rewrite(ssrc -> ssrc + 1);
                assertThat(rtcp.removeFeedback()).isBetween(0, length);
            }
        }
        assertThat(accepted).isGreaterThan(1000);
    }

    private List<Integer> types() {
        var types = new ArrayList<Integer>();
        while (rtcp.next()) {
            types.add(rtcp.type());
        }
        return types;
    }

    private boolean wrap(String hex) {
        byte[] bytes = bytes(hex);
        return rtcp.wrap(MemorySegment.ofArray(bytes), bytes.length);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
