package jackfield.roles.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.proxy.Outcome;
import jackfield.roles.proxy.Target;
import jackfield.roles.proxy.TargetSet.Attempt;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class DispatcherTest {
    private static final long SECOND = 1_000_000_000L;

    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    private final Dispatcher dispatcher = new Dispatcher(random, (_, _, _) -> {});

    private static MemberSettings member(int number, int weight, int priority, int capacity) {
        return new MemberSettings(
                SipUri.parse("sip:10.0.0." + number).orThrow(), weight, priority, capacity);
    }

    private void group(Algorithm algorithm, MemberSettings... members) {
        Probing off = new Probing(0, SECOND, 2, 2, List.of(), "");
        dispatcher.replace(List.of(new GroupSettings("g", algorithm, List.of(members), off)), 0);
    }

    private List<Target> order(String callId, long now) {
        List<Target> targets = new ArrayList<>();
        for (Attempt attempt : dispatcher.attempts("g", "77", callId, now)) {
            assertThat(attempt.after())
                    .containsExactlyInAnyOrder(Outcome.FAILED, Outcome.UNREACHABLE);
            targets.add(attempt.targets().getFirst());
        }
        return targets;
    }

    private String first(String callId) {
        List<Target> order = order(callId, 0);
        return order.isEmpty() ? "none" : order.getFirst().uri().host();
    }

    private Map<String, Integer> spread(int calls) {
        Map<String, Integer> spread = new HashMap<>();
        for (int i = 0; i < calls; i++) {
            spread.merge(first("call-" + i), 1, Integer::sum);
        }
        return spread;
    }

    @Test
    void roundRobinGoesRound() {
        group(Algorithm.ROUND_ROBIN, member(1, 1, 1, 0), member(2, 1, 1, 0), member(3, 1, 1, 0));
        List<String> hosts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            hosts.add(first("c" + i));
        }
        assertThat(hosts)
                .containsExactly(
                        "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.1", "10.0.0.2", "10.0.0.3");
        assertThat(order("c", 0))
                .extracting(target -> target.uri().toString())
                .containsExactly("sip:77@10.0.0.1", "sip:77@10.0.0.2", "sip:77@10.0.0.3");
    }

    @Test
    void weightsAreShares() {
        group(Algorithm.WEIGHT, member(1, 1, 1, 0), member(2, 3, 1, 0), member(3, 0, 1, 0));
        Map<String, Integer> spread = spread(4000);
        assertThat(spread.get("10.0.0.2")).isBetween(2850, 3150);
        assertThat(spread.getOrDefault("10.0.0.3", 0)).isLessThan(10);
    }

    @Test
    void aHashStaysWhenAnotherMemberLeaves() {
        MemberSettings[] all = new MemberSettings[5];
        for (int i = 0; i < 5; i++) {
            all[i] = member(i + 1, 1, 1, 0);
        }
        group(Algorithm.HASH, all);
        Map<String, String> before = new HashMap<>();
        for (int i = 0; i < 2000; i++) {
            before.put("call-" + i, first("call-" + i));
            assertThat(first("call-" + i)).isEqualTo(before.get("call-" + i));
        }
        assertThat(spread(2000).values()).allSatisfy(n -> assertThat(n).isBetween(330, 470));
        dispatcher.disable("g", 3, true);
        before.forEach((call, member) -> {
            if (!member.equals("10.0.0.3")) {
                assertThat(first(call)).isEqualTo(member);
            } else {
                assertThat(first(call)).isNotEqualTo(member);
            }
        });
    }

    @Test
    void leastCallsCountsWhatIsInUse() {
        group(Algorithm.LEAST_CALLS, member(1, 1, 1, 0), member(2, 2, 1, 0));
        for (int i = 0; i < 30; i++) {
            dispatcher.begun("call-" + i, order("call-" + i, 0).getFirst());
        }
        assertThat(dispatcher.views().getFirst().members())
                .extracting(MemberView::calls)
                .containsExactly(10, 20);
        for (int i = 0; i < 30; i++) {
            dispatcher.ended("call-" + i);
        }
        dispatcher.ended("call-0");
        assertThat(dispatcher.views().getFirst().members())
                .extracting(MemberView::calls)
                .containsExactly(0, 0);
    }

    @Test
    void aFullMemberIsLeftOut() {
        group(Algorithm.PRIORITY, member(1, 1, 1, 1), member(2, 1, 2, 0));
        Target target = order("a", 0).getFirst();
        assertThat(target.uri().host()).isEqualTo("10.0.0.1");
        dispatcher.begun("a", target);
        assertThat(first("b")).isEqualTo("10.0.0.2");
        dispatcher.ended("a");
        assertThat(first("c")).isEqualTo("10.0.0.1");
    }

    @Test
    void prioritiesComeInTheirOrderAndSrvSpreadsAmongEquals() {
        group(Algorithm.PRIORITY, member(1, 1, 9, 0), member(2, 1, 1, 0), member(3, 1, 1, 0));
        assertThat(order("a", 0))
                .extracting(target -> target.uri().host())
                .containsExactly("10.0.0.2", "10.0.0.3", "10.0.0.1");
        group(Algorithm.SRV, member(1, 1, 9, 0), member(2, 1, 1, 0), member(3, 3, 1, 0));
        Map<String, Integer> spread = spread(2000);
        assertThat(spread).containsOnlyKeys("10.0.0.2", "10.0.0.3");
        assertThat(spread.get("10.0.0.3")).isBetween(1400, 1600);
    }

    @Test
    void failedCallsTakeAMemberDownAndTimeBringsItBackWhereNobodyProbes() {
        group(Algorithm.PRIORITY, member(1, 1, 1, 0), member(2, 1, 2, 0));
        for (int i = 0; i < 2; i++) {
            Target target = order("c" + i, 0).getFirst();
            dispatcher.begun("c" + i, target);
            dispatcher.failed("c" + i, target, Outcome.FAILED, 503, SECOND);
        }
        assertThat(order("d", 2 * SECOND)).hasSize(1);
        assertThat(dispatcher.views().getFirst().members().getFirst())
                .satisfies(view -> {
                    assertThat(view.state()).isEqualTo("down");
                    assertThat(view.why()).isEqualTo("503 to a call");
                    assertThat(view.calls()).isZero();
                    assertThat(view.failures()).isEqualTo(2);
                });
        assertThat(order("e", 32 * SECOND)).hasSize(2);
    }

    @Test
    void abusyCalleeIsNoFaultOfTheGateway() {
        group(Algorithm.PRIORITY, member(1, 1, 1, 0));
        for (int i = 0; i < 10; i++) {
            Target target = order("c" + i, 0).getFirst();
            dispatcher.begun("c" + i, target);
            dispatcher.failed("c" + i, target, Outcome.BUSY, 486, SECOND);
            dispatcher.begun("d" + i, target);
            dispatcher.failed("d" + i, target, Outcome.UNREACHABLE, 404, SECOND);
        }
        assertThat(order("e", SECOND)).hasSize(1);
    }

    @Test
    void newSettingsKeepWhatIsKnownOfThoseThatStay() {
        group(Algorithm.ROUND_ROBIN, member(1, 1, 1, 0), member(2, 1, 1, 0));
        dispatcher.disable("g", 2, true);
        Target target = order("a", 0).getFirst();
        dispatcher.begun("a", target);
        group(Algorithm.ROUND_ROBIN, member(2, 5, 1, 0), member(1, 1, 1, 0), member(3, 1, 1, 0));
        assertThat(dispatcher.views().getFirst().members())
                .extracting(view -> view.uri() + " " + view.state() + " " + view.calls())
                .containsExactly(
                        "sip:10.0.0.2 disabled 0", "sip:10.0.0.1 up 1", "sip:10.0.0.3 up 0");
        dispatcher.ended("a");
        assertThat(dispatcher.views().getFirst().members().get(1).calls()).isZero();
        assertThat(dispatcher.disable("g", 4, true)).isFalse();
        assertThat(dispatcher.attempts("other", "1", "c", 0)).isEmpty();
    }
}
