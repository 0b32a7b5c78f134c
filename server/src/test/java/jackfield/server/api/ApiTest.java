package jackfield.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.roles.relay.LegReport;
import jackfield.server.config.DataFolder;
import jackfield.server.identity.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApiTest {
    @TempDir Path folder;
    private Api api;
    private String token;

    @BeforeEach
    void start() throws Exception {
        Secrets secrets = Secrets.of(new DataFolder(folder), new SecureRandom());
        token = secrets.adminToken();
        api = new Api(new AdminAccess(secrets), new OneCall());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer 00",
                "Basic !!",
                "Basic YWRtaW46",
                "Digest x"
            })
    void withoutTheTokenNothingIsShown(String authorization) {
        for (Answer answer :
                List.of(
                        api.calls(authorization),
                        api.call(authorization, "c1"),
                        api.registrations(authorization, null, null, null))) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.headers()).containsKey("www-authenticate");
            assertThat(answer.body()).contains("admin.token").doesNotContain("alice");
        }
    }

    @Test
    void theTokenWorksAsBearerAndAsPasswordOfAdmin() {
        assertThat(api.calls("Bearer " + token).status()).isEqualTo(200);
        assertThat(api.calls("bearer  " + token).status()).isEqualTo(200);
        assertThat(api.calls(basic("admin:" + token)).status()).isEqualTo(200);
        assertThat(api.calls(basic("root:" + token)).status()).isEqualTo(401);
    }

    @Test
    void callsAreListedWithTheirVerdict() {
        Answer answer = api.calls("Bearer " + token);
        assertThat(answer.headers()).containsEntry("cache-control", "no-store");
        JsonNode call = JsonMapper.shared().readTree(answer.body()).path("calls").path(0);
        assertThat(call.path("callId").asString()).isEqualTo("c1");
        assertThat(call.path("state").asString()).isEqualTo("talking");
        assertThat(call.path("started").asString()).isEqualTo("2026-11-21T14:00:00Z");
        assertThat(call.path("legs").asInt()).isEqualTo(1);
        assertThat(call.path("verdict").asString())
                .isEqualTo("192.0.2.9:4000: no audio from alice");
    }

    @Test
    void oneCallIsExplained() {
        Answer answer = api.call("Bearer " + token, "c1");
        JsonNode leg = JsonMapper.shared().readTree(answer.body()).path("legs").path(0);
        assertThat(leg.path("local").asString()).isEqualTo("192.0.2.1:20000");
        assertThat(leg.path("learnt").isNull()).isTrue();
        assertThat(leg.path("lastPacketMsAgo").asLong()).isEqualTo(1500);
        assertThat(leg.path("drops").path("replayed").asLong()).isEqualTo(3);
        assertThat(leg.path("sdpIn").asString()).startsWith("v=0\r\n");
        assertThat(leg.path("dtls").asString()).isEqualTo("none");
    }

    @Test
    void aCallThatIsNotThereIs404() {
        assertThat(api.call("Bearer " + token, "c2").status()).isEqualTo(404);
    }

    @Test
    void registrationsAreListed() {
        JsonNode one =
                JsonMapper.shared()
                        .readTree(api.registrations("Bearer " + token, null, null, null).body())
                        .path("registrations")
                        .path(0);
        assertThat(one.path("user").asString()).isEqualTo("alice@example.org");
        assertThat(one.path("expiresSeconds").asInt()).isEqualTo(55);
    }

    @Test
    void registrationsAreFoundByWhatTheyShow() {
        for (String text : List.of("ALICE", "desk", "192.0.2.9:5062", "")) {
            assertThat(found(text).path("registrations").size()).as(text).isEqualTo(1);
        }
        JsonNode none = found("bob");
        assertThat(none.path("registrations").size()).isZero();
        assertThat(none.path("all").asInt()).isEqualTo(1);
        assertThat(none.path("found").asInt()).isZero();
        JsonNode cut =
                JsonMapper.shared()
                        .readTree(api.registrations("Bearer " + token, null, null, "0").body());
        assertThat(cut.path("registrations").size()).isZero();
        assertThat(cut.path("found").asInt()).isEqualTo(1);
    }

    private JsonNode found(String text) {
        return JsonMapper.shared()
                .readTree(api.registrations("Bearer " + token, null, text, null).body());
    }

    @Test
    void aRegistrationIsDroppedByUser() {
        assertThat(api.drop("Bearer " + token, "alice", null).status()).isEqualTo(200);
        assertThat(api.drop("Bearer " + token, "bob", null).status()).isEqualTo(404);
        assertThat(api.drop(null, "alice", null).status()).isEqualTo(401);
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static final class OneCall implements NodeView {
        @Override
        public boolean hangUp(String id) {
            return id.equals("c1");
        }

        private static final CallView CALL =
                new CallView(
                        "c1",
                        "talking",
                        "sip:alice@example.org",
                        "sip:bob@example.org",
                        1_795_269_600_000L,
                        List.of(
                                new LegReport(
                                        "t1",
                                        "",
                                        "sip",
                                        Objects.requireNonNull(Endpoint.parse("192.0.2.1:20000")),
                                        Endpoint.parse("192.0.2.9:4000"),
                                        null,
                                        "none",
                                        "none",
                                        10,
                                        20,
                                        1000,
                                        2000,
                                        Map.of("replayed", 3L),
                                        1_000_000_000L,
                                        "v=0\r\n",
                                        "",
                                        "no audio from alice")),
                        2_500_000_000L);

        @Override
        public List<CallView> calls() {
            return List.of(CALL);
        }

        @Override
        public Optional<CallView> call(String id) {
            return calls().stream().filter(call -> call.id().equals(id)).findFirst();
        }

        @Override
        public int drop(String user, @Nullable String contact) {
            return user.equals("alice") ? 1 : 0;
        }

        @Override
        public List<UpstreamRegistrationView> upstreams(@Nullable String user) {
            return List.of();
        }

        @Override
        public List<RegistrationView> registrations(@Nullable String user) {
            return List.of(
                    new RegistrationView(
                            "alice@example.org",
                            "sip:alice@192.0.2.9:5062",
                            "udp",
                            "192.0.2.9:5062",
                            3,
                            10,
                            55,
                            12.5,
                            "desk phone",
                            false));
        }
    }
}
