package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Transport;
import jackfield.roles.transactionuser.Locator;
import jackfield.roles.transactionuser.NextHop;
import jackfield.roles.upstream.Account;
import jackfield.roles.upstream.State;
import jackfield.roles.upstream.Upstream;
import jackfield.roles.upstream.Upstream.Mode;
import jackfield.roles.upstream.UpstreamSettings;
import jackfield.roles.upstream.UpstreamView;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Registrars above us: one that decides, one that is told.
class UpstreamTest {
    private static final String CHALLENGE =
            "Digest realm=\"example.org\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"";

    private static final String PBX_CHALLENGE =
            CHALLENGE.replace("realm=\"example.org\"", "realm=\"pbx.example.net\"");

    private static final Upstream DECIDES =
            new Upstream(
                    SipUri.parse("sip:10.0.9.1:5060").orThrow(),
                    Mode.AUTHENTICATE,
                    Set.of(),
                    600,
                    _ -> null);

    private static final Upstream IS_TOLD =
            new Upstream(
                    SipUri.parse("sip:10.0.9.2:5060").orThrow(),
                    Mode.MIRROR,
                    Set.of(),
                    600,
                    aor -> aor.user().equals("carol") ? null : new Account("dn1001", "secret"));

    private Ladder ladder = new Ladder();
    private Party pbx = ladder.phone("pbx", "10.0.9.1:5060");
    private Party told = ladder.phone("told", "10.0.9.2:5060");
    private Party browser = ladder.browser("alice", 41000);

    private void node(Upstream... upstreams) {
        ladder =
                new Ladder(
                        SignallingSettings.DEFAULT.with(UpstreamSettings.of(List.of(upstreams))),
                        1);
        pbx = ladder.phone("pbx", "10.0.9.1:5060");
        told = ladder.phone("told", "10.0.9.2:5060");
        browser = ladder.browser("alice", 41000);
    }

    private Request register(int cseq) {
        return browser.request(
                        Method.REGISTER,
                        "sip:example.org",
                        "<sip:alice@example.org>",
                        "reg-alice",
                        cseq)
                .with(HeaderName.EXPIRES, "600");
    }

    private UpstreamView view(Mode mode) {
        return ladder.core.upstreams().stream()
                .filter(view -> view.mode() == mode)
                .findFirst()
                .orElseThrow();
    }

    private static Response granted(Request asked, String seconds) {
        Response ok = Response.to(asked, 200);
        for (NameAddr contact : asked.headers().contacts()) {
            ok =
                    ok.with(
                            ok.headers()
                                    .add(
                                            HeaderName.CONTACT,
                                            contact.with("expires", seconds).toString()));
        }
        return ok;
    }

    /// Registers through us, with the password that only the PBX knows; gives what the PBX was
    /// told.
    private Request registersThroughUs() {
        browser.sends(register(1));
        Request first = pbx.receives(Method.REGISTER);
        assertThat(ladder.bindings.size()).isZero();
        pbx.repeats(Response.to(first, 401).with(HeaderName.WWW_AUTHENTICATE, CHALLENGE));
        Response challenge = browser.receives(401);
        assertThat(challenge.headers().first(HeaderName.WWW_AUTHENTICATE)).isEqualTo(CHALLENGE);
        assertThat(view(Mode.AUTHENTICATE).state()).isEqualTo(State.CHALLENGED);
        Request proved = browser.proves(register(2), challenge);
        browser.sends(proved);
        Request second = pbx.receives(Method.REGISTER);
        assertThat(second.headers().first(HeaderName.AUTHORIZATION))
                .isEqualTo(proved.headers().first(HeaderName.AUTHORIZATION));
        assertThat(second.uri()).isEqualTo(proved.uri());
        assertThat(ladder.bindings.size()).isZero();
        pbx.repeats(granted(second, "120"));
        Response ok = browser.receives(200);
        assertThat(ok.headers().first(HeaderName.CONTACT))
                .isEqualTo("<" + browser.contact + ">;expires=120");
        assertThat(view(Mode.AUTHENTICATE).state()).isEqualTo(State.REGISTERED);
        return second;
    }

    private Request callFromAbove(Party above, String uri) {
        Request invite =
                above.request(Method.INVITE, uri, "<sip:alice@example.org>", "from-above", 1);
        return above.sends(Party.withSdp(invite, Party.OFFER));
    }

    private static String contactOf(Request register) {
        return register.headers().contacts().getFirst().uri().toString();
    }

    @Test
    void whatTheRegistrarGrantsIsWhatIsKeptAndItsCallsComeBack() {
        node(DECIDES);
        Request up = registersThroughUs();
        String contact = contactOf(up);
        assertThat(contact).endsWith("@10.0.0.1:5060").doesNotContain("alice");

        Request sent = callFromAbove(pbx, contact);
        pbx.receives(100);
        Request invite = browser.receives(Method.INVITE);
        assertThat(invite.uri()).hasToString(browser.contact);
        browser.answers(invite, 200, Party.ANSWER);
        Dialog dialog = pbx.confirms(sent, pbx.receives(200));
        browser.receives(Method.ACK);
        pbx.sends(dialog, Method.BYE, null);
        browser.answers(browser.receives(Method.BYE), 200);
        pbx.receives(200);
        ladder.seconds(200);
        assertThat(ladder.bindings.size()).isZero();
        assertThat(ladder.core.upstreams()).isEmpty();
        ladder.assertQuiet();
    }

    @Test
    void aContactThatNobodyGaveOutIsChallengedAsAnyOther() {
        node(DECIDES);
        String contact = contactOf(registersThroughUs());
        String forged = contact.replace("sip:", "sip:A");
        callFromAbove(pbx, forged);
        pbx.receives(407);
        browser.receivesNothing();
    }

    @Test
    void whoWasLetInAboveMayCallOverItsOwnFlowOnly() {
        node(DECIDES);
        registersThroughUs();
        Party thief = ladder.browser("alice", 42000);
        thief.sends(thief.invite("9999", Party.OFFER));
        thief.receives(407);
        browser.sends(browser.invite("9999", Party.OFFER));
        browser.receives(100);
        browser.receives(200);
    }

    @Test
    void whomNobodyKnowsHereIsCalledByTheRegistrarWithItsPassword() {
        node(DECIDES);
        registersThroughUs();
        Request bare = browser.invite("nobody", Party.OFFER);
        Request sent = browser.sends(bare);
        Request asked = pbx.receives(Method.INVITE);
        assertThat(asked.uri()).hasToString("sip:nobody@example.org");
        pbx.repeats(Response.to(asked, 407).with(HeaderName.PROXY_AUTHENTICATE, PBX_CHALLENGE));
        pbx.receives(Method.ACK);
        browser.receives(100);
        Response challenge = browser.receives(407);
        browser.acknowledges(sent, challenge);

        Request proved = browser.proves(bare, challenge);
        Request again = browser.sends(proved.with(HeaderName.CSEQ, "2 INVITE"));
        Request second = pbx.receives(Method.INVITE);
        assertThat(second.headers().first(HeaderName.PROXY_AUTHORIZATION))
                .isEqualTo(proved.headers().first(HeaderName.PROXY_AUTHORIZATION));
        pbx.answers(second, 200, Party.ANSWER);
        browser.receives(100);
        Dialog dialog = browser.confirms(again, browser.receives(200));
        pbx.receives(Method.ACK);
        browser.sends(dialog, Method.BYE, null);
        pbx.answers(pbx.receives(Method.BYE), 200);
        browser.receives(200);
    }

    @Test
    void aUserOfOursDoesNotReachTheRegistrarOfAnotherDomain() {
        node(new Upstream(DECIDES.uri(), Mode.AUTHENTICATE, Set.of("b.example"), 600, _ -> null));
        browser.registers();
        Request sent = browser.calls("nobody", Party.OFFER);
        browser.acknowledges(sent, browser.receives(404));
        pbx.receivesNothing();
    }

    @Test
    void whomOnlyTheRegistrarKnowsIsAUserWhileRegistered() {
        node(new Upstream(DECIDES.uri(), Mode.AUTHENTICATE, Set.of("example.org"), 600, _ -> null));
        Party zoe = ladder.browser("zoe", 43000);
        zoe.sends(
                zoe.request(
                        Method.REGISTER, "sip:example.org", "<sip:zoe@example.org>", "reg-zoe", 1));
        pbx.repeats(granted(pbx.receives(Method.REGISTER), "120"));
        zoe.receives(200);
        Party bob = ladder.phone("bob", "10.0.0.3:5060");
        Request sent = bob.calls("zoe", Party.OFFER);
        Request invite = zoe.receives(Method.INVITE);
        assertThat(invite.uri()).hasToString(zoe.contact);
        zoe.answers(invite, 486);
        zoe.receives(Method.ACK);
        bob.acknowledges(sent, bob.receives(486));
    }

    @Test
    void passwordsAreGuessedThereAsSlowlyAsHere() {
        node(DECIDES);
        int asked = 0;
        for (int i = 0; i < 10; i++) {
            browser.sends(
                    register(i + 1)
                            .with(
                                    HeaderName.AUTHORIZATION,
                                    "Digest username=\"alice\", realm=\"example.org\","
                                            + " nonce=\"n1\", uri=\"sip:example.org\","
                                            + " response=\"00000000000000000000000000000000\""));
            if (!pbx.inbox.isEmpty()) {
                asked++;
                pbx.repeats(
                        Response.to(pbx.receives(Method.REGISTER), 401)
                                .with(HeaderName.WWW_AUTHENTICATE, CHALLENGE));
                browser.receives(401);
            } else {
                Response slower = browser.receives(403);
                assertThat(slower.reason()).isEqualTo("Too Many Wrong Passwords");
                assertThat(slower.headers().number(HeaderName.RETRY_AFTER)).isPositive();
            }
        }
        assertThat(asked).isBetween(4, 7);
        assertThat(ladder.bindings.size()).isZero();
    }

    @Test
    void aNonceThatIsTooOldIsNoWrongPassword() {
        node(DECIDES);
        for (int i = 0; i < 10; i++) {
            browser.sends(
                    browser.proves(
                            register(i + 1),
                            Response.to(register(1), 401)
                                    .with(HeaderName.WWW_AUTHENTICATE, CHALLENGE)));
            pbx.repeats(
                    Response.to(pbx.receives(Method.REGISTER), 401)
                            .with(HeaderName.WWW_AUTHENTICATE, CHALLENGE + ", stale=true"));
            browser.receives(401);
        }
    }

    @Test
    void aRegistrarWhoseAddressTheDnsTellsLateIsAskedThen() {
        List<Locator.Found> waiting = new ArrayList<>();
        Upstream named =
                new Upstream(
                        SipUri.parse("sip:pbx.example.net").orThrow(),
                        Mode.AUTHENTICATE,
                        Set.of(),
                        600,
                        _ -> null);
        ladder =
                new Ladder(
                        SignallingSettings.DEFAULT.with(UpstreamSettings.of(List.of(named))),
                        1,
                        null,
                        (next, now, found) -> waiting.add(found));
        pbx = ladder.phone("pbx", "10.0.9.1:5060");
        browser = ladder.browser("alice", 41000);
        browser.sends(register(1));
        pbx.receivesNothing();
        NextHop server =
                new NextHop(Transport.UDP, Endpoint.parse("10.0.9.1:5060"), "pbx.example.net");
        ladder.core.resume(
                now -> waiting.getFirst().servers(List.of(server), now),
                ladder.now,
                ladder::perform);
        pbx.repeats(granted(pbx.receives(Method.REGISTER), "120"));
        browser.receives(200);
    }

    @Test
    void aRefusalComesDownAndNothingIsKept() {
        node(DECIDES);
        browser.sends(register(1));
        pbx.repeats(Response.to(pbx.receives(Method.REGISTER), 403));
        browser.receives(403);
        assertThat(ladder.bindings.size()).isZero();
        assertThat(view(Mode.AUTHENTICATE).reason()).isEqualTo("403 Forbidden");
        ladder.seconds(40);
        assertThat(ladder.core.upstreams()).isEmpty();
        ladder.assertQuiet();
    }

    @Test
    void aRegistrarThatIsSilentIsSaidToBe() {
        node(DECIDES);
        browser.sends(register(1));
        ladder.seconds(7);
        browser.receives(100);
        Response sorry = browser.receives(503);
        assertThat(sorry.headers().number(HeaderName.RETRY_AFTER)).isPositive();
        assertThat(view(Mode.AUTHENTICATE).state()).isEqualTo(State.FAILED);
        assertThat(view(Mode.AUTHENTICATE).reason()).contains("no answer from 10.0.9.1:5060");
        pbx.inbox.clear();
        ladder.seconds(60);
        pbx.inbox.clear();
        assertThat(ladder.core.upstreams()).isEmpty();
        ladder.assertQuiet();
    }

    @Test
    void aChallengeThatNobodyAnswersIsForgotten() {
        node(DECIDES);
        browser.sends(register(1));
        pbx.repeats(
                Response.to(pbx.receives(Method.REGISTER), 401)
                        .with(HeaderName.WWW_AUTHENTICATE, CHALLENGE));
        browser.receives(401);
        ladder.seconds(40);
        assertThat(ladder.core.upstreams()).isEmpty();
    }

    // The mirror

    private Request mirrored(Party mirror, String seconds) {
        Request bare = mirror.receives(Method.REGISTER);
        mirror.repeats(Response.to(bare, 401).with(HeaderName.WWW_AUTHENTICATE, CHALLENGE));
        Request proved = mirror.receives(Method.REGISTER);
        while (!proved.headers().has(HeaderName.AUTHORIZATION)) {
            proved = mirror.receives(Method.REGISTER);
        }
        assertThat(proved.headers().first(HeaderName.AUTHORIZATION)).contains("dn1001");
        assertThat(proved.headers().cseq().number()).isGreaterThan(bare.headers().cseq().number());
        mirror.repeats(granted(proved, seconds));
        return proved;
    }

    @Test
    void aMirrorIsRegisteredRefreshedAndLeftByAnAccountOfOurs() {
        node(IS_TOLD);
        browser.registers();
        Request proved = mirrored(told, "100");
        assertThat(proved.headers().to().uri()).hasToString("sip:dn1001@10.0.9.2");
        assertThat(view(Mode.MIRROR).state()).isEqualTo(State.REGISTERED);

        long granted = ladder.now;
        while (told.inbox.isEmpty()) {
            ladder.seconds(0.1);
        }
        assertThat(ladder.now - granted).isBetween(60 * Ladder.SECOND, 86 * Ladder.SECOND);
        assertThat(view(Mode.MIRROR).state()).isEqualTo(State.REFRESHING);
        Request refresh = mirrored(told, "100");
        assertThat(refresh.headers().callId()).isEqualTo(proved.headers().callId());
        assertThat(contactOf(refresh)).isEqualTo(contactOf(proved));

        Request sent = callFromAbove(told, contactOf(proved));
        told.receives(100);
        browser.answers(browser.receives(Method.INVITE), 486);
        browser.receives(Method.ACK);
        told.acknowledges(sent, told.receives(486));

        ladder.lose(browser.flow);
        while (told.inbox.isEmpty()) {
            ladder.seconds(1);
        }
        Request leaving = told.receives(Method.REGISTER);
        assertThat(leaving.headers().expires()).isZero();
        told.repeats(Response.to(leaving, 200));
        assertThat(ladder.core.upstreams()).isEmpty();
    }

    @Test
    void aMirrorThatIsSilentIsTriedAgainEverMoreRarelyAndNeverGivenUp() {
        node(IS_TOLD);
        browser.registers();
        int tries = 0;
        for (int minute = 0; minute < 50; minute++) {
            ladder.seconds(60);
            Set<String> calls = new HashSet<>();
            told.inbox.forEach(message -> calls.add(message.headers().topVia().branch()));
            tries += calls.size();
            told.inbox.clear();
            assertThat(
                            view(Mode.MIRROR).nextTry() > ladder.now
                                    || view(Mode.MIRROR).state() == State.REGISTERING)
                    .as("it knows what comes next")
                    .isTrue();
            if (minute == 9) {
                assertThat(tries).isBetween(4, 14);
            }
        }
        assertThat(tries).isBetween(10, 40);
    }

    @Test
    void aWrongPasswordIsNotHammered() {
        node(IS_TOLD);
        browser.registers();
        for (int i = 0; i < 2; i++) {
            told.repeats(
                    Response.to(told.receives(Method.REGISTER), 401)
                            .with(HeaderName.WWW_AUTHENTICATE, CHALLENGE));
        }
        assertThat(view(Mode.MIRROR).state()).isEqualTo(State.FAILED);
        assertThat(view(Mode.MIRROR).reason()).isEqualTo("wrong user or password");
        ladder.seconds(120);
        told.receivesNothing();
    }

    @Test
    void aMirrorComesBackAfterTrouble() {
        node(IS_TOLD);
        browser.registers();
        told.repeats(Response.to(told.receives(Method.REGISTER), 500));
        assertThat(view(Mode.MIRROR).state()).isEqualTo(State.FAILED);
        ladder.seconds(5);
        mirrored(told, "300");
        assertThat(view(Mode.MIRROR).state()).isEqualTo(State.REGISTERED);
    }

    @Test
    void allThreeStandTogether() {
        node(DECIDES, IS_TOLD);
        registersThroughUs();
        mirrored(told, "300");
        assertThat(ladder.core.upstreams())
                .extracting(UpstreamView::state)
                .containsOnly(State.REGISTERED)
                .hasSize(2);
    }
}
