package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.location.Binding;
import jackfield.sip.auth.BearerAuthenticator;
import jackfield.sip.auth.TokenKey;
import jackfield.sip.auth.TokenPolicy;
import jackfield.sip.auth.TokenVerifier;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Users who have a token instead of a password, as JsSIP's `authorization_jwt` shows it: the same
/// Authorization on every request, unasked.
class TokenTest {
    private static final byte[] SECRET =
            "the issuer's secret, which has 32 bytes".getBytes(StandardCharsets.US_ASCII);
    private static final long TODAY = 1_700_000_000;

    private final Ladder ladder =
            new Ladder(
                    new BearerAuthenticator(
                            new TokenVerifier(
                                    List.of(TokenKey.shared(SECRET).orThrow()),
                                    new TokenPolicy(
                                            "https://id",
                                            "sip",
                                            "sub",
                                            null,
                                            TokenPolicy.LEEWAY_MS)),
                            () -> Instant.ofEpochSecond(TODAY),
                            "https://id/token",
                            "phone"));
    private final Party alice = ladder.browser("alice", 41000);
    private final Party bob = ladder.phone("bob", "10.0.0.2:5060");

    private static String token(String user, long expires) {
        return token(SECRET, user, expires);
    }

    private static String token(byte[] secret, String user, long expires) {
        String claims =
                "{\"iss\":\"https://id\",\"aud\":\"sip\",\"sub\":\"%s\",\"exp\":%d}"
                        .formatted(user, expires);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String signed =
                base64.encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8))
                        + "."
                        + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return signed
                    + "."
                    + base64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Request with(Request request, String token) {
        return request.with(HeaderName.AUTHORIZATION, "Bearer " + token);
    }

    private static Request registration(Party party, String user) {
        return party.request(
                        Method.REGISTER,
                        "sip:example.org",
                        "<sip:" + user + "@example.org>",
                        "reg-" + user,
                        1)
                .with(HeaderName.CONTACT, "<" + party.contact + ">;expires=600");
    }

    @Test
    void aBrowserRegistersAndCallsWithItsTokenAlone() {
        String token = token("alice", TODAY + 60);
        alice.sends(with(registration(alice, "alice"), token));
        alice.receives(200);
        assertThat(ladder.core.registrations())
                .singleElement()
                .extracting(Binding::contact)
                .hasToString("<" + alice.contact + ">");
        bob.registers(";expires=600");

        Request sent = alice.sends(with(alice.invite("bob", Party.OFFER), token));
        alice.receives(100);
        Request invite = bob.receives(Method.INVITE);
        assertThat(invite.headers().has(HeaderName.AUTHORIZATION)).as("token passed on").isFalse();
        bob.answers(invite, 200, Party.ANSWER);
        Response ok = alice.receives(200);

        Dialog dialog = Dialog.uac(sent, ok).orThrow();
        alice.sends(with(dialog.ack(1), token));
        assertThat(bob.receives(Method.ACK).headers().has(HeaderName.AUTHORIZATION)).isFalse();
        alice.sends(with(dialog.request(Method.BYE), token));
        Request bye = bob.receives(Method.BYE);
        assertThat(bye.headers().has(HeaderName.AUTHORIZATION)).isFalse();
        bob.answers(bye, 200);
        alice.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void textMessagesGoByTokenAndInTheProxysOwnFieldToo() {
        bob.registers(";expires=600");
        Request message =
                alice.request(
                        Method.MESSAGE,
                        "sip:bob@example.org",
                        "<sip:bob@example.org>",
                        "message-1",
                        1);
        alice.sends(
                message.with(
                        HeaderName.PROXY_AUTHORIZATION, "bearer " + token("alice", TODAY + 60)));
        Request received = bob.receives(Method.MESSAGE);
        assertThat(received.headers().has(HeaderName.PROXY_AUTHORIZATION)).isFalse();
        bob.answers(received, 200);
        alice.receives(200);
        ladder.assertQuiet();
    }

    @Test
    void whoIsKnownToTheIssuerAloneIsAUserToo() {
        Party dave = ladder.browser("dave", 41001);
        dave.sends(with(registration(dave, "dave"), token("dave@example.org", TODAY + 60)));
        dave.receives(200);
        bob.registers(";expires=600");
        Request sent = bob.calls("dave", Party.OFFER);
        Request invite = dave.receives(Method.INVITE);
        dave.answers(invite, 486);
        bob.acknowledges(sent, bob.receives(486));
        dave.receives(Method.ACK);
        ladder.assertQuiet();
    }

    @Test
    void challengesNameTheIssuerBehindTheDigest() {
        alice.sends(registration(alice, "alice"));
        Response challenge = alice.receives(401);
        assertThat(challenge.headers().all(HeaderName.WWW_AUTHENTICATE))
                .satisfiesExactly(
                        digest -> assertThat(digest).startsWith("Digest "),
                        bearer ->
                                assertThat(bearer)
                                        .isEqualTo(
                                                "Bearer authz_server=\"https://id/token\","
                                                        + " scope=\"phone\""));
        alice.registers(";expires=600"); // by its password, as ever

        Request invite = alice.sends(alice.invite("bob", Party.OFFER));
        Response again = alice.receives(407);
        assertThat(again.headers().all(HeaderName.PROXY_AUTHENTICATE)).hasSize(2);
        alice.acknowledges(invite, again);
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "forged", "nonsense", "a.b.c", ""})
    void aBadTokenIsToldSo(String kind) {
        String token =
                switch (kind) {
                    case "expired" -> token("alice", TODAY - 60);
                    case "forged" -> token(new byte[32], "alice", TODAY + 60);
                    default -> kind;
                };
        alice.sends(with(registration(alice, "alice"), token));
        Response refusal = alice.receives(401);
        assertThat(refusal.headers().all(HeaderName.WWW_AUTHENTICATE))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("Bearer ")
                .endsWith("error=\"invalid_token\"");
        assertThat(ladder.core.registrations()).isEmpty();

        Request invite = alice.sends(with(alice.invite("bob", Party.OFFER), token));
        Response proxys = alice.receives(407);
        assertThat(proxys.headers().all(HeaderName.PROXY_AUTHENTICATE))
                .last()
                .asString()
                .contains("invalid_token");
        alice.acknowledges(invite, proxys);
    }

    @Test
    void aTokenIsGoodForItsUserOnly() {
        alice.sends(with(registration(alice, "bob"), token("alice", TODAY + 60)));
        alice.receives(403);
        alice.sends(with(registration(alice, "alice"), token("alice@example.com", TODAY + 60)));
        assertThat(alice.receives(403).reason()).isEqualTo("Token Of Another Domain");
        Request invite = alice.sends(with(alice.invite("bob", null), token("carol", TODAY + 60)));
        alice.acknowledges(invite, alice.receives(403));
        assertThat(ladder.core.registrations()).isEmpty();
    }

    @Test
    void aTokenThatCameInTheClearIsNotLookedAt() {
        bob.sends(with(registration(bob, "bob"), token("bob", TODAY + 60)));
        assertThat(bob.receives(401).headers().all(HeaderName.WWW_AUTHENTICATE))
                .singleElement()
                .asString()
                .startsWith("Digest ");
    }

    @Test
    void guessersOfTokensAreHeldBackAndThoseWhoAreLateAreNot() {
        for (int i = 0; i < 30; i++) {
            alice.sends(with(registration(alice, "alice"), token("alice", TODAY - 90)));
            alice.receives(401);
            ladder.seconds(0.1);
        }
        String forged = token(new byte[32], "alice", TODAY + 60);
        int looked = 0;
        for (int i = 0; i < 30; i++) {
            alice.sends(with(registration(alice, "alice"), forged));
            Response answer = (Response) alice.inbox.poll();
            assertThat(answer).isNotNull();
            looked += answer.status() == 401 ? 1 : 0;
        }
        assertThat(looked).isEqualTo(20);
        alice.sends(with(registration(alice, "alice"), token("alice", TODAY + 60)));
        assertThat(alice.receives(403).headers().has(HeaderName.RETRY_AFTER)).isTrue();
        ladder.seconds(30);
        alice.sends(with(registration(alice, "alice"), token("alice", TODAY + 60)));
        alice.receives(200);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedTokensDoNoHarm(long seed) {
        String good = token("alice", TODAY + 60);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 300; i++) {
            StringBuilder token = new StringBuilder(good);
            token.setCharAt(random.nextInt(token.length()), (char) (' ' + random.nextInt(95)));
            if (!token.toString().equals(good)) {
                alice.sends(with(registration(alice, "alice"), token.toString()));
                assertThat(alice.inbox.poll())
                        .isInstanceOfSatisfying(
                                Response.class,
                                answer -> assertThat(answer.status()).isIn(400, 401, 403));
            }
            ladder.seconds(10);
        }
        assertThat(ladder.core.registrations()).isEmpty();
    }
}
