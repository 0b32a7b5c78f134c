package jackfield.server.recording;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.relay.Recordings;
import jackfield.rtc.rtp.RtpPacket;
import jackfield.server.recording.RecordingShelf.Part;
import jackfield.server.recording.RecordingShelf.Shelved;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The files of a recording as a killed process leaves them, and what the next one makes of them.
class CutRecordingsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long BEGAN = 1_000_000_000_000L;

    @TempDir Path place;
    private Path folder;
    private RecordingShelf shelf;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectory(place.resolve("calls"));
        shelf = new RecordingShelf(folder);
    }

    /// Ten seconds of a call in a folder of a process that is killed then: copies of its files, for
    /// the files themselves are locked.
    private void killed(RecordingFormat format, String name) throws IOException {
        Path running = Files.createTempDirectory(place, "running");
        record(running, format, name, 10, false);
        try (Stream<Path> files = Files.list(running)) {
            for (Path each : files.toList()) {
                Path copy = folder.resolve(each.getFileName());
                Files.copy(each, copy);
                age(copy);
            }
        }
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(BEGAN - 60_000));
    }

    private static void record(
            Path where, RecordingFormat format, String name, int seconds, boolean ends) {
        AtomicLong clock = new AtomicLong(SECOND);
        RecordingDesk desk =
                new RecordingDesk(
                        new RecordingDesk.Places(
                                where,
                                format,
                                "%c",
                                false,
                                new RecordingDesk.Limits(Duration.ofHours(1), 1 << 30, 1)),
                        10_000,
                        clock::get,
                        new SplittableRandom(1));
        Recordings.Recording recording =
                ((Recordings.Begun.Running)
                                desk.begin(
                                        new Recordings.Request(
                                                "c@x",
                                                name,
                                                List.of(
                                                        new Recordings.Side(
                                                                "a", Map.of(111, "opus")),
                                                        new Recordings.Side(
                                                                "b", Map.of(0, "PCMU"))),
                                                Map.of("why", "training")),
                                        SECOND))
                        .recording();
        desk.turn();
        MemorySegment slot = MemorySegment.ofArray(new byte[172]);
        RtpPacket packet = new RtpPacket();
        for (int i = 0; i < 50 * seconds; i++) {
            slot.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x80);
            assertThat(packet.wrap(slot, 172)).isTrue();
            packet.sequence(i);
            packet.timestamp(960 * i);
            packet.payloadType(111);
            slot.set(ValueLayout.JAVA_BYTE, 12, (byte) 0x78); // one frame of 20 ms
            recording.tap(0).packet(packet, 172, clock.get());
            packet.timestamp(160 * i);
            packet.payloadType(0);
            recording.tap(1).packet(packet, 172, clock.get());
            clock.addAndGet(SECOND / 50);
            desk.turn();
        }
        if (ends) {
            recording.stop(clock.get());
            desk.turn();
        }
    }

    private int mend() {
        return new CutRecordings(folder, BEGAN).mend();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> String.valueOf(each.getFileName())).sorted().toList();
        }
    }

    private Shelved only() {
        List<Shelved> all = shelf.list(null, 9, _ -> true).recordings();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static void lose(Path file, int bytes) throws IOException {
        byte[] all = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(all, all.length - bytes));
        age(file);
    }

    @Test
    void itIsListedWithWhatIsThereOfIt() throws IOException {
        killed(RecordingFormat.WAV, "one");
        assertThat(names()).containsExactly("one.json.part", "one.wav.part");
        lose(folder.resolve("one.wav.part"), 3);

        assertThat(mend()).isEqualTo(1);
        assertThat(names()).containsExactly("one.json", "one.wav");
        Shelved one = only();
        assertThat(one.callId()).isEqualTo("c@x");
        assertThat(one.begun()).isEqualTo(Instant.parse("1970-01-01T00:00:11Z"));
        assertThat(one.cut()).isTrue();
        assertThat(one.ended()).contains("in the middle");
        assertThat(one.durationMs()).isBetween(7_000L, 8_500L); // sound waits two seconds
        assertThat(one.files()).extracting(Part::kind).containsExactly(".wav");
        assertThat(Files.readString(folder.resolve("one.json"))).contains("training");
        assertThat(mend()).isZero();
    }

    @Test
    void aWavTellsTheLengthThatItHas() throws IOException {
        killed(RecordingFormat.WAV, "one");
        Path part = folder.resolve("one.wav.part");
        byte[] grown = Files.readAllBytes(part);
        byte[] more = Arrays.copyOf(grown, grown.length + 4_003); // the header was not reached
        Files.write(part, more);
        age(part);
        mend();
        ByteBuffer wav =
                ByteBuffer.wrap(Files.readAllBytes(folder.resolve("one.wav")))
                        .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(wav.limit()).isEqualTo(grown.length + 4_000);
        assertThat(wav.getInt(4)).isEqualTo(wav.limit() - 8);
        assertThat(wav.getInt(40)).isEqualTo(wav.limit() - 44);
        assertThat(only().durationMs()).isEqualTo((wav.limit() - 44) / 4 * 1000L / 16_000);
    }

    @Test
    void anOggStreamEndsWithItsLastWholePage() throws IOException {
        killed(RecordingFormat.OGG, "one");
        lose(folder.resolve("one-caller.opus.part"), 7);
        assertThat(mend()).isEqualTo(1);
        assertThat(names()).containsExactly("one-callee.wav", "one-caller.opus", "one.json");
        ByteBuffer ogg =
                ByteBuffer.wrap(Files.readAllBytes(folder.resolve("one-caller.opus")))
                        .order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        int flags = 0;
        long granule = 0;
        while (at < ogg.limit()) {
            assertThat(ogg.getInt(at)).isEqualTo(0x5367674f);
            assertThat(flags & 4).isZero();
            flags = ogg.get(at + 5);
            granule = ogg.getLong(at + 6);
            int segments = ogg.get(at + 26) & 0xff;
            int length = 27 + segments;
            for (int i = 0; i < segments; i++) {
                length += ogg.get(at + 27 + i) & 0xff;
            }
            at += length;
        }
        assertThat(at).isEqualTo(ogg.limit());
        assertThat(flags & 4).isEqualTo(4);
        assertThat(granule / 48).isBetween(5_000L, 9_000L);
    }

    @Test
    void aCaptureLosesItsHalfPacket() throws IOException {
        killed(RecordingFormat.PCAP, "one");
        Path part = folder.resolve("one.pcap.part");
        long whole = Files.size(part);
        lose(part, 50);
        mend();
        assertThat(Files.size(folder.resolve("one.pcap"))).isEqualTo(whole - 216);
        assertThat(only().durationMs()).isEqualTo(9_980);
    }

    @Test
    void filesThatWereWholeAlreadyAreItsToo() throws IOException {
        killed(RecordingFormat.OGG, "one");
        Files.move(folder.resolve("one-callee.wav.part"), folder.resolve("one-callee.wav"));
        Files.move(folder.resolve("one-caller.opus.part"), folder.resolve("one-caller.opus"));
        assertThat(mend()).isEqualTo(1);
        assertThat(only().files()).hasSize(2);
        assertThat(names()).doesNotContain("one.json.part");
    }

    @Test
    void anEarlierOneOfThatNameStays() throws IOException {
        Path earlier = folder.resolve("one.wav");
        record(folder, RecordingFormat.WAV, "one", 1, true);
        byte[] before = Files.readAllBytes(earlier);
        killed(RecordingFormat.WAV, "one");
        assertThat(mend()).isEqualTo(1);
        assertThat(Files.readAllBytes(earlier)).isEqualTo(before);
        assertThat(names()).containsExactly("one-cut1.json", "one-cut1.wav", "one.json", "one.wav");
        assertThat(shelf.list(null, 9, _ -> true).recordings())
                .extracting(Shelved::cut)
                .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void oneOfWhichNothingIsToldIsListedAllTheSame() throws IOException {
        killed(RecordingFormat.WAV, "one");
        Files.delete(folder.resolve("one.json.part"));
        assertThat(mend()).isEqualTo(1);
        Shelved one = only();
        assertThat(one.callId()).isEmpty();
        assertThat(one.begun()).isEqualTo(Instant.ofEpochMilli(BEGAN - 60_000 - one.durationMs()));
    }

    @Test
    void whatStillGrowsIsLeftAlone() throws IOException {
        record(folder, RecordingFormat.WAV, "mine", 1, false);
        for (String each : names()) {
            age(folder.resolve(each));
        }
        killed(RecordingFormat.WAV, "young");
        Files.setLastModifiedTime(folder.resolve("young.wav.part"), FileTime.fromMillis(BEGAN + 1));
        assertThat(mend()).isZero();
        assertThat(names())
                .containsExactly(
                        "mine.json.part", "mine.wav.part", "young.json.part", "young.wav.part");
    }

    @Test
    void aFolderThatIsNotThereIsNoTrouble() {
        assertThat(new CutRecordings(place.resolve("later"), BEGAN).mend()).isZero();
    }

    /// Whatever the disk has lost: nothing is thrown, and what is listed can be listed.
    @ParameterizedTest
    @EnumSource
    void anyDamageIsBorne(RecordingFormat format) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        killed(format, "whole");
        for (int i = 0; i < 60; i++) {
            for (String each : names()) {
                if (each.startsWith("whole")) {
                    byte[] bytes = Files.readAllBytes(folder.resolve(each));
                    byte[] left = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
                    for (int n = random.nextInt(4); n > 0 && left.length > 0; n--) {
                        left[random.nextInt(Math.min(left.length, 60))] = (byte) random.nextInt();
                    }
                    Path copy = folder.resolve(each.replace("whole", "d" + i));
                    Files.write(copy, left);
                    age(copy);
                }
            }
        }
        int mended = mend();
        RecordingShelf.Page page = shelf.list(null, 200, _ -> true);
        assertThat(page.recordings()).hasSize(mended).hasSizeGreaterThan(10);
        assertThat(page.recordings()).allMatch(each -> each.durationMs() >= 0);
    }
}
