package jackfield.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.records.Outcome;
import jackfield.roles.records.SavedCallRecord;
import jackfield.server.api.ConsoleView.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LateCallsTest {
    private final List<SavedCallRecord> ended = new ArrayList<>();

    private void call(int status, String reason, String verdict) {
        long at = 1_000L * (ended.size() + 1);
        ended.addFirst(
                new SavedCallRecord(
                        "id" + at,
                        "c" + at,
                        "sip:a@x",
                        "sip:b@x",
                        null,
                        "",
                        null,
                        at - 500,
                        0,
                        status == 200 ? at - 300 : 0,
                        at,
                        status,
                        "node",
                        reason,
                        status == 200 ? "answered" : Outcome.of(status).word(),
                        "",
                        "",
                        SavedCallRecord.Quality.NONE,
                        verdict,
                        null));
    }

    private LateCalls calls() {
        return new LateCalls(ended);
    }

    @Test
    void reasonsAreCountedTheMostFrequentFirst() {
        call(404, "404 Not Found", "");
        call(503, "503 Service Unavailable", "");
        call(503, "503 Service Unavailable", "");
        call(486, "486 Busy Here", "");
        call(200, "hung up", "");
        assertThat(calls().reasons())
                .containsExactly(
                        new Reason("failed", "503 Service Unavailable", 2, "c3000", 3000),
                        new Reason("unreachable", "404 Not Found", 1, "c1000", 1000));
        assertThat(LateCalls.since(ended, 2_000).reasons()).hasSize(1);
    }

    @Test
    void whereMostCallsFailItIsSaid() {
        for (int i = 0; i < 5; i++) {
            call(503, "503 Service Unavailable", "");
        }
        assertThat(calls().failing()).as("five calls say nothing").isEmpty();
        for (int i = 0; i < 4; i++) {
            call(200, "hung up", "");
        }
        call(404, "404 Not Found", "");
        assertThat(calls().failing())
                .hasValue(new LateCalls.Share(6, 10, "503 Service Unavailable"));
        call(486, "486 Busy Here", "");
        call(200, "hung up", "");
        assertThat(calls().failing()).as("half of twelve").isEmpty();
    }

    @Test
    void whereManyCallsHaveNoSoundItIsSaid() {
        for (int i = 0; i < 4; i++) {
            call(200, "hung up", "the phone never sent a packet");
        }
        assertThat(calls().silent()).as("four calls say nothing").isEmpty();
        call(200, "hung up", "bad sound");
        assertThat(calls().silent())
                .hasValue(new LateCalls.Share(5, 5, "the phone never sent a packet"));
        for (int i = 0; i < 20; i++) {
            call(200, "hung up", "");
        }
        assertThat(calls().silent()).as("a fifth of them").isEmpty();
    }

    @Test
    void noCallsHaveNothingInCommon() {
        assertThat(calls().reasons()).isEmpty();
        assertThat(calls().failing()).isEmpty();
        assertThat(calls().silent()).isEmpty();
    }
}
