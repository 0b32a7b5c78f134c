package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.roles.proxy.CallView;
import jackfield.roles.proxy.ProxySettings;
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
        return phones(new Simulation(seed, 0.1, relay));
    }

    private static Simulation phones(Simulation simulation) {
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
    void everyCallEndsWhateverTimeTheRelayTakes(long seed) {
        Talk media = new Talk();
        Simulation simulation =
                phones(new Simulation(seed, 0.1, media.relay, SignallingSettings.DEFAULT, true));
        simulation.run(600 * SECOND);

        assertThat(simulation.phones.stream().mapToInt(phone -> phone.answered).sum())
                .as("answered calls")
                .isGreaterThan(5);
        assertNothingIsLeft(simulation);
        assertThat(simulation.node.slowRelay.waiting()).isZero();
        assertThat(simulation.phones).allMatch(phone -> phone.open() == 0);
        assertThat(media.relay.callIds()).isEmpty();
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

    // Attempts, servers, redirections, restarts

    private static final SignallingSettings OUTSIDE = outside();

    private static SignallingSettings outside() {
        SignallingSettings usual = SignallingSettings.DEFAULT;
        ProxySettings proxy = ProxySettings.DEFAULT;
        return new SignallingSettings(
                usual.timers(),
                usual.transactions(),
                usual.registrations(),
                usual.admission(),
                new ProxySettings(
                        proxy.timerC(),
                        proxy.longestCall(),
                        proxy.mostCalls(),
                        proxy.retryAfterSeconds(),
                        true,
                        true,
                        ProxySettings.Keys.PASS),
                usual.echoUsers(),
                true,
                usual.messages());
    }

    /// Six devices of three users with their preferences, and three servers of two domains outside,
    /// of which one is never there.
    private static Simulation world(long seed, Relay relay) {
        Simulation world = new Simulation(seed, 0.08, relay, OUTSIDE, false);
        world.node.dialsTcp = true;
        for (int i = 0; i < 6; i++) {
            SimulatedPhone phone =
                    world.phone(
                            USERS.get(i % 3),
                            i % 2 == 0
                                    ? Ladder.udpFlow(Endpoint.parse("10.0.1." + (i + 1) + ":5060"))
                                    : world.node.webSocket(42_000 + i));
            phone.parameters = i < 3 ? ";q=1.0" : ";q=0.5";
            phone.register();
        }
        world.phone("one", Ladder.udpFlow(Endpoint.parse("192.0.2.1:5060"))).registered = true;
        world.phone("two", Ladder.tcpFlow(Endpoint.parse("192.0.2.2:5060"))).registered = true;
        world.dns
                .srv("_sip._udp.mixed.test", 1, "dead.test")
                .srv("_sip._udp.mixed.test", 2, "one.test")
                .srv("_sip._tcp.stream.test", 1, "two.test")
                .srv("_sip._tcp.stream.test", 1, "dead.test")
                .address("one.test", "192.0.2.1")
                .address("two.test", "192.0.2.2")
                .address("dead.test", "192.0.2.3");
        world.elsewhere =
                List.of(
                        "<sip:carol@example.org>",
                        "<sip:x@mixed.test>",
                        "<sip:x@stream.test>",
                        "<sip:nobody@nowhere.test>",
                        "<sip:x@abc.invalid>");
        return world;
    }

    private static void callsOf(Simulation world, int count) {
        List<String> places =
                List.of(
                        "sip:alice@example.org",
                        "sip:bob@example.org",
                        "sip:carol@example.org",
                        "sip:x@mixed.test",
                        "sip:x@stream.test",
                        "sip:x@nowhere.test");
        for (int i = 0; i < count; i++) {
            SimulatedPhone phone = world.phones.get(world.random.nextInt(6));
            String place = places.get(world.random.nextInt(places.size()));
            world.after(
                    world.random.nextLong(180 * SECOND),
                    () -> {
                        if (!phone.vanished) {
                            phone.callUri(place, "somebody");
                        }
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyCallerHearsHowItsCallEndedWhereverItWent(long seed) {
        Talk media = new Talk();
        Simulation world = world(seed, media.relay);
        world.run(40 * SECOND);
        callsOf(world, 60);
        world.run(900 * SECOND);

        assertThat(world.phones.stream().mapToInt(phone -> phone.answered).sum())
                .as("answered calls")
                .isGreaterThan(10);
        assertThat(world.phones).allMatch(phone -> phone.unheard == 0);
        assertThat(world.phones).allMatch(phone -> phone.open() == 0);
        assertThat(world.dns.waiting).as("questions").isZero();
        assertNothingIsLeft(world);
        assertThat(media.relay.callIds()).isEmpty();
        assertThat(media.shard.plans).isEmpty();
        assertThat(media.sockets.bound).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void phonesThatRestartLeaveNothingEither(long seed) {
        Simulation world = world(seed, new RecordingRelay());
        world.run(40 * SECOND);
        callsOf(world, 60);
        for (int i = 0; i < 8; i++) {
            SimulatedPhone phone = world.phones.get(world.random.nextInt(8));
            world.after(world.random.nextLong(200 * SECOND), phone::restart);
        }
        world.run(900 * SECOND);
        // A call of which both sides forgot ends by its silence, or by its length.
        world.node.core.calls().stream().map(CallView::callId).forEach(world::mediaLost);
        world.run(1100 * SECOND);

        assertThat(world.phones).allMatch(phone -> phone.unheard == 0);
        assertNothingIsLeft(world);
    }
}
