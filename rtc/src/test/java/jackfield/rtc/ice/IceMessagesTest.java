package jackfield.rtc.ice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Parsed;
import jackfield.rtc.stun.StunAttribute;
import jackfield.rtc.stun.StunClass;
import jackfield.rtc.stun.StunMessage;
import jackfield.rtc.stun.StunWriter;
import jackfield.rtc.stun.TransactionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// One agent, and a peer that is played by hand, message by message.
class IceMessagesTest {
    private static final Endpoint SOCKET = Endpoint.parse("198.51.100.1:40000");
    private static final Endpoint PEER = Endpoint.parse("203.0.113.5:50000");
    private static final Endpoint WORSE = Endpoint.parse("203.0.113.6:50000");
    private static final IceCredentials OURS =
            new IceCredentials("ourUfrag", "ourPasswordOfSomeLength12");
    private static final IceCredentials THEIRS =
            new IceCredentials("theirUfrag", "theirPasswordOfSomeLength");

    private final List<IceOutput> out = new ArrayList<>();
    private final IceAgent agent =
            new IceAgent(
                    IceMode.FULL,
                    IceRole.CONTROLLED,
                    OURS,
                    List.of(new HostCandidate(SOCKET)),
                    new Random(1));
    private long now = 1;
    private long nextId = 1;

    @Test
    void aCheckIsAnsweredWithTheAddressItCameFrom() {
        peerSends(check("ourUfrag:theirUfrag"), OURS.password(), PEER);
        StunMessage answer = sent(0);
        assertThat(answer.kind()).isEqualTo(StunClass.SUCCESS);
        assertThat(answer.xorMappedAddress()).isEqualTo(PEER);
        assertThat(answer.authentic(OURS.password().getBytes(UTF_8))).isTrue();
        assertThat(answer.fingerprinted()).isTrue();
    }

    @Test
    void strangersGetNoAnswer() {
        peerSends(check("other:theirUfrag"), OURS.password(), PEER);
        peerSends(check("ourUfrag:theirUfrag"), "not the password at all!", PEER);
        peerSends(request(), OURS.password(), PEER);
        receive(check("ourUfrag:theirUfrag").finish(), PEER);
        receive(new StunWriter(StunClass.REQUEST, 0x003, id()).finish(), PEER);
        receive(new StunWriter(StunClass.SUCCESS, StunMessage.BINDING, id()).finish(), PEER);
        assertThat(out).isEmpty();
        assertThat(agent.drops(IceDrop.UNKNOWN_USER)).isEqualTo(2);
        assertThat(agent.drops(IceDrop.UNAUTHENTICATED)).isEqualTo(2);
        assertThat(agent.drops(IceDrop.NOT_BINDING)).isEqualTo(1);
        assertThat(agent.drops(IceDrop.UNKNOWN_TRANSACTION)).isEqualTo(1);
    }

    @Test
    void ourCheckSaysWhoWeAre() {
        agent.remote(THEIRS, false, now, out::add);
        tell(PEER);
        StunMessage check = sent(0);
        assertThat(check.username()).isEqualTo("theirUfrag:ourUfrag");
        assertThat(check.authentic(THEIRS.password().getBytes(UTF_8))).isTrue();
        assertThat(check.has(StunAttribute.ICE_CONTROLLED)).isTrue();
        assertThat(check.has(StunAttribute.USE_CANDIDATE)).isFalse();
        assertThat(check.priority())
                .isEqualTo(Candidate.priority(CandidateType.PEER_REFLEXIVE, 0xffff, 1));
    }

    @Test
    void anUnansweredCheckIsRepeatedSevenTimesWithGrowingWaits() {
        agent.remote(THEIRS, false, now, out::add);
        long start = now;
        tell(PEER);
        List<Long> after = new ArrayList<>();
        while (agent.state() == IceState.CHECKING) {
            int before = sends().size();
            now = agent.deadline();
            agent.wake(now, out::add);
            if (sends().size() > before) {
                after.add((now - start) / 1_000_000);
            }
        }
        assertThat(after).containsExactly(500L, 1_500L, 3_500L, 7_500L, 15_500L, 31_500L);
        assertThat(agent.state()).isEqualTo(IceState.FAILED);
    }

    @Test
    void aResponseFromElsewhereDoesNotValidate() {
        agent.remote(THEIRS, false, now, out::add);
        tell(PEER);
        peerAnswers(sent(0), WORSE);
        assertThat(isValidated(PEER)).isFalse();
        assertThat(isValidated(WORSE)).isFalse();
    }

    @Test
    void aForgedResponseIsIgnoredAndTheRealOneCounts() {
        agent.remote(THEIRS, false, now, out::add);
        tell(PEER);
        StunMessage check = sent(0);
        receive(success(check).sign("guess".getBytes(UTF_8)).finish(), PEER);
        assertThat(isValidated(PEER)).isFalse();
        peerAnswers(check, PEER);
        assertThat(isValidated(PEER)).isTrue();
    }

    @Test
    void anUnknownRequiredAttributeGets420() {
        byte[] signed = RawStun.withUnknownAttribute("ourUfrag:x", OURS.password().getBytes(UTF_8));
        receive(signed, PEER);
        StunMessage answer = sent(0);
        assertThat(answer.errorCode()).isEqualTo(420);
        assertThat(answer.value(StunAttribute.UNKNOWN_ATTRIBUTES)).containsExactly(0x70, 0x01);
    }

    @Test
    void ofAnAggressivePeersNominationsTheBestPairCounts() {
        agent.remote(THEIRS, false, now, out::add);
        nominateFrom(WORSE, 100);
        assertThat(agent.selectedRemote()).isEqualTo(WORSE);
        nominateFrom(PEER, 1_000_000);
        assertThat(agent.selectedRemote()).isEqualTo(PEER);
        nominateFrom(WORSE, 100);
        assertThat(agent.selectedRemote()).isEqualTo(PEER);
    }

    @Test
    void aLaterNominationOfAWorsePairIsFollowedOnceTheBetterOneIsNotNominatedAnyMore() {
        agent.remote(THEIRS, false, now, out::add);
        nominateFrom(PEER, 1_000_000);
        now += 3_500_000_000L;
        nominateFrom(WORSE, 100);
        assertThat(agent.selectedRemote()).isEqualTo(WORSE);
    }

    @Test
    void whoeverHasTheSmallerTieBreakerGivesIn() {
        agent.remote(THEIRS, false, now, out::add);
        peerSends(claim(StunAttribute.ICE_CONTROLLED, -1L), OURS.password(), PEER);
        assertThat(sent(0).errorCode()).as("theirs is larger: they control").isEqualTo(487);
        assertThat(agent.role()).isEqualTo(IceRole.CONTROLLED);
        peerSends(claim(StunAttribute.ICE_CONTROLLED, 0L), OURS.password(), PEER);
        assertThat(agent.role()).as("ours is larger: we control").isEqualTo(IceRole.CONTROLLING);
        peerSends(claim(StunAttribute.ICE_CONTROLLING, -1L), OURS.password(), PEER);
        assertThat(agent.role()).isEqualTo(IceRole.CONTROLLED);
    }

    @Test
    void an487MakesUsChangeRolesAndCheckAgain() {
        agent.remote(THEIRS, false, now, out::add);
        tell(PEER);
        StunMessage check = sent(0);
        receive(
                new StunWriter(StunClass.ERROR, StunMessage.BINDING, check.transaction())
                        .errorCode(487, "Role Conflict")
                        .sign(THEIRS.password().getBytes(UTF_8))
                        .finish(),
                PEER);
        now += 50_000_000L;
        agent.wake(now, out::add);
        assertThat(agent.role()).isEqualTo(IceRole.CONTROLLING);
        StunMessage again = sent(sends().size() - 1);
        assertThat(again.has(StunAttribute.ICE_CONTROLLING)).isTrue();
        assertThat(again.transaction()).isNotEqualTo(check.transaction());
    }

    @Test
    void mutatedMessagesNeverThrowAndNeverValidateAnotherAddress() {
        agent.remote(THEIRS, false, now, out::add);
        tell(PEER);
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes =
                    (random.nextBoolean()
                                    ? check("ourUfrag:theirUfrag")
                                            .sign(OURS.password().getBytes(UTF_8))
                                    : success(sent(0)).sign(THEIRS.password().getBytes(UTF_8)))
                            .finish();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length - 8)] ^= (byte) (1 + random.nextInt(255));
            }
            RawStun.fixFingerprint(bytes);
            receive(bytes, WORSE);
            now += random.nextLong(10_000_000L);
            agent.wake(now, out::add);
        }
        assertThat(isValidated(WORSE)).isFalse();
        assertThat(agent.isHeard(WORSE)).isFalse();
        assertThat(agent.drops(IceDrop.UNAUTHENTICATED)).isGreaterThan(1_000);
    }

    private void nominateFrom(Endpoint from, long priority) {
        int before = sends().size();
        peerSends(
                request()
                        .put(StunAttribute.USERNAME, "ourUfrag:theirUfrag")
                        .priority(priority)
                        .tieBreaker(StunAttribute.ICE_CONTROLLING, 7)
                        .put(StunAttribute.USE_CANDIDATE),
                OURS.password(),
                from);
        now += 100_000_000L;
        agent.wake(now, out::add);
        for (StunMessage message : sends().subList(before, sends().size())) {
            if (message.kind() == StunClass.REQUEST) {
                peerAnswers(message, from);
            }
        }
    }

    private StunWriter claim(StunAttribute role, long tieBreaker) {
        return request()
                .put(StunAttribute.USERNAME, "ourUfrag:x")
                .priority(5)
                .tieBreaker(role, tieBreaker);
    }

    private StunWriter check(String username) {
        return request()
                .put(StunAttribute.USERNAME, username)
                .priority(1_000)
                .tieBreaker(StunAttribute.ICE_CONTROLLING, 7);
    }

    private StunWriter request() {
        return new StunWriter(StunClass.REQUEST, StunMessage.BINDING, id());
    }

    private TransactionId id() {
        return new TransactionId(0, nextId++);
    }

    private static StunWriter success(StunMessage check) {
        return new StunWriter(StunClass.SUCCESS, StunMessage.BINDING, check.transaction())
                .xorMappedAddress(SOCKET);
    }

    private void tell(Endpoint endpoint) {
        agent.addRemoteCandidate(
                new Candidate("1", 1, "udp", 99, endpoint, CandidateType.HOST, null, null),
                now,
                out::add);
    }

    private void peerSends(StunWriter message, String password, Endpoint from) {
        receive(message.sign(password.getBytes(UTF_8)).finish(), from);
    }

    private void peerAnswers(StunMessage check, Endpoint from) {
        receive(success(check).sign(THEIRS.password().getBytes(UTF_8)).finish(), from);
    }

    private void receive(byte[] bytes, Endpoint from) {
        if (StunMessage.parse(bytes) instanceof Parsed.Ok<StunMessage>(StunMessage message)) {
            agent.receive(message, SOCKET, from, now, out::add);
        }
    }

    private boolean isValidated(Endpoint e) {
        return agent.isValidated(e.high(), e.low(), e.port());
    }

    private StunMessage sent(int index) {
        return sends().get(index);
    }

    private List<StunMessage> sends() {
        return out.stream()
                .filter(IceOutput.Send.class::isInstance)
                .map(send -> StunMessage.parse(((IceOutput.Send) send).bytes()).orThrow())
                .toList();
    }
}
