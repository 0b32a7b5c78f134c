package jackfield.server.interop;

import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.Sipp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// SIPp, which forgives nothing, registers, calls and is called.
@Tag("interop")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SippTest {
    private static final int CALLS = 3;

    @TempDir static Path folder;
    private static Node node;

    @BeforeAll
    static void start() {
        node = Node.start(folder, Addresses.next(), Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource({"u1,u1", "t1,u1", "u1,t1", "t1,t1"})
    void aPhoneIsCalledOnTheWayItRegistered(String callers, String callees) {
        String name = callers + "-" + callees;
        Party bob = new Party(Addresses.next(), 5060, callees, "bob");
        try (Sipp callee =
                bob.runs(
                        "bob-" + name,
                        SippScenarios.registerAndWait(),
                        SippScenarios.answer(),
                        1,
                        "bob")) {
            awaitRegistered(bob, callee);
            try (Sipp caller = alice(callers).calls("alice-" + name, "bob")) {
                caller.awaitSuccess();
            }
        }
        awaitNoCalls();
    }

    /// It registers from another port than it listens on, and does not ask for `rport`.
    @Test
    void aPhoneIsCalledOnThePortOfItsContact() {
        String host = Addresses.next();
        Party sender = new Party(host, 5062, "u1", "bob");
        try (Sipp register = sender.runs("register", SippScenarios.register(5060), "", 1, "bob")) {
            register.awaitSuccess();
        }
        Party listener = new Party(host, 5060, "u1", "bob");
        try (Sipp callee = listener.runs("listens", SippScenarios.answer(), "", CALLS, "bob");
                Sipp caller = alice("u1").calls("calls-contact", "bob")) {
            caller.awaitSuccess();
            callee.awaitSuccess();
        }
        awaitNoCalls();
    }

    @ParameterizedTest
    @ValueSource(strings = {"u1", "t1"})
    void callsTheEchoTest(String transport) {
        try (Sipp caller = alice(transport).calls("echo-" + transport, "9999")) {
            caller.awaitSuccess();
        }
        awaitNoCalls();
    }

    private static Party alice(String transport) {
        return new Party(Addresses.next(), 5060, transport, "alice");
    }

    /// A SIPp at an address, with a demo user's credentials.
    private record Party(String host, int port, String transport, String user) {
        Sipp calls(String name, String callee) {
            return runs(name, SippScenarios.call(user), "", CALLS, callee);
        }

        Sipp runs(String name, String scenario, String answering, int times, String service) {
            return Sipp.start(
                    folder.resolve("sipp-" + name),
                    name,
                    new Sipp.Setup(
                            scenario,
                            answering,
                            host,
                            port,
                            node.address() + ":5060",
                            transport,
                            times,
                            service,
                            List.of(user, node.demoPassword(user))));
        }
    }

    private static void awaitRegistered(Party party, Sipp sipp) {
        Patience.until(
                "a registration of " + party,
                Duration.ofSeconds(20),
                () -> node.api("/api/registrations").contains(party.host + ":"),
                sipp::logs);
    }

    private static void awaitNoCalls() {
        Phones.noCallStays(node);
    }
}
