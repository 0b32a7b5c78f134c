package jackfield.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.records.CallRecord;
import jackfield.roles.records.SavedCallRecord;
import jackfield.server.records.Sounding;
import jackfield.server.records.Writing;
import jackfield.store.CallRecordTable;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What media is worth in a record: told, kept in the database, read again.
class RecordJsonTest {
    private static final CallRecord CALL =
            new CallRecord(
                    new CallRecord.Parties(
                            "c1", "sip:a@x", "sip:b@x", null, "udp 192.0.2.9:5060", null),
                    new CallRecord.Times(1, 2, 3, 40_000_000_000L),
                    new CallRecord.Ending(200, CallRecord.By.CALLER, "caller hung up"));

    @TempDir Path folder;

    private static JsonNode json(SavedCallRecord record) {
        JsonMapper mapper = JsonMapper.shared();
        return mapper.readTree(mapper.writeValueAsString(RecordJson.of(record)));
    }

    @Test
    void eachSideIsToldInNumbersAndByCode() {
        JsonNode record =
                json(
                        Writing.saved(
                                CALL,
                                List.of(Sounding.leg("a", 4, 0), Sounding.leg("b", 4, 50)),
                                0));
        JsonNode caller = record.path("sides").path(0);
        JsonNode called = record.path("sides").path(1);

        assertThat(caller.path("mos").asDouble()).isGreaterThan(4.2);
        assertThat(caller.path("lostPercent").asDouble()).isZero();
        assertThat(caller.path("verdictCode").asString()).isEqualTo("fine");
        assertThat(caller.path("out").isNull()).as("it reported nothing").isTrue();
        assertThat(called.path("lostPercent").asDouble()).isEqualTo(20);
        assertThat(called.path("jitterMs").asDouble()).isEqualTo(4);
        assertThat(called.path("roundTripMs").asDouble()).isEqualTo(12);
        assertThat(called.path("lowestMos").asDouble()).isLessThan(3.1);
        assertThat(called.path("verdictCode").asString()).isEqualTo("poor");
        assertThat(called.path("verdictFacts").path("peer").asString()).isEqualTo("phone");
        assertThat(record.path("mos").asString()).startsWith("4.4/");
    }

    @Test
    void theDatabaseKeepsThem() {
        SavedCallRecord record = Writing.saved(CALL, List.of(Sounding.leg("a", 4, 50)), 0);
        try (CallRecordTable table = CallRecordTable.open(folder.resolve("jackfield.db"))) {
            table.write(List.of(record));
            assertThat(table.read(new CallRecordTable.Question(0, null, "c1", false, null, 5)))
                    .containsExactly(record);
            assertThat(table.read(new CallRecordTable.Question(0, null, "c2", false, null, 5)))
                    .isEmpty();
            assertThat(table.latest(List.of("c2", "c1", "c1"))).containsOnlyKeys("c1");
            assertThat(table.latest(List.of())).isEmpty();
        }
    }

    @Test
    void anAttemptThatNobodyAnsweredHasNoSides() {
        CallRecord refused =
                new CallRecord(
                        CALL.parties(),
                        CallRecord.Times.at(5),
                        new CallRecord.Ending(486, CallRecord.By.CALLEE, "486 Busy Here"));
        JsonNode sides = json(Writing.saved(refused, List.of(), 0)).path("sides");
        assertThat(sides.isArray() && sides.isEmpty()).isTrue();
    }
}
