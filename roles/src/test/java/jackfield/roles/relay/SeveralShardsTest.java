package jackfield.roles.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.base.Endpoint;
import jackfield.roles.relay.Relay.Passed;
import jackfield.roles.relay.media.LegPlan;
import jackfield.roles.relay.media.LegSnapshot;
import jackfield.roles.relay.media.MediaEvent;
import jackfield.roles.relay.media.MediaPlane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Calls on two media shards: each call on one of them, whole.
class SeveralShardsTest {
    private static final Endpoint FIRST = Talk.MEDIA;
    private static final Endpoint SECOND = Talk.MEDIA.withPort(40_001);

    private final List<Shard> shards = List.of(new Shard(), new Shard());
    private final Talk.Sockets sockets = new Talk.Sockets();
    private final List<String> lost = new ArrayList<>();
    private final PortRange ports =
            new PortRange(30_000, 30_007, Duration.ofSeconds(30), sockets, new SplittableRandom(1));
    private final CallRelay relay =
            new CallRelay(
                    new RelaySettings(100, 7, List.of(FIRST), Talk.OURS),
                    List.of(
                            new RelayShard(shards.getFirst(), on(7, FIRST), ports),
                            new RelayShard(shards.getLast(), on(7, SECOND), ports.by(sockets))),
                    new SplittableRandom(2),
                    new Relay.Events() {
                        @Override
                        public void mediaLost(String call, String why, long at) {
                            lost.add(call);
                        }
                    },
                    Recordings.NONE);
    private long now = 1;

    private static List<LogicalInterface> on(long socket, Endpoint told) {
        return List.of(new LogicalInterface("", socket, List.of(told), null));
    }

    private String offer(String call, LegProfile to) {
        Passed passed =
                relay.offer(
                        new Exchange(call, "alice", null, "z1"),
                        Sdps.bytes(Sdps.phone("0")),
                        LegProfile.SIP,
                        to,
                        now);
        return Talk.text(passed);
    }

    private void answered(String call) {
        offer(call, LegProfile.SIP);
        assertThat(
                        relay.answer(
                                new Exchange(call, "alice", "bob", "z1"),
                                Sdps.bytes(Sdps.phone("0")),
                                now))
                .isInstanceOf(Passed.Rewritten.class);
    }

    @Test
    void allLegsOfACallAreOnOneShardAndTheNextCallOnTheOther() {
        answered("one");
        answered("two");

        for (Shard each : shards) {
            assertThat(each.plans).hasSize(2);
            assertThat(each.plans.values())
                    .extracting(LegPlan::call)
                    .containsOnly(each.plans.values().iterator().next().call());
            List<Long> legs = List.copyOf(each.plans.keySet());
            assertThat(each.patches)
                    .containsEntry(legs.getFirst(), legs.getLast())
                    .containsEntry(legs.getLast(), legs.getFirst());
        }
        Set<Long> numbers = new HashSet<>(shards.getFirst().plans.keySet());
        numbers.addAll(shards.getLast().plans.keySet());
        assertThat(numbers).hasSize(4);
    }

    @Test
    void aBrowserIsToldThePortOfItsCallsShard() {
        String first = offer("one", LegProfile.BROWSER);
        String second = offer("two", LegProfile.BROWSER);

        assertThat(first).contains(" 192.0.2.1 40000 typ host").doesNotContain("40001");
        assertThat(second).contains(" 192.0.2.1 40001 typ host").doesNotContain("40000");
    }

    @Test
    void laterForksStayOnTheShardOfTheirCall() {
        offer("one", LegProfile.SIP);
        Passed fork =
                relay.offer(
                        new Exchange("one", "alice", null, "z2"),
                        Sdps.bytes(Sdps.phone("0")),
                        LegProfile.SIP,
                        LegProfile.BROWSER,
                        now);

        assertThat(Talk.text(fork)).contains(" 192.0.2.1 40000 typ host");
        assertThat(shards.getFirst().plans).hasSize(3);
        assertThat(shards.getLast().plans).isEmpty();
    }

    @Test
    void aCallThatEndsMakesRoomOnItsShard() {
        answered("one");
        answered("two");
        relay.release("two", now);
        assertThat(shards.getLast().plans).isEmpty();
        relay.release("two", now);

        now += Duration.ofSeconds(31).toNanos();
        answered("three");
        assertThat(shards.getLast().plans).hasSize(2);

        relay.release("one", now);
        relay.release("three", now);
        assertThat(shards).allSatisfy(each -> assertThat(each.plans).isEmpty());
        assertThat(sockets.bound).isEmpty();
    }

    @Test
    void aRefusedCallDoesNotCount() {
        Passed refused =
                relay.offer(
                        new Exchange("bad", "alice", null, "z1"),
                        Sdps.bytes("v=0\r\n"),
                        LegProfile.SIP,
                        LegProfile.SIP,
                        now);
        assertThat(refused).isInstanceOf(Passed.Refused.class);

        answered("one");
        assertThat(shards.getFirst().plans).hasSize(2);
    }

    @Test
    void aPortIsTakenOnceOverAllShards() {
        answered("one");
        answered("two");

        assertThat(sockets.bound).hasSize(4);
        assertThat(
                        Talk.why(
                                relay.offer(
                                        new Exchange("three", "alice", null, "z1"),
                                        Sdps.bytes(Sdps.phone("0")),
                                        LegProfile.SIP,
                                        LegProfile.SIP,
                                        now)))
                .startsWith("503");

        relay.release("two", now);
        now += Duration.ofSeconds(31).toNanos();
        answered("four");
        assertThat(sockets.bound).hasSize(4);
    }

    @Test
    void whatAShardSaysReachesItsCall() {
        answered("one");
        answered("two");
        LegPlan there = shards.getLast().plans.values().iterator().next();

        relay.receive(new MediaEvent.MediaSilent(there.call(), List.of(), "silence"), now);

        assertThat(lost).containsExactly("two");
    }

    @Test
    void aReportComesFromTheShardOfItsCall() {
        answered("one");
        answered("two");
        List<LegReport> reports = new ArrayList<>();
        relay.report("two", reports::addAll);
        assertThat(reports).hasSize(2);
        assertThat(shards.getFirst().asked).isEmpty();
        assertThat(shards.getLast().asked).hasSize(2);
    }

    @Test
    void snapshotsOfBothShardsComeInOneAnswer() {
        MediaPlanes planes = new MediaPlanes(List.copyOf(shards));
        List<LegSnapshot> found = new ArrayList<>();
        List<Long> asked = List.of(planes.number(0), planes.number(1), planes.number(0));

        planes.snapshot(asked, found::addAll);

        assertThat(found)
                .extracting(LegSnapshot::leg)
                .containsExactlyInAnyOrderElementsOf(asked)
                .doesNotContain(0L);
        planes.snapshot(List.of(), none -> assertThat(none).isEmpty());
    }

    @Test
    void everythingThatAShardCanDoIsPassedOn() {
        // A default of the interface would do nothing, and nobody would see it.
        assertThat(MediaPlane.class.getMethods())
                .allSatisfy(method ->
                        assertThat(
                                        MediaPlanes.class.getDeclaredMethod(
                                                method.getName(), method.getParameterTypes()))
                                .isNotNull());
    }

    @Test
    void streamsOfTwoShardsAreNeverConnected() {
        MediaPlanes planes = new MediaPlanes(List.copyOf(shards));
        long one = planes.number(0);
        long other = planes.number(1);

        assertThatThrownBy(() -> planes.patch(one, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("different shards");
    }
}
