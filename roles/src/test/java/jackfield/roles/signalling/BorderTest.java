package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.location.Binding;
import jackfield.roles.sbc.AdmissionPolicy;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Uri;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What strangers and the clumsy meet.
class BorderTest {
    private final Ladder ladder = new Ladder();
    private final Party alice = ladder.browser("alice", 41000);
    private final Party bob = ladder.phone("bob", "10.0.0.2:5060");

    private static Request registration(Party party, String aor) {
        return party.request(
                Method.REGISTER, "sip:example.org", "<sip:" + aor + "@example.org>", "reg-1", 1);
    }

    @Test
    void aBrowserIsAskedOnceAndForMd5Only() {
        alice.sends(registration(alice, "alice"));
        Response challenge = alice.receives(401);
        assertThat(challenge.headers().all(HeaderName.WWW_AUTHENTICATE))
                .singleElement()
                .asString()
                .contains("MD5")
                .contains("qop=\"auth\"");
        assertThat(challenge.headers().to().tag()).isNotNull();
        assertThat(ladder.core.registrations()).isEmpty();
    }

    @Test
    void aRegistrationIsStoredOnlyAfterTheRightPassword() {
        Request bare = registration(bob, "bob");
        bob.sends(bare);
        Response challenge = bob.receives(401);
        Request wrong =
                new jackfield.sip.auth.DigestClient("bob", "guess", ladder.random)
                        .answer(bare, challenge);
        assertThat(wrong).isNotNull();
        bob.sends(wrong);
        bob.receives(403);
        assertThat(ladder.core.registrations()).isEmpty();

        bob.registers(";expires=600");
        assertThat(ladder.core.registrations())
                .singleElement()
                .extracting(Binding::contact)
                .hasToString("<" + bob.contact + ">");
    }

    @Test
    void guessingIsMadeSlowAndTheUserElsewhereIsNotDisturbed() {
        int barred = 0;
        for (int i = 0; i < 10; i++) {
            Request bare = registration(bob, "bob");
            bob.sends(bare);
            Request wrong =
                    new jackfield.sip.auth.DigestClient("bob", "guess" + i, ladder.random)
                            .answer(bare, bob.receives(401));
            assertThat(wrong).isNotNull();
            bob.sends(wrong);
            barred += bob.receives(403).headers().has(HeaderName.RETRY_AFTER) ? 1 : 0;
        }
        assertThat(barred).isGreaterThan(3);
        Party elsewhere = ladder.phone("bob", "10.0.0.77:5060");
        elsewhere.registers();
    }

    @Test
    void oneAddressCannotTryOnePasswordOnManyUsers() {
        int tried = 0;
        for (int i = 0; i < 30; i++) {
            Party guesser = ladder.phone("user" + i, "10.0.0.66:" + (5060 + i));
            Request bare = registration(guesser, "user" + i);
            guesser.sends(bare);
            if (guesser.inbox.isEmpty()) {
                break; // banned
            }
            Request wrong =
                    new jackfield.sip.auth.DigestClient("user" + i, "1234", ladder.random)
                            .answer(bare, guesser.receives(401));
            assertThat(wrong).isNotNull();
            guesser.sends(wrong);
            tried += guesser.inbox.isEmpty() ? 0 : 1;
        }
        assertThat(tried).isBetween(10, 20);
        bob.registers();
    }

    @Test
    void nobodyRegistersForAnother() {
        Request bare = registration(bob, "alice");
        bob.sends(bare);
        bob.sends(bob.proves(bare.with(HeaderName.CSEQ, "2 REGISTER"), bob.receives(401)));
        bob.receives(403);
        assertThat(ladder.core.registrations()).isEmpty();
    }

    @Test
    void nobodyCallsUnderAnothersName() {
        alice.registers();
        Request bare =
                bob.invite("alice", Party.OFFER)
                        .with(HeaderName.FROM, "<sip:carol@example.org>;tag=c");
        Request sent = bob.tries(bare);
        bob.acknowledges(sent, bob.receives(403));
        Request elsewhere =
                bob.tries(
                        bob.invite("alice", Party.OFFER)
                                .with(HeaderName.FROM, "<sip:bank@bank.example>;tag=c"));
        bob.acknowledges(elsewhere, bob.receives(403));
        alice.receivesNothing();

        Request anonymous =
                bob.calls(
                        bob.invite("alice", Party.OFFER)
                                .with(
                                        HeaderName.FROM,
                                        "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=c"));
        alice.answers(alice.receives(Method.INVITE), 486);
        alice.receives(Method.ACK);
        bob.acknowledges(anonymous, bob.receives(486));
        ladder.assertQuiet();
    }

    @Test
    void thisIsNoOpenRelay() {
        Request outward =
                bob.invite("x", Party.OFFER).to(SipUri.parse("sip:x@203.0.113.9").orThrow());
        Request stranger =
                bob.sends(outward.with(HeaderName.FROM, "<sip:eve@elsewhere.net>;tag=e"));
        bob.acknowledges(stranger, bob.receives(407));

        Request sent = bob.calls(outward.with(HeaderName.CALL_ID, "again"));
        bob.acknowledges(sent, bob.receives(404));
        ladder.assertQuiet();
    }

    @Test
    void callersFromOutsideComeInOnlyWhereTheOperatorWantsIt() {
        SignallingSettings d = SignallingSettings.DEFAULT;
        Ladder open =
                new Ladder(
                        new SignallingSettings(
                                d.timers(),
                                d.transactions(),
                                d.registrations(),
                                new AdmissionPolicy(true, 20),
                                d.proxy(),
                                d.echoUsers(),
                                true,
                                d.messages()),
                        1);
        Party callee = open.browser("alice", 41000);
        Party trunk = open.phone("trunk", "203.0.113.5:5060");
        callee.registers();
        Request bare =
                trunk.invite("alice", Party.OFFER)
                        .with(HeaderName.FROM, "<sip:+47123@carrier.net>;tag=t")
                        .with(HeaderName.P_ASSERTED_IDENTITY, "<sip:ceo@example.org>");
        Request sent = trunk.sends(bare);
        trunk.receives(100);
        Request invite = callee.receives(Method.INVITE);
        assertThat(invite.headers().has(HeaderName.P_ASSERTED_IDENTITY)).isFalse();
        callee.answers(invite, 486);
        callee.receives(Method.ACK);
        trunk.acknowledges(sent, trunk.receives(486));

        // But not through us to the world, and not under a name of ours.
        Request through = bare.to(SipUri.parse("sip:x@203.0.113.9").orThrow());
        Request refused = trunk.sends(through.with(HeaderName.CALL_ID, "through"));
        trunk.acknowledges(refused, trunk.receives(407));

        // Our own users may call out to an address there.
        Party world = open.phone("world", "203.0.113.9:5060");
        Request out =
                callee.invite("x", Party.OFFER).to(SipUri.parse("sip:x@203.0.113.9").orThrow());
        Request called = callee.calls(out);
        Request atWorld = world.receives(Method.INVITE);
        assertThat(atWorld.uri()).hasToString("sip:x@203.0.113.9");
        world.answers(atWorld, 404);
        world.receives(Method.ACK);
        callee.acknowledges(called, callee.receives(404));
        open.assertQuiet();
    }

    @Test
    void aCallToTheContactOfABrowserFindsItsSocket() {
        alice.registers();
        Request bare = bob.invite("alice", Party.OFFER).to(SipUri.parse(alice.contact).orThrow());
        Request sent = bob.calls(bare);
        Request invite = alice.receives(Method.INVITE);
        assertThat(invite.uri()).hasToString(alice.contact);
        alice.answers(invite, 486);
        alice.receives(Method.ACK);
        bob.acknowledges(sent, bob.receives(486));
        ladder.assertQuiet();
    }

    @Test
    void theOldRoadsAreClosed() {
        Request base = bob.invite("alice", Party.OFFER);
        bob.acknowledges(bob.sends(base.hop(0).with(HeaderName.CALL_ID, "1")), bob.receives(483));
        Request extension =
                base.with(HeaderName.PROXY_REQUIRE, "foo").with(HeaderName.CALL_ID, "2");
        bob.sends(extension);
        assertThat(bob.receives(420).headers().first(HeaderName.UNSUPPORTED)).isEqualTo("foo");
        bob.sends(base.to(Uri.parse("tel:+4712345678").orThrow()).with(HeaderName.CALL_ID, "3"));
        bob.receives(416);
        bob.inbox.clear();
    }

    @Test
    void aRequestOfNoDialogIsNotPassedOn() {
        alice.registers();
        Request bye =
                bob.request(
                        Method.BYE,
                        alice.contact,
                        "<sip:alice@example.org>;tag=unknown",
                        "no-such-call",
                        7);
        bob.sends(bye);
        bob.receives(481);
        alice.receivesNothing();
        Request token =
                bye.with(
                        HeaderName.ROUTE,
                        "<sip:AQAAforged@10.0.0.1:5060;lr>, <sip:10.0.0.1:8080;transport=ws;lr>");
        bob.sends(token.with(HeaderName.CSEQ, "8 BYE"));
        bob.receives(481);
        alice.receivesNothing();
        ladder.assertQuiet();
    }

    /// Who was once in a dialog with somebody holds a signed Route to them.
    @Test
    void aRouteOfOneDialogLeadsNowhereInAnother() {
        alice.registers();
        bob.registers();
        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = bob.receives(Method.INVITE);
        bob.answers(invite, 486);
        bob.receives(Method.ACK);
        alice.acknowledges(sent, alice.receives(486));
        Request later =
                bob.request(
                        Method.BYE,
                        alice.contact,
                        invite.headers().from().toString(),
                        invite.headers().callId(),
                        7);
        for (String route : invite.headers().all(HeaderName.RECORD_ROUTE)) {
            later = later.with(later.headers().add(HeaderName.ROUTE, route));
        }
        bob.sends(later);
        alice.answers(alice.receives(Method.BYE), 481);
        bob.receives(481);
        bob.sends(later.with(HeaderName.CALL_ID, "another-dialog"));
        bob.receives(481);
        alice.receivesNothing();
        ladder.assertQuiet();
    }

    @Test
    void routesByTheHundredAreOneRequestLikeAnother() {
        alice.registers();
        bob.registers();
        String ours = "<sip:10.0.0.1:8080;transport=ws;lr>";
        Request bare =
                alice.invite("bob", Party.OFFER)
                        .with(HeaderName.ROUTE, ours + ("," + ours).repeat(199));
        Request sent = alice.calls(bare);
        Request invite = bob.receives(Method.INVITE);
        assertThat(invite.headers().routes()).hasSize(200 - 16);
        bob.answers(invite, 486);
        bob.receives(Method.ACK);
        alice.acknowledges(sent, alice.receives(486));
        ladder.assertQuiet();
    }

    @Test
    void aPreloadedRouteThatNamesUsIsConsumed() {
        alice.registers();
        bob.registers();
        Request bare =
                alice.invite("bob", Party.OFFER)
                        .with(HeaderName.ROUTE, "<sip:10.0.0.1:8080;transport=ws;lr>");
        Request sent = alice.calls(bare);
        Request invite = bob.receives(Method.INVITE);
        assertThat(invite.headers().has(HeaderName.ROUTE)).isFalse();
        bob.answers(invite, 486);
        bob.receives(Method.ACK);
        alice.acknowledges(sent, alice.receives(486));
        ladder.assertQuiet();
    }

    @Test
    void aCallIdThatIsInUseIsRefused() {
        alice.registers();
        bob.registers();
        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = bob.receives(Method.INVITE);
        Request thief =
                bob.invite("alice", Party.OFFER).with(HeaderName.CALL_ID, sent.headers().callId());
        Request refused = bob.calls(thief);
        bob.acknowledges(refused, bob.receives(482));
        Request byEcho =
                bob.calls(
                        bob.invite("9999", Party.OFFER)
                                .with(HeaderName.CALL_ID, sent.headers().callId()));
        bob.acknowledges(byEcho, bob.receives(482));
        assertThat(ladder.relay.forks).hasSize(1);
        bob.answers(invite, 486);
        bob.receives(Method.ACK);
        alice.acknowledges(sent, alice.receives(486));
        ladder.assertQuiet();
    }

    @Test
    void theNodeItselfAnswersOptions() {
        Request options =
                bob.request(Method.OPTIONS, "sip:10.0.0.1:5060", "<sip:10.0.0.1>", "ping", 1);
        bob.sends(options);
        Response ok = bob.receives(200);
        assertThat(ok.headers().has(HeaderName.ALLOW)).isTrue();
        assertThat(ok.headers().first(HeaderName.ACCEPT)).isEqualTo("application/sdp");
        ladder.assertQuiet();
    }

    @Test
    void malformedRequestsAreToldWhichHeaderIsWrong() {
        String text =
                "OPTIONS sip:example.org SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.2;branch=z9hG4bK1\r\n"
                        + "From: <sip:bob@example.org>;tag=1\r\nTo: <sip:example.org>\r\n"
                        + "Call-ID: 1\r\nCSeq: many OPTIONS\r\n\r\n";
        ladder.arrive(bob.flow, text.getBytes(StandardCharsets.UTF_8));
        assertThat(ladder.unreadable)
                .singleElement()
                .asString()
                .startsWith("SIP/2.0 400 ")
                .containsPattern("400 .*CSeq.*\r\n");
        ladder.arrive(bob.flow, "nonsense".getBytes(StandardCharsets.UTF_8));
        bob.receivesNothing();
        assertThat(ladder.core.counters().drops()).containsEntry("malformed", 2L);
    }

    @Test
    void keepAlivesAreAnsweredInKind() {
        List<byte[]> sent = new ArrayList<>();
        for (String ping : new String[] {"\r\n\r\n", "\r\n", "\0\0\0\0", ""}) {
            ladder.core.receive(
                    ping.getBytes(StandardCharsets.UTF_8),
                    alice.flow,
                    ladder.now,
                    output -> {
                        if (output instanceof SignallingOutput.Send(var _, byte[] bytes)) {
                            sent.add(bytes);
                        }
                    });
        }
        assertThat(sent).containsExactly("\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(ladder.core.counters().drops()).isEmpty();
    }

    @Test
    void aFloodIsDroppedAndOthersAreServed() {
        for (int i = 0; i < 3000; i++) {
            bob.sends(registration(bob, "bob").with(HeaderName.CALL_ID, "flood" + i));
        }
        assertThat(ladder.core.counters().drops()).containsEntry("too many requests", 1000L);
        assertThat(ladder.core.bans().dropped()).as("by then it is banned").isEqualTo(1000);
        bob.sends(
                bob.request(Method.BYE, alice.contact, "<sip:alice@example.org>;tag=x", "none", 1));
        assertThat(ladder.core.bans().dropped()).isEqualTo(1001);
        alice.registers();
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    /// Valid requests with a few bytes changed: nothing throws, nothing stays.
    @ParameterizedTest
    @MethodSource("seeds")
    void damagedRequestsDoNoHarm(long seed) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        bob.registers();
        alice.registers();
        for (int i = 0; i < 20; i++) {
            Request request =
                    switch (random.nextInt(3)) {
                        case 0 -> alice.invite("bob", Party.OFFER);
                        case 1 -> registration(alice, "alice");
                        default ->
                                alice.request(
                                        Method.BYE,
                                        bob.contact,
                                        "<sip:bob@example.org>;tag=x",
                                        "c",
                                        5);
                    };
            byte[] bytes =
                    jackfield.sip.message.Writer.write(
                            request.push(
                                            jackfield.sip.message.Via.of(
                                                    jackfield.base.Transport.WS,
                                                    "v.invalid",
                                                    0,
                                                    "z9hG4bK" + seed + i))
                                    .with(
                                            HeaderName.ROUTE,
                                            "<sip:10.0.0.1;lr>, <sip:tok@10.0.0.1:5060;lr>")
                                    .with(HeaderName.SUPPORTED, "path, outbound"));
            for (int change = random.nextInt(1, 6); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] =
                        (byte) "\0 :;<>@,=\"sip\r\n%\u007f*".charAt(random.nextInt(18));
            }
            ladder.arrive(alice.flow, bytes);
        }
        ladder.assertQuiet();
    }

    @Test
    void aCallThatComesRoundIsALoopThoughItsCredentialsStayedHere() {
        alice.registers();
        bob.registers();
        Request sent = alice.calls("bob", Party.OFFER);
        Request atBob = bob.receives(Method.INVITE);
        bob.sends(atBob.to(sent.uri()));
        bob.receivesWithVias(482, 3);
    }
}
