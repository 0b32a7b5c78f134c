package jackfield.roles.relay.media;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.rtc.rtp.RtpPacket;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A picture that comes from a browser in several sources: simulcast with its RIDs (RFC 8853),
/// retransmission (RFC 4588) and FEC (RFC 5109, RFC 8627), to a side with numbers of its own.
class PictureStreamsTest {
    private static final int VP8 = 96;
    private static final int RTX = 97;
    private static final int ULPFEC = 116;
    private static final int FLEXFEC = 118;
    private static final int MID = BundledBrowser.MID;
    private static final int RID = 10;
    private static final int REPAIRED = 11;
    private static final List<String> LAYERS = List.of("h", "m", "l");

    private final BundledBrowser bundle = new BundledBrowser();
    private final Phone picture = bundle.picture;

    PictureStreamsTest() {
        bundle.shows(
                PayloadMap.NONE
                        .with(VP8, 100, 90_000, "VP8")
                        .with(RTX, 101, 90_000, "rtx")
                        .with(ULPFEC, 102, 90_000, "ulpfec")
                        .with(FLEXFEC, 103, 90_000, "flexfec-03"),
                ExtensionMap.NONE.with(RID, 12).with(REPAIRED, 3));
        bundle.shard.sent.clear();
    }

    private static int layer(int i) {
        return 0x0c000000 + i;
    }

    private RtpPacket passed(byte[] packet) {
        bundle.sends(packet);
        return picture.hears();
    }

    @Test
    void everySizeKeepsItsNameAndItsNumbers() {
        for (int i = 0; i < 3; i++) {
            RtpPacket heard =
                    passed(
                            BundledBrowser.numbered(
                                    500 * i, VP8, layer(i), MID, "1", RID, LAYERS.get(i)));
            assertThat(heard.ssrc()).isEqualTo(layer(i));
            assertThat(heard.sequence()).isEqualTo(500 * i);
            assertThat(heard.payloadType()).isEqualTo(100);
            assertThat(BundledBrowser.elements(heard))
                    .as("the name of the medium stays here, that of the size has another number")
                    .containsExactly("12=" + LAYERS.get(i));
        }
    }

    @Test
    void whatRepairsASizeSaysWhich() {
        RtpPacket heard =
                passed(BundledBrowser.numbered(7, RTX, 0x0d0d0d0d, MID, "1", REPAIRED, "m"));

        assertThat(heard.payloadType()).isEqualTo(101);
        assertThat(BundledBrowser.elements(heard)).containsExactly("3=m");
        // The name is told once; later ones are found by their source.
        assertThat(passed(BundledBrowser.numbered(8, RTX, 0x0d0d0d0d)).sequence()).isEqualTo(8);
    }

    @Test
    void fecPassesUnderItsNumber() {
        assertThat(passed(bundle.packet(ULPFEC, layer(0))).payloadType()).isEqualTo(102);
        assertThat(passed(bundle.packet(FLEXFEC, 0x0e0e0e0e)).payloadType()).isEqualTo(103);

        bundle.sends(bundle.packet(117, layer(0)));
        assertThat(bundle.shard.sent).as("red was not agreed").isEmpty();
        assertThat(bundle.shard.snapshot(1).streams().get(1).drops())
                .containsEntry("payload-type", 1L);
    }

    /// Each source has numbers of its own: where they are interleaved nothing is lost.
    @Test
    void sourcesAreCountedApart() {
        for (int number = 0; number < 50; number++) {
            for (int i = 0; i < 3; i++) {
                passed(BundledBrowser.numbered(1000 * i + number, VP8, layer(i)));
            }
            passed(BundledBrowser.numbered(9000 + number, RTX, 0x0d0d0d0d));
        }
        StreamSnapshot stream = bundle.shard.snapshot(1).streams().get(1);
        assertThat(stream.in().packets()).isEqualTo(200);
        assertThat(stream.lost()).isZero();

        bundle.sends(BundledBrowser.numbered(1060, VP8, layer(1)));
        assertThat(bundle.shard.snapshot(1).streams().get(1).lost()).isEqualTo(10);
    }

    /// The way back: each source of the other side goes to the browser under its own SSRC, and the
    /// numbers of one that begins anew go on.
    @Test
    void manySourcesReachTheBrowserWithNumbersOfTheirOwn() {
        for (int i = 0; i < 3; i++) {
            byte[] packet = BundledBrowser.numbered(40_000 * i, VP8, layer(i));
            bundle.shard.arrives(picture.port, packet, picture.address);
            RtpPacket heard = bundle.hears();
            assertThat(heard.ssrc()).isEqualTo(layer(i));
            assertThat(heard.sequence()).isEqualTo(40_000 * i & 0xffff);
        }
        byte[] again = BundledBrowser.numbered(1, VP8, layer(0));
        bundle.shard.arrives(picture.port, again, picture.address);
        assertThat(bundle.hears().sequence()).isEqualTo(1);
    }

    /// One number for two things on the phone's side: the browser has two (RFC 9143 section 9.1).
    @Test
    void aNumberThatClashesIsAnotherOneForTheBrowser() {
        var both = PayloadMap.NONE.with(BundledBrowser.OPUS, 127, 90_000, "VP8");
        LegPlan plan = picture.plan(7, picture.address.toString(), both);
        bundle.shard.handle.update(plan);
        bundle.shows(PayloadMap.NONE.with(127, BundledBrowser.OPUS, 90_000), ExtensionMap.NONE);

        bundle.shard.arrives(
                picture.port,
                BundledBrowser.numbered(5, BundledBrowser.OPUS, layer(0)),
                picture.address);
        assertThat(bundle.hears().payloadType()).isEqualTo(127);
        bundle.voice.speaks();
        assertThat(bundle.hears().payloadType()).isEqualTo(BundledBrowser.OPUS);
        assertThat(passed(bundle.packet(127, layer(1))).payloadType())
                .isEqualTo(BundledBrowser.OPUS);
    }
}
