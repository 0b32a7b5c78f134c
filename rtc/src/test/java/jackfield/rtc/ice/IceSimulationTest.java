package jackfield.rtc.ice;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A seed, a bad network, and what must be true whatever happens.
class IceSimulationTest {
    static LongStream fiveHundredSeeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest
    @MethodSource("fiveHundredSeeds")
    void twoAgentsAgreeOnAPathWhateverTheNetworkDoes(long seed) {
        Random choice = new Random(seed);
        VirtualNetwork network = new VirtualNetwork(seed);
        network.loss = choice.nextDouble() * 0.25;
        network.doubled = choice.nextDouble() * 0.1;
        network.slowestMs = 1 + choice.nextInt(200);

        VirtualNetwork.Party server = server(network, choice);
        VirtualNetwork.Party client = client(network, choice, server);
        client.learns(server);
        client.learnsCandidatesOf(server);
        network.advance(choice.nextInt(2)); // the client may be early
        server.learns(client);
        // R17: there may be no candidates, then or ever; but a lite agent does not call first.
        if (client.agent.mode() == IceMode.LITE || choice.nextBoolean()) {
            network.advance(choice.nextInt(2));
            server.learnsCandidatesOf(client);
        }

        assertThat(network.run(60, () -> connected(server) && connected(client)))
                .as("%s %s", server.events, client.events)
                .isTrue();
        network.loss = Math.min(network.loss, 0.03);
        network.advance(15);
        assertThat(server.isSentTo(client)).isTrue();
        assertThat(client.isSentTo(server)).isTrue();
        assertThat(server.agent.role()).isNotEqualTo(client.agent.role());
        int sent = server.sent + client.sent;
        network.advance(600);
        assertThat(connected(server) && connected(client)).as("consent is renewed").isTrue();
        assertThat(server.sent + client.sent - sent)
                .as("renewing consent costs a check and an answer each way every 5 s, no more")
                .isBetween(40, 2 * 2 * 150 + 40);
        assertThat(server.count(IceOutput.ConsentLost.class)).isZero();
    }

    static LongStream twoHundredSeeds() {
        return LongStream.range(1_000, 1_200);
    }

    @ParameterizedTest
    @MethodSource("twoHundredSeeds")
    void aRestartRecoversWhateverHappenedBefore(long seed) {
        Random choice = new Random(seed);
        VirtualNetwork network = new VirtualNetwork(seed);
        VirtualNetwork.Party server =
                network.party(IceMode.FULL, IceRole.CONTROLLED, "198.51.100.1:40000");
        VirtualNat nat = new VirtualNat(Endpoint.parse("203.0.113.9:0"), choice.nextBoolean());
        VirtualNetwork.Party client =
                network.party(IceMode.FULL, IceRole.CONTROLLING, "192.168.1.5:50000", nat);
        for (int round = 0; round < 4; round++) {
            boolean byServer = choice.nextBoolean();
            VirtualNetwork.Party offerer = byServer ? server : client;
            VirtualNetwork.Party answerer = byServer ? client : server;
            if (round > 0) {
                offerer.restarts(IceRole.CONTROLLING);
                answerer.restarts(IceRole.CONTROLLED);
            }
            network.loss = choice.nextDouble() * 0.2;
            answerer.learns(offerer);
            network.advance(choice.nextInt(3)); // the answer travels
            offerer.learns(answerer);
            client.learnsCandidatesOf(server);
            int selections = round + 1;
            assertThat(
                            network.run(
                                    60,
                                    () ->
                                            selected(server) >= selections
                                                    && selected(client) >= selections
                                                    && server.isSentTo(client)
                                                    && client.isSentTo(server)))
                    .as("round %d: %s %s", round, server.events, client.events)
                    .isTrue();
            network.advance(20);
            switch (choice.nextInt(4)) {
                case 0 -> nat.reboot();
                case 1 -> network.cut = true;
                case 2 -> network.loss = 0.9;
                default -> {}
            }
            network.advance(choice.nextInt(50));
            network.cut = false;
        }
    }

    private static VirtualNetwork.Party server(VirtualNetwork network, Random choice) {
        IceMode mode = choice.nextInt(3) == 0 ? IceMode.LITE : IceMode.FULL;
        IceRole role = choice.nextBoolean() ? IceRole.CONTROLLING : IceRole.CONTROLLED;
        return choice.nextBoolean()
                ? network.party(mode, role, "198.51.100.1:40000")
                : network.party(mode, role, "10.0.0.1:40000", "198.51.100.1:40000");
    }

    private static VirtualNetwork.Party client(
            VirtualNetwork network, Random choice, VirtualNetwork.Party server) {
        // Now and then both claim the same role.
        IceRole role =
                choice.nextInt(4) == 0 ? server.agent.role() : server.agent.role().opposite();
        boolean lite = server.agent.mode() == IceMode.FULL && choice.nextInt(6) == 0;
        VirtualNat nat = lite ? null : nat(choice);
        return nat == null
                ? network.party(lite ? IceMode.LITE : IceMode.FULL, role, "203.0.113.5:50000")
                : network.party(IceMode.FULL, role, "192.168.1.5:50000", nat);
    }

    private static @Nullable VirtualNat nat(Random choice) {
        return choice.nextInt(3) == 0
                ? null
                : new VirtualNat(Endpoint.parse("203.0.113.9:0"), choice.nextBoolean());
    }

    private static long selected(VirtualNetwork.Party party) {
        return party.count(IceOutput.Selected.class);
    }

    private static boolean connected(VirtualNetwork.Party party) {
        return party.agent.state() == IceState.CONNECTED;
    }
}
