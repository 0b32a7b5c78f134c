package jackfield.server.records;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.records.CallRecord;
import jackfield.roles.records.SavedCallRecord;
import jackfield.store.CallRecordTable;
import jackfield.store.CallRecordTable.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordKeeperTest {
    private static final long NOW = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(NOW));

    @TempDir Path folder;

    private static SavedCallRecord record(int number, String from, boolean answered, long endedMs) {
        return new SavedCallRecord(
                "id%05d".formatted(number),
                "call-" + number,
                from,
                "sip:bob@example.org",
                null,
                "udp 192.0.2.7:5060",
                null,
                endedMs - 5000,
                0,
                answered ? endedMs - 3000 : 0,
                endedMs,
                answered ? 200 : 486,
                "callee",
                answered ? "callee hung up" : "486 Busy Here",
                answered ? "answered" : "busy",
                "",
                "",
                SavedCallRecord.Quality.NONE,
                "",
                null);
    }

    private static SavedCallRecord record(int number) {
        return record(number, "sip:alice@example.org", true, NOW);
    }

    private RecordKeeper keeper(@Nullable RecordFile file, int most) {
        return new RecordKeeper(
                        new RecordKeeper.Places(
                                folder.resolve("jackfield.db"), file, Duration.ofDays(90), most),
                        CLOCK)
                .start();
    }

    private static RecordFile file(Path path) {
        return new RecordFile(path, record -> "{\"callId\":\"" + record.callId() + "\"}");
    }

    private List<String> ids(Question question) {
        try (CallRecordTable table = CallRecordTable.open(folder.resolve("jackfield.db"))) {
            return table.read(question).stream().map(SavedCallRecord::callId).toList();
        }
    }

    @Test
    void whatWasTakenIsWrittenOnceBeforeTheEnd() throws IOException {
        Path lines = folder.resolve("calls.jsonl");
        RecordKeeper keeper = keeper(file(lines), 10_000);
        IntStream.range(0, 500).forEach(i -> keeper.add(record(i)));
        keeper.close();
        assertThat(ids(new Question(0, null, null, false, null, 1000))).hasSize(500);
        assertThat(Files.readAllLines(lines)).hasSize(500).doesNotHaveDuplicates();
        assertThat(keeper.recent("call-499")).isPresent();
        assertThat(keeper.isHealthy()).isTrue();
    }

    @Test
    void whatAnotherProxyRecordsIsRememberedAndNotWritten() {
        SavedCallRecord ours = record(1);
        SavedCallRecord theirs = relayed("call-2", "1");
        try (RecordKeeper keeper = keeper(null, 10)) {
            keeper.add(ours);
            keeper.remember(relayed(ours.callId(), "9"));
            keeper.remember(relayed("call-2", "9"));
            keeper.remember(theirs);
            assertThat(keeper.recent(9)).containsExactly(theirs, ours);
        }
        assertThat(ids(new Question(0, null, null, false, null, 9))).containsExactly("call-1");
    }

    private static SavedCallRecord relayed(String callId, String packets) {
        return new SavedCallRecord(
                "id-" + packets,
                callId,
                "tag a",
                "tag b",
                null,
                CallRecord.RELAYED,
                null,
                NOW,
                0,
                NOW,
                NOW,
                200,
                "caller",
                "its proxy said so",
                "answered",
                "PCMU",
                packets,
                SavedCallRecord.Quality.NONE,
                "",
                null);
    }

    @Test
    void theTableAnswersQuestionsPageByPage() {
        try (CallRecordTable table = CallRecordTable.open(folder.resolve("jackfield.db"))) {
            table.write(
                    List.of(
                            record(1, "sip:alice@example.org", true, NOW - 7_200_000),
                            record(2, "sip:al_ce@example.org", false, NOW - 1000),
                            record(3, "sip:alice@example.org", false, NOW),
                            record(4, "sip:alicex@example.org", true, NOW)));
            table.write(List.of(record(4)));
        }
        assertThat(ids(new Question(0, null, null, false, null, 2)))
                .containsExactly("call-4", "call-3");
        assertThat(ids(new Question(0, null, null, false, "id00003", 2)))
                .containsExactly("call-2", "call-1");
        assertThat(ids(new Question(NOW - 5000, "alice", null, false, null, 9)))
                .containsExactly("call-3");
        assertThat(ids(new Question(0, "al_ce", null, false, null, 9))).containsExactly("call-2");
        assertThat(ids(new Question(0, null, null, true, null, 9)))
                .containsExactly("call-3", "call-2");
    }

    @Test
    void whatIsTooOldIsRemoved() {
        try (CallRecordTable table = CallRecordTable.open(folder.resolve("jackfield.db"))) {
            table.write(
                    List.of(
                            record(1, "sip:a@b", true, NOW - Duration.ofDays(91).toMillis()),
                            record(2, "sip:a@b", true, NOW - Duration.ofDays(89).toMillis())));
        }
        keeper(null, 10).close();
        assertThat(ids(new Question(0, null, null, false, null, 9))).containsExactly("call-2");
    }

    @Test
    void aFileThatCannotBeWrittenHoldsNothingElseBackAndIsBounded() {
        RecordKeeper keeper = keeper(file(folder.resolve("missing").resolve("calls.jsonl")), 5);
        IntStream.range(0, 20).forEach(i -> keeper.add(record(i)));
        keeper.close();
        assertThat(keeper.isHealthy()).isFalse();
        assertThat(keeper.lost()).isGreaterThanOrEqualTo(15);
        assertThat(ids(new Question(0, null, null, false, null, 100))).contains("call-19");
    }

    @Test
    void aNewDayBeginsANewFile() throws IOException {
        Path lines = folder.resolve("calls.jsonl");
        Files.writeString(lines, "old\n");
        Files.setLastModifiedTime(lines, FileTime.from(Instant.parse("2026-11-20T23:59:00Z")));
        file(lines).write(List.of(record(1)));
        assertThat(folder.resolve("calls.jsonl.2026-11-20")).hasContent("old");
        assertThat(Files.readString(lines)).isEqualTo("{\"callId\":\"call-1\"}\n");
    }
}
