package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.roles.proxy.CallView;
import jackfield.roles.relay.Relay;
import jackfield.roles.relay.Talk;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every call ends and nothing is left, whatever the network does. A failure names its seed.
class SimulationTest {
    private static final long SECOND = Ladder.SECOND;
    private static final List<String> USERS = List.of("alice", "bob", "carol");

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    private static Simulation phones(long seed, @Nullable Relay relay) {
        Simulation simulation = new Simulation(seed, 0.1, relay);
        for (int i = 0; i < 6; i++) {
            String user = USERS.get(i % 3);
            simulation.phone(
                    user,
                    i % 2 == 0
                            ? Ladder.udpFlow(Endpoint.parse("10.0.1." + (i + 1) + ":5060"))
                            : simulation.node.webSocket(42_000 + i));
        }
        for (SimulatedPhone phone : simulation.phones) {
            phone.register();
        }
        simulation.run(40 * SECOND);
        for (int i = 0; i < 40; i++) {
            SimulatedPhone phone =
                    simulation.phones.get(simulation.random.nextInt(simulation.phones.size()));
            String callee =
                    simulation.random.nextInt(8) == 0
                            ? "9999"
                            : USERS.get(simulation.random.nextInt(3));
            simulation.after(
                    simulation.random.nextLong(120 * SECOND),
                    () -> {
                        if (!phone.vanished) {
                            phone.call(callee);
                        }
                    });
        }
        return simulation;
    }

    private static void assertNothingIsLeft(Simulation simulation) {
        SignallingCore core = simulation.node.core;
        assertThat(core.calls()).as("calls").isEmpty();
        assertThat(core.transactionCount()).as("transactions").isZero();
        assertThat(core.forwardCount()).as("contexts").isZero();
        assertThat(simulation.node.relay.forks).as("legs").isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyCallEndsWhateverTheNetworkDoes(long seed) {
        Simulation simulation = phones(seed, null);
        simulation.run(600 * SECOND);

        assertThat(simulation.phones).allMatch(phone -> phone.registered);
        assertThat(simulation.phones.stream().mapToInt(phone -> phone.answered).sum())
                .as("answered calls")
                .isGreaterThan(5);
        assertNothingIsLeft(simulation);
        assertThat(simulation.phones).allMatch(phone -> phone.open() == 0);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyLegAndPortOfTheRealRelayIsGivenBack(long seed) {
        Talk media = new Talk();
        Simulation simulation = phones(seed, media.relay);
        simulation.run(600 * SECOND);

        assertThat(simulation.phones.stream().mapToInt(phone -> phone.answered).sum())
                .as("answered calls")
                .isGreaterThan(5);
        assertNothingIsLeft(simulation);
        assertThat(simulation.phones).allMatch(phone -> phone.open() == 0);
        assertThat(media.relay.callIds()).isEmpty();
        assertThat(media.shard.plans).isEmpty();
        assertThat(media.sockets.bound).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPhoneThatVanishesLeavesNothingOnceItsSilenceIsNoticed(long seed) {
        Simulation simulation = phones(seed, null);
        for (int i = 0; i < 3; i++) {
            SimulatedPhone phone = simulation.phones.get(simulation.random.nextInt(6));
            simulation.after(
                    simulation.random.nextLong(150 * SECOND),
                    () -> {
                        if (!phone.vanished) {
                            phone.vanished = true;
                            if (phone.flow.transport().reliable()) {
                                simulation.breaks(phone);
                            }
                        }
                    });
        }
        simulation.run(600 * SECOND);
        simulation.node.core.calls().stream().map(CallView::callId).forEach(simulation::mediaLost);
        simulation.run(700 * SECOND);

        assertNothingIsLeft(simulation);
    }
}
