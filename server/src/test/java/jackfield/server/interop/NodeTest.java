package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.Baresip;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The node as its operator sees it: start, restart, stop, and what it shows.
@Tag("interop")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class NodeTest {
    @TempDir Path folder;

    @Test
    void aRestartKeepsUsersAndTheRegistrationsOfUdpPhones() {
        String address = Addresses.next();
        String password;
        try (Node first = Node.start(folder, address, Map.of())) {
            password = first.demoPassword("bob");
            try (Baresip bob =
                    Phones.registered(folder, first, "bob", "udp", 1100, ";answermode=auto")) {
                first.program().terminate();
                first.program().awaitExit(Duration.ofSeconds(60));
                try (Node second = Node.start(folder, address, Map.of())) {
                    assertThat(second.demoPassword("bob")).isEqualTo(password);
                    Patience.until(
                            "the registration of before",
                            Duration.ofSeconds(20),
                            () -> second.api("/api/registrations").contains("bob"),
                            () -> second.api("/api/registrations"));
                    try (Baresip alice =
                            Phones.registered(folder, second, "alice", "udp", 600, "")) {
                        alice.dial("sip:bob@" + address);
                        alice.await("CALL_ESTABLISHED");
                        bob.awaitTone(600);
                    }
                }
            }
        }
    }

    @Test
    void stoppingEndsRunningCallsWithByeAndReleasesThePorts() {
        String address = Addresses.next();
        try (Node node = Node.start(folder, address, Map.of("shutdown.grace", "1s"))) {
            try (Baresip alice = Phones.registered(folder, node, "alice", "udp", 600, "")) {
                alice.dial("sip:9999@" + address);
                alice.await("CALL_ESTABLISHED");
                node.program().terminate();
                alice.await("CALL_CLOSED");
                assertThat(node.program().awaitExit(Duration.ofSeconds(60))).isZero();
            }
            try (Node again = Node.start(folder, address, Map.of())) {
                assertThat(again.get("/healthz", "").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() {
        try (Node node = Node.start(folder, Addresses.next(), Map.of("shutdown.grace", "10m"));
                Baresip alice = Phones.registered(folder, node, "alice", "udp", 600, "")) {
            alice.dial("sip:9999@" + node.address());
            alice.await("CALL_ESTABLISHED");
            node.program().terminate();
            node.program().awaitOutput("once more to end at once");
            assertThat(node.get("/healthz", "").body()).contains("\"active_calls\":1");
            node.program().terminate();
            assertThat(node.program().awaitExit(Duration.ofSeconds(60))).isEqualTo(130);
        }
    }

    @Test
    void secretsBelongToTheirOwnerAndTheApiToTheAdministrator() throws IOException {
        try (Node node = Node.start(folder, Addresses.next(), Map.of())) {
            for (String file : new String[] {"demo-accounts.txt", "admin.token"}) {
                assertThat(
                                PosixFilePermissions.toString(
                                        Files.getPosixFilePermissions(node.data().resolve(file))))
                        .isEqualTo("rw-------");
            }
            assertThat(node.get("/api/calls", "").statusCode()).isEqualTo(401);
            assertThat(node.get("/api/calls", "Bearer wrong").statusCode()).isEqualTo(401);
            assertThat(node.api("/api/calls")).startsWith("{");
            assertThat(node.get("/metrics", "").body())
                    .contains("jackfield_rtp_ports{state=\"free\"}");
            assertThat(node.get("/ca.crt", "").body()).contains("BEGIN CERTIFICATE");
        }
    }

    @Test
    void aCallExplainsItself() {
        try (Node node = Node.start(folder, Addresses.next(), Map.of());
                Baresip alice = Phones.registered(folder, node, "alice", "udp", 600, "")) {
            alice.dial("sip:9999@" + node.address());
            alice.await("CALL_ESTABLISHED");
            alice.awaitTone(600);
            CallReport call = CallReport.only(node);
            assertThat(call.legs()).hasSize(1);
            JsonNode leg = call.legs().getFirst();
            assertThat(leg.path("profile").asString("")).isEqualTo("sip");
            assertThat(leg.path("sdpIn").asString("")).contains("m=audio ");
            assertThat(leg.path("sdpOut").asString("")).contains("m=audio ", node.address());
            assertThat(leg.path("learnt").asString("")).contains(":");
            assertThat(leg.path("signalled").asString("")).contains(":");
            assertThat(leg.path("packetsIn").asLong()).isPositive();
            assertThat(leg.path("packetsOut").asLong()).isPositive();
            assertThat(call.verdict()).isEmpty();
            alice.hangUp();
        }
    }
}
