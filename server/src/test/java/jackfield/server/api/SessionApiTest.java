package jackfield.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.server.identity.SessionTokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SessionApiTest {
    private static final String JSON = "application/json";
    private static final Endpoint HERE = Endpoint.parse("192.0.2.7:40000");
    private static final Endpoint ELSEWHERE = Endpoint.parse("192.0.2.8:40000");
    private static final long MINUTE = 60_000_000_000L;

    private final Town town = new Town();
    private final SessionTokens tokens =
            new SessionTokens(new byte[32], account -> town.isUser(account) ? account : null);
    private final SessionApi api = new SessionApi(tokens, town, Duration.ofHours(1), 3);
    private final UserAccess access = new UserAccess(tokens, town);

    @Test
    void aPasswordIsChangedForATokenThatEnds() {
        JsonNode answer = json(signIn("alice", "right", HERE));
        assertThat(answer.path("domain").asString()).isEqualTo("example.org");
        assertThat(answer.path("expires").asLong()).isEqualTo(4_600);
        String bearer = "Bearer " + answer.path("token").asString();

        assertThat(access.account(bearer)).isEqualTo("alice");
        town.seconds = 4_599;
        assertThat(access.account(bearer)).isEqualTo("alice");
        town.seconds = 4_600;
        assertThat(access.account(bearer)).isNull();
    }

    @Test
    void aUserWhoIsGoneIsNobodyWhateverTheTokenSays() {
        String bearer = "Bearer " + json(signIn("alice", "right", HERE)).path("token").asString();
        town.users.clear();
        Answer answer = access.guarded(bearer, _ -> Answer.ok(Map.of()));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers()).containsKey("www-authenticate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                " alice ",
                "alice@example.org",
                "alice@EXAMPLE.org",
                "sip:alice@example.org"
            })
    void aNameIsWrittenAsPeopleWriteIt(String said) {
        assertThat(json(signIn(said, "right", HERE)).path("account").asString()).isEqualTo("alice");
    }

    @Test
    void aUserOfAnotherDomainKeepsIt() {
        JsonNode answer = json(signIn("carol@other.example", "right", HERE));
        assertThat(answer.path("user").asString()).isEqualTo("carol");
        assertThat(answer.path("domain").asString()).isEqualTo("other.example");
    }

    @Test
    void whoGuessesWaitsAndNobodyElseDoes() {
        for (int i = 0; i < 3; i++) {
            assertThat(signIn("alice", "wrong", HERE).status()).isEqualTo(401);
        }
        assertThat(signIn("alice", "right", HERE).status()).isEqualTo(429);
        assertThat(signIn("alice", "right", ELSEWHERE).status()).isEqualTo(200);
        town.now += MINUTE;
        assertThat(signIn("alice", "right", HERE).status()).isEqualTo(200);
    }

    @Test
    void aFormOfAnotherSiteIsNotRead() {
        byte[] body =
                "{\"user\":\"alice\",\"password\":\"right\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(api.signIn("text/plain", body, HERE).status()).isEqualTo(415);
        assertThat(api.signIn(null, body, HERE).status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"alice\"",
                "{}",
                "{\"user\":\"alice\"}",
                "{\"user\":{},\"password\":[]}",
                "{\"user\":\"\",\"password\":\"x\"}"
            })
    void whatIsNoRequestIs400(String body) {
        assertThat(api.signIn(JSON, body.getBytes(StandardCharsets.UTF_8), HERE).status())
                .isEqualTo(400);
    }

    private Answer signIn(String user, String password, Endpoint from) {
        String body =
                JsonMapper.shared().writeValueAsString(Map.of("user", user, "password", password));
        return api.signIn(JSON, body.getBytes(StandardCharsets.UTF_8), from);
    }

    private static JsonNode json(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    /// Where everybody's password is `right`.
    private static final class Town implements SessionView {
        final Set<String> users = new HashSet<>(Set.of("alice", "carol@other.example"));
        long seconds = 1_000;
        long now = 1;

        @Override
        public boolean isPassword(String account, String password) {
            return users.contains(account) && password.equals("right");
        }

        @Override
        public boolean isUser(String account) {
            return users.contains(account);
        }

        @Override
        public String home() {
            return "example.org";
        }

        @Override
        public long now() {
            return now;
        }

        @Override
        public long seconds() {
            return seconds;
        }
    }
}
