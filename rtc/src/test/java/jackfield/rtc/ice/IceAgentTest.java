package jackfield.rtc.ice;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Dialogues between a server's agent and a browser's.
class IceAgentTest {
    private final VirtualNetwork network = new VirtualNetwork(1);
    private final VirtualNat nat = new VirtualNat(Endpoint.parse("203.0.113.9:0"), false);
    private VirtualNetwork.Party server =
            network.party(IceMode.FULL, IceRole.CONTROLLED, "198.51.100.1:40000");
    private VirtualNetwork.Party browser =
            network.party(IceMode.FULL, IceRole.CONTROLLING, "192.168.1.5:50000", nat);

    private void connect() {
        server.learns(browser);
        browser.learns(server);
        browser.learnsCandidatesOf(server);
        assertThat(network.run(5, this::bothConnected)).isTrue();
    }

    private boolean bothConnected() {
        return server.agent.state() == IceState.CONNECTED
                && browser.agent.state() == IceState.CONNECTED;
    }

    @Test
    void r17AnOfferWithoutCandidatesAndNothingTrickledConnectsByPeerReflexive() {
        connect();
        assertThat(server.agent.selectedRemote()).isEqualTo(Endpoint.parse("203.0.113.9:20000"));
        assertThat(server.agent.selectedLocal()).isEqualTo(server.socket);
        assertThat(server.events)
                .containsExactly(
                        new IceOutput.StateChanged(IceState.CHECKING),
                        new IceOutput.Selected(server.socket, server.agent.selectedRemote()),
                        new IceOutput.StateChanged(IceState.CONNECTED));
    }

    @Test
    void aBrowserThatGetsTheAnswerAMinuteLateStillConnects() {
        server.learns(browser);
        server.learnsCandidatesOf(browser); // behind its NAT: no check of ours gets there
        network.advance(60);
        assertThat(server.agent.state()).isEqualTo(IceState.FAILED);
        browser.learns(server);
        browser.learnsCandidatesOf(server);
        assertThat(network.run(5, this::bothConnected)).isTrue();
    }

    @Test
    void checksThatComeBeforeTheAnswerAreAnsweredAndCheckedBackLater() {
        browser.learns(server);
        browser.learnsCandidatesOf(server);
        network.advance(1);
        assertThat(server.agent.state()).isEqualTo(IceState.NEW);
        assertThat(server.sent).as("answers").isPositive();
        assertThat(server.agent.isHeard(Endpoint.parse("203.0.113.9:20000"))).isTrue();
        assertThat(isValidated("203.0.113.9:20000")).isFalse();
        server.learns(browser);
        assertThat(network.run(2, this::bothConnected)).isTrue();
        assertThat(isValidated("203.0.113.9:20000")).isTrue();
        assertThat(isValidated("203.0.113.9:20001")).isFalse();
    }

    @Test
    void r9TenMinutesWithoutMediaKeepConsent() {
        connect();
        network.advance(600);
        assertThat(bothConnected()).isTrue();
        assertThat(server.count(IceOutput.ConsentLost.class)).isZero();
    }

    @Test
    void r9APeerThatVanishesLosesItsConsentAfterThirtySeconds() {
        connect();
        Endpoint path = server.agent.selectedRemote();
        network.cut = true;
        network.advance(24);
        assertThat(server.agent.state()).isEqualTo(IceState.CONNECTED);
        network.advance(12);
        assertThat(server.events).contains(new IceOutput.ConsentLost(server.socket, path));
        assertThat(server.agent.state()).isEqualTo(IceState.DISCONNECTED);
        assertThat(server.agent.selectedRemote()).isNull();
        assertThat(isValidated(path.toString())).isFalse();
        int sent = server.sent;
        network.advance(60);
        assertThat(server.sent).as("nothing goes to who does not consent").isEqualTo(sent);
    }

    @Test
    void consentChecksAreFourToSixSecondsApart() {
        connect();
        network.advance(10);
        int before = server.sent + browser.sent;
        network.advance(300);
        assertThat((server.sent + browser.sent - before) / 4.0).isBetween(300 / 6.0 - 1, 300 / 4.0);
    }

    @Test
    void aRestartKeepsTheOldPathUntilTheNewOneIsNominated() {
        connect();
        nat.reboot(); // the browser's address changes
        Endpoint old = server.agent.selectedRemote();
        server.agent.restart(fresh(2), IceRole.CONTROLLED, network.now);
        browser.agent.restart(fresh(3), IceRole.CONTROLLING, network.now);
        server.learns(browser);
        assertThat(server.agent.selectedRemote()).isEqualTo(old);
        assertThat(server.agent.state()).isEqualTo(IceState.CONNECTED);
        browser.learns(server);
        browser.learnsCandidatesOf(server);
        assertThat(network.run(3, () -> !old.equals(server.agent.selectedRemote()))).isTrue();
        assertThat(network.run(3, () -> server.isSentTo(browser) && browser.isSentTo(server)))
                .isTrue();
        network.advance(120);
        assertThat(bothConnected()).isTrue();
        assertThat(server.count(IceOutput.ConsentLost.class)).isZero();
    }

    @Test
    void theOldPathKeepsConsentWhileARestartIsUnderWay() {
        connect();
        server.agent.restart(fresh(2), IceRole.CONTROLLING, network.now); // and no answer comes
        network.advance(120);
        assertThat(bothConnected()).isTrue();
        assertThat(server.isSentTo(browser)).isTrue();
    }

    @Test
    void consentThatWasLostComesBackWithARestart() {
        connect();
        network.cut = true;
        network.advance(40);
        network.cut = false;
        network.advance(10);
        assertThat(server.agent.state())
                .as("not on the same credentials")
                .isNotEqualTo(IceState.CONNECTED);
        server.agent.restart(fresh(2), IceRole.CONTROLLED, network.now);
        browser.agent.restart(fresh(3), IceRole.CONTROLLING, network.now);
        connect();
        assertThat(server.isSentTo(browser)).isTrue();
    }

    @Test
    void aBrowserThatMovesWithoutARestartIsFollowedWhenItNominatesTheNewPath() {
        connect();
        nat.reboot();
        // What Chromium does on a new network: it checks and nominates from there.
        VirtualNetwork.Party moved = sameAgentElsewhere();
        assertThat(network.run(10, () -> server.isSentTo(moved))).isTrue();
    }

    /// R19. Chromium checks from its new sockets before it has our answer, with the credentials of
    /// ours that it knows, and stays with them on a path that works.
    @Test
    void aBrowserThatRestartsIsFollowedOnThePathThatItFoundBeforeOurAnswer() {
        connect();
        VirtualNetwork.Party again =
                network.party(IceMode.FULL, IceRole.CONTROLLING, "203.0.113.77:50000");
        again.strict = true;
        again.learns(server);
        again.learnsCandidatesOf(server);
        server.agent.restart(fresh(2), IceRole.CONTROLLED, network.now);
        server.learns(again);
        server.learnsCandidatesOf(again);
        assertThat(network.run(10, () -> server.isSentTo(again) && again.isSentTo(server)))
                .isTrue();
        assertThat(isValidated("203.0.113.77:50000")).isTrue();
        network.advance(120);
        assertThat(server.isSentTo(again)).isTrue();
        assertThat(again.isSentTo(server)).isTrue();
        assertThat(server.count(IceOutput.ConsentLost.class)).isZero();
    }

    @Test
    void whoWeWereIsForgottenWithTheNextRestart() {
        connect();
        IceCredentials first = server.agent.local();
        VirtualNetwork.Party again =
                network.party(IceMode.FULL, IceRole.CONTROLLING, "203.0.113.77:50000");
        server.agent.restart(fresh(2), IceRole.CONTROLLED, network.now);
        server.agent.restart(fresh(3), IceRole.CONTROLLED, network.now);
        again.agent.remote(first, false, network.now, again::perform);
        server.learns(again);
        again.learnsCandidatesOf(server);
        server.agent.restart(fresh(4), IceRole.CONTROLLED, network.now);
        browser.learns(server);
        server.learns(browser);
        network.advance(30);
        assertThat(server.isSentTo(again)).isFalse();
        assertThat(isValidated("203.0.113.77:50000")).isFalse();
    }

    /// A second agent with the browser's credentials: to the server, the same peer elsewhere.
    private VirtualNetwork.Party sameAgentElsewhere() {
        network.advance(5);
        VirtualNetwork.Party moved =
                network.party(IceMode.FULL, IceRole.CONTROLLING, "203.0.113.77:50000");
        moved.agent.restart(browser.agent.local(), IceRole.CONTROLLING, network.now);
        moved.learns(server);
        moved.learnsCandidatesOf(server);
        return moved;
    }

    @ParameterizedTest
    @EnumSource
    void twoAgentsOfOneRoleAreSettledByTheTieBreaker(IceRole role) {
        server = network.party(IceMode.FULL, role, "198.51.100.2:40000");
        browser = network.party(IceMode.FULL, role, "203.0.113.5:50000");
        connect();
        assertThat(server.agent.role()).isNotEqualTo(browser.agent.role());
    }

    @Test
    void towardsALitePeerAFullAgentTakesControl() {
        browser = network.party(IceMode.LITE, IceRole.CONTROLLED, "203.0.113.5:50000");
        server.learns(browser);
        server.learnsCandidatesOf(browser);
        browser.learns(server);
        assertThat(network.run(2, this::bothConnected)).isTrue();
        assertThat(server.agent.role()).isEqualTo(IceRole.CONTROLLING);
        network.advance(120);
        assertThat(bothConnected()).isTrue();
    }

    @Test
    void aLiteAgentNoticesThatThePeerIsGoneAndKeepsItsNatOpen() {
        server = network.party(IceMode.LITE, IceRole.CONTROLLED, "198.51.100.2:40000");
        connect();
        int sent = server.sent;
        network.cut = true;
        network.advance(36);
        assertThat(server.sent - sent).as("keepalives every 15 s").isBetween(1, 2);
        assertThat(server.count(IceOutput.ConsentLost.class)).isOne();
    }

    @Test
    void twoLiteAgentsUseTheBestPairUnchecked() {
        server = network.party(IceMode.LITE, IceRole.CONTROLLED, "198.51.100.2:40000");
        browser = network.party(IceMode.LITE, IceRole.CONTROLLED, "203.0.113.5:50000");
        server.learns(browser);
        server.learnsCandidatesOf(browser);
        browser.learns(server);
        browser.learnsCandidatesOf(server);
        assertThat(bothConnected()).isTrue();
        network.advance(120);
        assertThat(bothConnected()).as("there is no consent to lose").isTrue();
    }

    @Test
    void ofTwoPathsTheBetterOneIsNominated() {
        server.learns(browser);
        Candidate good = candidate("203.0.113.5:50000", CandidateType.HOST);
        Candidate bad = candidate("203.0.113.6:50000", CandidateType.RELAYED);
        VirtualNetwork.Party direct =
                network.party(IceMode.FULL, IceRole.CONTROLLED, "203.0.113.5:50000");
        VirtualNetwork.Party offerer =
                network.party(IceMode.FULL, IceRole.CONTROLLING, "198.51.100.3:40000");
        offerer.learns(direct);
        offerer.agent.addRemoteCandidate(bad, network.now, offerer::perform);
        offerer.agent.addRemoteCandidate(good, network.now, offerer::perform);
        direct.learns(offerer);
        assertThat(network.run(3, () -> offerer.agent.state() == IceState.CONNECTED)).isTrue();
        assertThat(offerer.agent.selectedRemote()).isEqualTo(good.endpoint());
    }

    @Test
    void aStrangerCannotMakeUsCheckMoreThanSixtyFourPairsAndAboutTwentyASecond() {
        server.learns(browser);
        for (int i = 0; i < 1_000; i++) {
            Candidate candidate = candidate("203.0.113.200:" + (1_000 + i), CandidateType.HOST);
            server.agent.addRemoteCandidate(candidate, network.now, server::perform);
        }
        network.advance(1);
        assertThat(server.sent).isBetween(15, 24);
        network.advance(300);
        assertThat(server.sent).isEqualTo(CheckList.MOST_PAIRS * 7);
        assertThat(server.agent.state()).isEqualTo(IceState.FAILED);
        assertThat(server.agent.deadline()).isEqualTo(Deadlines.NEVER);
        connect(); // and a real peer still gets in
    }

    @Test
    void candidatesWeCannotOrWillNotUseArePassedOver() {
        server.learns(browser);
        Candidate fine = candidate("203.0.113.5:5000", CandidateType.HOST);
        List<Candidate> useless =
                List.of(
                        candidate("[2001:db8::1]:5000", CandidateType.HOST),
                        candidate("224.0.0.1:5000", CandidateType.HOST),
                        candidate("255.255.255.255:5000", CandidateType.HOST),
                        candidate("0.0.0.0:5000", CandidateType.HOST),
                        candidate("203.0.113.5:0", CandidateType.HOST),
                        with(fine, 2, "udp", null),
                        with(fine, 1, "tcp", null),
                        with(fine, 1, "udp", "oldUfrag"));
        useless.forEach(
                each -> server.agent.addRemoteCandidate(each, network.now, server::perform));
        network.advance(5);
        assertThat(server.sent).isZero();
    }

    @Test
    void aClosedAgentIsSilent() {
        connect();
        server.agent.close(server::perform);
        int sent = server.sent;
        network.advance(60);
        assertThat(server.sent).isEqualTo(sent);
        assertThat(browser.count(IceOutput.ConsentLost.class)).isOne();
    }

    private boolean isValidated(String text) {
        Endpoint endpoint = Endpoint.parse(text);
        return server.agent.isValidated(endpoint.high(), endpoint.low(), endpoint.port());
    }

    private static Candidate with(Candidate c, int component, String transport, String ufrag) {
        return new Candidate(
                c.foundation(),
                component,
                transport,
                c.priority(),
                c.endpoint(),
                c.type(),
                null,
                ufrag);
    }

    private static Candidate candidate(String endpoint, CandidateType type) {
        return new Candidate(
                "1",
                1,
                "udp",
                Candidate.priority(type, 65535, 1),
                Endpoint.parse(endpoint),
                type,
                null,
                null);
    }

    private static IceCredentials fresh(int seed) {
        return IceCredentials.random(new java.util.Random(seed));
    }
}
