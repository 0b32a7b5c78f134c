package jackfield.server.recording;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.relay.Recordings;
import jackfield.roles.relay.Recordings.Begun;
import jackfield.roles.relay.media.Tap;
import jackfield.rtc.rtp.RtpPacket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingDeskTest {
    private static final long SECOND = 1_000_000_000L;

    private static final RecordingDesk.Limits LIMITS =
            new RecordingDesk.Limits(Duration.ofHours(1), 1 << 30, 1);

    @TempDir Path folder;

    private final MemorySegment slot = MemorySegment.ofArray(new byte[172]);
    private final RtpPacket packet = new RtpPacket();

    @Test
    void filesAreWholeOnceTheDeskIsClosed() throws IOException {
        try (RecordingDesk desk = desk(RecordingFormat.WAV)) {
            talk(begin(desk, "a/../b"));
        }
        assertThat(names()).containsExactly("a_.._b.json", "a_.._b.wav");
        assertThat(Files.size(folder.resolve("a_.._b.wav"))).isEqualTo(44 + 16_000 * 2 * 4);
        assertThat(Files.readString(folder.resolve("a_.._b.json")))
                .contains("\"callId\" : \"c@x\"")
                .contains("\"durationMs\" : 2000")
                .contains("\"packetsDropped\" : 0")
                .contains("\"begun\" : \"1970-01-01T00:00:11Z\"");
    }

    private static Recordings.Request at(String name, String folder, String pattern) {
        return new Recordings.Request(
                "c@x",
                new Recordings.Place(name, folder, pattern),
                request(null).sides(),
                Map.of());
    }

    @Test
    void aControllerChoosesAFolderAndAPatternUnderOurs() throws IOException {
        try (RecordingDesk desk = desk(RecordingFormat.WAV)) {
            for (Recordings.Request each :
                    List.of(
                            at("one", "queue 7/today", null),
                            at("two", folder.toAbsolutePath() + "/abs", null),
                            at(null, ".", "%Y-%m-%d_%H%M%S_%c_%%/../x"))) {
                talk(((Begun.Running) desk.begin(each, SECOND)).recording());
            }
        }
        assertThat(names())
                .contains(
                        "queue_7/today/one.wav", "abs/two.wav", "1970-01-01_000011_c@x___.._x.wav");
    }

    @Test
    void noFolderLeadsOutOfOurs() throws IOException {
        Path outside = Files.createTempDirectory("outside");
        Files.createSymbolicLink(folder.resolve("link"), outside);
        try (RecordingDesk desk = desk(RecordingFormat.WAV)) {
            for (String each :
                    List.of(
                            "..",
                            "a/../../b",
                            "/etc",
                            outside.toString(),
                            folder + "x",
                            "a/".repeat(20))) {
                assertThat(desk.begin(at("n", each, null), SECOND))
                        .as(each)
                        .isInstanceOf(Begun.Refused.class);
            }
            talk(((Begun.Running) desk.begin(at("n", "link", null), SECOND)).recording());
        }
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).isEmpty();
        }
        Files.delete(folder.resolve("link"));
        Files.delete(outside);
    }

    @Test
    void eachFormatHasItsFiles() throws IOException {
        try (RecordingDesk desk = desk(RecordingFormat.OGG)) {
            talk(begin(desk, "one"));
        }
        try (RecordingDesk desk = desk(RecordingFormat.PCAP)) {
            talk(begin(desk, null));
        }
        assertThat(names())
                .containsExactly(
                        "19700101T000011000Z-c@x.json",
                        "19700101T000011000Z-c@x.pcap",
                        "one-callee.opus",
                        "one-caller.wav",
                        "one.json");
    }

    @Test
    void noDiskIsFilled() throws IOException {
        AtomicLong left = new AtomicLong(10);
        AtomicLong clock = new AtomicLong(SECOND);
        RecordingDesk desk =
                new RecordingDesk(
                        places(RecordingFormat.WAV),
                        0,
                        clock::get,
                        new SplittableRandom(1),
                        _ -> left.get());
        Recordings.Recording recording = begin(desk, "one");
        desk.turn();
        assertThat(recording.state()).isEqualTo("running");
        left.set(0);
        clock.addAndGet(SECOND);
        desk.turn();
        assertThat(recording.state())
                .isEqualTo("ended: the disk is nearly full (recording.disk-free)");
        assertThat(recording.isOver()).isTrue();
        assertThat(names()).containsExactly("one.json", "one.wav");
        assertThat(Files.readString(folder.resolve("one.json"))).contains("nearly full");
        assertThat(desk.begin(request("two"), SECOND)).isInstanceOf(Begun.Refused.class);
        left.set(10);
        clock.addAndGet(SECOND);
        desk.turn();
        assertThat(desk.begin(request("two"), SECOND)).isInstanceOf(Begun.Running.class);
    }

    @Test
    void aRecordingEndsAtItsLargest() throws IOException {
        AtomicLong clock = new AtomicLong(SECOND);
        var limits = new RecordingDesk.Limits(Duration.ofHours(1), 100_000, 1);
        RecordingDesk desk =
                new RecordingDesk(
                        new RecordingDesk.Places(folder, RecordingFormat.WAV, "%c", false, limits),
                        0,
                        clock::get,
                        new SplittableRandom(1));
        Recordings.Recording recording = begin(desk, "big");
        for (int i = 0; i < 20 && !recording.isOver(); i++) {
            clock.addAndGet(SECOND);
            desk.turn();
        }
        assertThat(recording.state()).isEqualTo("ended: it has reached recording.largest");
        assertThat(Files.size(folder.resolve("big.wav"))).isBetween(100_000L, 300_000L);
    }

    /// The caller speaks PCMU, is held for a second, and goes on in PCMA: what it says stands where
    /// it was said.
    @Test
    void anotherCodecAndHoldLeaveSoundInItsPlace() throws IOException {
        for (RecordingFormat format : List.of(RecordingFormat.WAV, RecordingFormat.OGG)) {
            AtomicLong clock = new AtomicLong(SECOND);
            RecordingDesk desk =
                    new RecordingDesk(places(format), 0, clock::get, new SplittableRandom(1));
            Recordings.Recording recording = begin(desk, "turn" + format);
            Tap tap = recording.tap(0);
            desk.turn();
            for (int i = 0; i < 150; i++) {
                if (i == 50) {
                    recording.sides(
                            List.of(
                                    new Recordings.Side("a", Map.of(8, "PCMA")),
                                    new Recordings.Side("b", Map.of(0, "PCMU"))),
                            SECOND + i * SECOND / 50);
                }
                if (i < 50 || i >= 100) {
                    int type = i < 50 ? 0 : 8;
                    byte loud = (byte) (i < 50 ? 0x80 : 0xaa); // full scale in each codec
                    fill(i);
                    slot.asSlice(12).fill(loud);
                    packet.payloadType(type);
                    tap.packet(packet, 172, SECOND + i * SECOND / 50);
                }
                desk.turn();
            }
            clock.set(4 * SECOND);
            recording.stop(4 * SECOND);
            desk.turn();
            String file = format == RecordingFormat.WAV ? "turnWAV.wav" : "turnOGG-caller.wav";
            byte[] wav = Files.readAllBytes(folder.resolve(file));
            int rate = format == RecordingFormat.WAV ? 16_000 : 8000;
            int channels = format == RecordingFormat.WAV ? 2 : 1;
            assertThat(loudness(wav, rate, channels, 0.5)).isGreaterThan(20_000);
            assertThat(loudness(wav, rate, channels, 1.5)).isZero();
            assertThat(loudness(wav, rate, channels, 2.5)).isGreaterThan(20_000);
            assertThat(names().stream().filter(name -> name.startsWith("turn" + format)).toList())
                    .hasSize(format == RecordingFormat.WAV ? 2 : 4);
            assertThat(Files.readString(folder.resolve("turn" + format + ".json")))
                    .contains("\"PCMA\", \"PCMU\"")
                    .contains("\"endedBecause\" : \"asked\"");
        }
    }

    /// How loud the first channel is at a time.
    private static int loudness(byte[] wav, int rate, int channels, double second) {
        int at = 44 + (int) (second * rate) * channels * 2;
        return Math.abs((short) (wav[at] & 0xff | wav[at + 1] << 8));
    }

    @Test
    void aFullRingDropsAndCounts() {
        RecordingDesk idle =
                new RecordingDesk(places(RecordingFormat.WAV), 0, () -> 0, new SplittableRandom(1));
        var running = (Begun.Running) idle.begin(request(null), SECOND);
        Tap tap = running.recording().tap(0);
        for (int i = 0; i < 5000; i++) {
            tap.packet(fill(0), 172, SECOND);
        }
        assertThat(idle.dropped()).isEqualTo(5000 - 4096);
        assertThat(idle.running()).isEqualTo(1);
    }

    @Test
    void aRingGivesWhatWasPutInItsOrderRoundAndRound() {
        PacketRing ring = new PacketRing(8);
        RecordingDesk idle =
                new RecordingDesk(places(RecordingFormat.WAV), 0, () -> 0, new SplittableRandom(1));
        var one = new NodeRecording(idle, request(null), folder, RecordingFormat.WAV, 0);
        long next = 0;
        for (int i = 0; i < 100; i++) {
            ring.put(one, i & 1, fill(0), 172, i);
            if (i % 3 == 2) {
                for (var each = ring.peek(); each != null; each = ring.peek()) {
                    assertThat(each.at).isEqualTo(next++);
                    ring.taken();
                }
            }
        }
        assertThat(next).isEqualTo(99);
        assertThat(ring.dropped()).isZero();
    }

    private Recordings.Recording begin(RecordingDesk desk, String name) {
        return ((Begun.Running) desk.begin(request(name), SECOND)).recording();
    }

    /// Two seconds of the caller, and the end.
    private void talk(Recordings.Recording recording) {
        Tap tap = recording.tap(0);
        for (int i = 0; i < 100; i++) {
            tap.packet(fill(i), 172, SECOND + i * SECOND / 50);
        }
        recording.stop(3 * SECOND);
    }

    private RtpPacket fill(int number) {
        slot.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x80);
        assertThat(packet.wrap(slot, 172)).isTrue();
        packet.sequence(number);
        packet.timestamp(160 * number);
        return packet;
    }

    private static Recordings.Request request(String name) {
        return new Recordings.Request(
                "c@x",
                name,
                List.of(
                        new Recordings.Side("a", Map.of(0, "PCMU")),
                        new Recordings.Side("b", Map.of(111, "opus"))),
                Map.of());
    }

    /// The clock stands still: nothing but the end brings a recording to an end.
    private RecordingDesk desk(RecordingFormat format) {
        return new RecordingDesk(places(format), 10_000, () -> SECOND, new SplittableRandom(1))
                .start();
    }

    private RecordingDesk.Places places(RecordingFormat format) {
        return new RecordingDesk.Places(folder, format, "%t-%c", false, LIMITS);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(each -> folder.relativize(each).toString())
                    .sorted()
                    .toList();
        }
    }
}
