package jackfield.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.sip.message.Message;
import jackfield.sip.message.Method;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two transaction layers, a bad network, a seed: whatever happens, every transaction ends, whoever
/// asked learns how, and nothing is left behind.
class TransactionSimulationTest {
    private static final Endpoint A = Endpoint.ipv4(0xc0000201, 5060);
    private static final Endpoint B = Endpoint.ipv4(0xc6336401, 5060);
    private static final int STEPS = 200_000;

    private final VirtualClock clock = new VirtualClock();
    private long connections = 10;

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("jackfield.seeds", 1_000));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyTransactionEndsOverDatagrams(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        VirtualNetwork<Message> network =
                new VirtualNetwork<Message>(clock, random.split())
                        .loss(random.nextDouble(0.4))
                        .duplicate(random.nextDouble(0.2))
                        .delayMillis(1, random.nextLong(2, 3_000));
        SimulatedAgent one = agent(random, network, new Flow(1, Transport.UDP, A, B));
        SimulatedAgent other = agent(random, network, new Flow(1, Transport.UDP, B, A));
        traffic(random, one);
        traffic(random, other);
        clock.runUntilIdle(STEPS);
        one.checkIdle();
        other.checkIdle();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyTransactionEndsOverConnectionsThatBreak(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        VirtualNetwork<Message> network =
                new VirtualNetwork<Message>(clock, random.split())
                        .delayMillis(1, random.nextLong(2, 3_000));
        SimulatedAgent one = agent(random, network, new Flow(9, Transport.WSS, A, B));
        SimulatedAgent other = agent(random, network, new Flow(9, Transport.WSS, B, A));
        traffic(random, one);
        traffic(random, other);
        for (int i = random.nextInt(3); i > 0; i--) {
            clock.after(
                    random.nextLong(60_000_000_000L),
                    () -> {
                        network.cut(A, B);
                        long id = connections++;
                        one.losesItsConnection(new Flow(id, Transport.WSS, A, B));
                        other.losesItsConnection(new Flow(id, Transport.WSS, B, A));
                    });
        }
        clock.runUntilIdle(STEPS);
        one.checkIdle();
        other.checkIdle();
    }

    @Test
    void aPerfectNetworkFailsNobodyAndADeadOneEverybody() {
        for (double loss : new double[] {0, 1}) {
            SplittableRandom random = new SplittableRandom(7);
            VirtualClock own = new VirtualClock();
            VirtualNetwork<Message> network =
                    new VirtualNetwork<Message>(own, random.split()).loss(loss);
            SimulatedAgent one =
                    new SimulatedAgent(own, random, network, new Flow(1, Transport.UDP, A, B));
            SimulatedAgent other =
                    new SimulatedAgent(own, random, network, new Flow(1, Transport.UDP, B, A));
            for (int i = 0; i < 50; i++) {
                one.asks(Method.INVITE);
            }
            own.runUntilIdle(STEPS);
            one.checkIdle();
            other.checkIdle();
            assertThat(one.failedRequests()).isEqualTo(loss == 0 ? 0 : 50);
            assertThat(one.answeredCalls() > 0).isEqualTo(loss == 0);
        }
    }

    private SimulatedAgent agent(
            SplittableRandom random, VirtualNetwork<Message> network, Flow flow) {
        return new SimulatedAgent(clock, random.split(), network, flow);
    }

    private void traffic(SplittableRandom random, SimulatedAgent agent) {
        for (int i = 0; i < 6; i++) {
            Method method = random.nextBoolean() ? Method.INVITE : Method.OPTIONS;
            clock.after(random.nextLong(60_000_000_000L), () -> agent.asks(method));
            clock.after(random.nextLong(60_000_000_000L), agent::cancelsSomething);
        }
    }
}
