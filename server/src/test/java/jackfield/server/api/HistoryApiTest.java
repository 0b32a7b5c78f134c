package jackfield.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.records.SavedCallRecord;
import jackfield.server.identity.SessionTokens;
import jackfield.store.CallRecordTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A user's history, out of the real table.
class HistoryApiTest {
    @TempDir Path folder;
    private final SessionTokens tokens = new SessionTokens(new byte[32], account -> account);
    private final String alice = "Bearer " + tokens.make("alice", 100);
    private CallRecordTable table;
    private HistoryApi api;
    private int made;

    @BeforeEach
    void open() {
        table = CallRecordTable.open(folder.resolve("jackfield.db"));
        api =
                new HistoryApi(
                        new UserAccess(tokens, new SessionViewOfAlice()),
                        new HistoryView() {
                            @Override
                            public List<SavedCallRecord> records(
                                    CallRecordTable.Question question) {
                                return table.read(question);
                            }

                            @Override
                            public @Nullable String address(String uri) {
                                return uri.endsWith("@example.org") || uri.endsWith("@10.0.0.1")
                                        ? uri.substring(4, uri.indexOf('@')) + "@example.org"
                                        : null;
                            }
                        },
                        "example.org");
    }

    @AfterEach
    void close() {
        table.close();
    }

    private void call(String from, String to, @Nullable String user, boolean answered) {
        long at = 1_000_000 + 10_000L * ++made;
        table.write(
                List.of(
                        new SavedCallRecord(
                                "r" + made,
                                "c" + made,
                                from,
                                to,
                                user,
                                "",
                                null,
                                at,
                                0,
                                answered ? at + 1_000 : 0,
                                at + 5_000,
                                answered ? 200 : 486,
                                "callee",
                                answered ? "callee hung up" : "486 Busy Here",
                                answered ? "answered" : "busy",
                                "",
                                "",
                                SavedCallRecord.Quality.NONE,
                                "",
                                null)));
    }

    private JsonNode history(Map<String, String> query) {
        Answer answer = api.calls(alice, query::get);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("calls").forEach(call -> ids.add(call.path("id").asString()));
        return ids;
    }

    @Test
    void onesOwnCallsAreSeenFromOnesOwnSide() {
        call("sip:alice@example.org", "sip:bob@10.0.0.1", "alice@example.org", false);
        call("sip:+4930123@trunk.example", "sip:alice@10.0.0.1", null, false);
        call("sip:bob@example.org", "sip:alice@example.org", "bob@example.org", true);
        JsonNode calls = history(Map.of()).path("calls");
        assertThat(ids(history(Map.of()))).containsExactly("r3", "r2", "r1");
        assertThat(calls.path(0).path("seconds").asInt()).isEqualTo(4);
        assertThat(calls.path(1).path("missed").asBoolean()).isTrue();
        assertThat(calls.path(1).path("with").asString()).isEqualTo("sip:+4930123@trunk.example");
        assertThat(calls.path(2).path("direction").asString()).isEqualTo("outgoing");
        assertThat(calls.path(2).path("with").asString()).isEqualTo("sip:bob@example.org");
        assertThat(calls.path(2).path("words").asString()).contains("busy");

        assertThat(ids(history(Map.of("only", "missed")))).containsExactly("r2");
        assertThat(ids(history(Map.of("only", "answered")))).containsExactly("r3");
        assertThat(ids(history(Map.of("only", "outgoing")))).containsExactly("r1");
    }

    @Test
    void anotherOfTheSameNameIsSomebodyElse() {
        call("sip:bob@example.org", "sip:alice@other.example", "bob@example.org", true);
        call("sip:alice@other.example", "sip:x@else.example", "alice@other.example", true);
        call("sip:alice@example.org", "sip:bob@example.org", null, true); // nobody proved it
        assertThat(ids(history(Map.of()))).isEmpty();
    }

    @Test
    void pagesFollowEachOther() {
        for (int i = 0; i < 5; i++) {
            call("sip:bob@example.org", "sip:alice@example.org", "bob@example.org", true);
        }
        JsonNode first = history(Map.of("limit", "2"));
        assertThat(ids(first)).containsExactly("r5", "r4");
        JsonNode second = history(Map.of("limit", "2", "before", first.path("next").asString()));
        assertThat(ids(second)).containsExactly("r3", "r2");
        JsonNode third = history(Map.of("limit", "2", "before", second.path("next").asString()));
        assertThat(ids(third)).containsExactly("r1");
        assertThat(third.path("next").isNull()).isTrue();
    }

    @Test
    void anotherKindIsAMistake() {
        assertThat(api.calls(alice, Map.of("only", "x")::get).status()).isEqualTo(400);
    }

    private static final class SessionViewOfAlice implements SessionView {
        @Override
        public boolean isPassword(String account, String password) {
            return false;
        }

        @Override
        public boolean isUser(String account) {
            return account.equals("alice");
        }

        @Override
        public String home() {
            return "example.org";
        }

        @Override
        public long now() {
            return 1;
        }

        @Override
        public long seconds() {
            return 1;
        }
    }
}
