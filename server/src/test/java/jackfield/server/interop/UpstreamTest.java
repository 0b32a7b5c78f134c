package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.Kamailio;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Registrations at registrars above us: Kamailio knows the passwords, another Kamailio is told.
@Tag("interop")
@Timeout(value = 280, unit = TimeUnit.SECONDS)
class UpstreamTest {
    private static final int ZOE_HZ = 600;
    private static final int CAROL_HZ = 1100;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Map<String, String> USERS = Map.of("zoe", "zoes", "carol", "carols");

    @TempDir Path folder;
    private final String here = Addresses.next();
    private final String decides = Addresses.next();
    private final String told = Addresses.next();
    private Kamailio pbx;
    private Node node;

    /// Nobody here knows zoe: only the PBX does.
    @BeforeEach
    void start() throws IOException {
        Path data = folder.resolve("data");
        Files.createDirectories(data);
        Files.writeString(
                data.resolve("jackfield.yaml"),
                """
                registrar:
                  probe: 1s
                  expires:
                    min: 5s
                  upstreams:
                    - uri: sip:%s
                      mode: authenticate
                    - uri: sip:%s
                      mode: mirror
                      expires: 60s
                      accounts:
                        zoe: {user: 1001, password: of-1001}
                """
                        .formatted(decides, told));
        pbx = Kamailio.start(folder.resolve("pbx"), decides, USERS);
        node = Node.start(folder, here, Map.of());
    }

    @AfterEach
    void stop() {
        node.close();
        pbx.close();
    }

    private Baresip phone(String user, String password, String registrar, int toneHz, String more) {
        String account =
                "<sip:%s@%s>;auth_pass=%s;audio_codecs=PCMU/8000/1%s"
                        .formatted(user, registrar, password, more);
        return Baresip.start(
                folder.resolve("baresip-" + user + "-" + toneHz),
                new Baresip.Setup(account, Addresses.next(), toneHz, Map.of()));
    }

    private Baresip registered(
            String user, String password, String registrar, int toneHz, String more) {
        Baresip phone = phone(user, password, registrar, toneHz, more);
        try {
            phone.awaitRegistered();
        } catch (AssertionError e) {
            phone.close();
            throw e;
        }
        return phone;
    }

    private JsonNode registrations() {
        return JsonMapper.shared().readTree(node.api("/api/registrations"));
    }

    private JsonNode at(String mode) {
        for (JsonNode one : registrations().path("upstreams")) {
            if (one.path("mode").asString("").equals(mode)) {
                return one;
            }
        }
        return JsonMapper.shared().createObjectNode();
    }

    private void awaitState(String mode, String state) {
        Patience.until(
                mode + " is " + state,
                LIMIT,
                () -> at(mode).path("state").asString("").equals(state),
                () -> registrations().toPrettyString());
    }

    private static void talk(Baresip caller, int callerHz, Baresip callee, int calleeHz) {
        caller.await("CALL_ESTABLISHED");
        caller.awaitTone(calleeHz);
        callee.awaitTone(callerHz);
        caller.hangUp();
        callee.await("CALL_CLOSED");
    }

    @Test
    void whomThePbxKnowsIsRegisteredThereWithOurContactAndCalledThroughUs() {
        try (Baresip zoe = registered("zoe", "zoes", here, ZOE_HZ, ";regint=300;answermode=auto");
                Baresip carol = registered("carol", "carols", decides, CAROL_HZ, ";regint=300")) {
            assertThat(pbx.location()).containsPattern("sip:[A-Za-z0-9_-]{10,}@" + here);
            awaitState("authenticate", "registered");
            assertThat(node.tool("registrations")).contains("zoe@", "authenticate", "registered");
            Patience.until(
                    "the round trip of a contact that is asked",
                    LIMIT,
                    () ->
                            registrations().path("registrations").path(0).path("rttMs").asDouble(0)
                                    > 0,
                    () -> registrations().toPrettyString());
            carol.dial("sip:zoe@" + decides);
            talk(carol, CAROL_HZ, zoe, ZOE_HZ);
        }
    }

    @Test
    void whomWeDontKnowIsCalledByThePbxOfTheCaller() {
        try (Baresip zoe = registered("zoe", "zoes", here, ZOE_HZ, ";regint=300");
                Baresip carol =
                        registered(
                                "carol",
                                "carols",
                                decides,
                                CAROL_HZ,
                                ";regint=300;answermode=auto")) {
            zoe.dial("sip:carol@" + here);
            talk(zoe, ZOE_HZ, carol, CAROL_HZ);
        }
    }

    @Test
    void aWrongPasswordIsRefusedAndNotKept() {
        try (Baresip zoe = phone("zoe", "wrong", here, ZOE_HZ, ";regint=300")) {
            Patience.until(
                    "a refusal",
                    LIMIT,
                    () -> zoe.output().contains(" 401 ") || zoe.output().contains(" 403 "),
                    zoe::output);
            assertThat(registrations().path("registrations")).isEmpty();
            assertThat(pbx.location()).doesNotContain("zoe");
            assertThat(at("mirror").isEmpty()).isTrue();
        }
    }

    @Test
    void aPbxThatIsAwayIsShownAndComesBack() {
        try (Baresip zoe = registered("zoe", "zoes", here, ZOE_HZ, ";regint=10")) {
            pbx.close();
            Patience.until(
                    "failure with a reason",
                    LIMIT,
                    () ->
                            at("authenticate").path("state").asString("").equals("failed")
                                    && !at("authenticate").path("reason").asString("").isEmpty()
                                    && at("authenticate").path("nextTrySeconds").asLong(0) > 0,
                    () -> registrations().toPrettyString());
            pbx = Kamailio.start(folder.resolve("pbx"), decides, USERS);
            Patience.until(
                    "registration after the phone tries again",
                    Duration.ofSeconds(120),
                    () -> at("authenticate").path("state").asString("").equals("registered"),
                    () -> registrations().toPrettyString() + zoe.output());
            assertThat(pbx.location()).contains("zoe");
        }
    }

    @Test
    void aMirrorHasTheUserByOurAccountAndCallsComeBackFromThere() {
        Map<String, String> accounts = Map.of("1001", "of-1001", "dora", "doras");
        try (Baresip zoe = registered("zoe", "zoes", here, ZOE_HZ, ";regint=300;answermode=auto")) {
            // It is not there yet: tried again with back-off until it is.
            Patience.until(
                    "a mirror that failed and is tried again",
                    LIMIT,
                    () ->
                            at("mirror").path("state").asString("").equals("failed")
                                    && at("mirror").path("nextTrySeconds").asLong(-1) >= 0,
                    () -> registrations().toPrettyString());
            try (Kamailio mirror = Kamailio.start(folder.resolve("mirror"), told, accounts)) {
                awaitState("mirror", "registered");
                assertThat(mirror.location())
                        .contains("1001")
                        .containsPattern("sip:[A-Za-z0-9_-]{10,}@" + here);
                try (Baresip dora = registered("dora", "doras", told, CAROL_HZ, ";regint=300")) {
                    dora.dial("sip:1001@" + told);
                    talk(dora, CAROL_HZ, zoe, ZOE_HZ);
                }
            }
        }
    }
}
