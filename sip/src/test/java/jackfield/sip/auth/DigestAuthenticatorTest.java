package jackfield.sip.auth;

import static jackfield.sip.auth.DigestAuthenticator.Asker.PROXY;
import static jackfield.sip.auth.DigestAuthenticator.Asker.REGISTRAR;
import static jackfield.sip.auth.DigestAuthenticator.Peer.BROWSER;
import static jackfield.sip.auth.DigestAuthenticator.Peer.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Parsed;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.Uri;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestAuthenticatorTest {
    private static final String REALM = "example.com";
    private static final long SECOND = 1_000_000_000L;
    private static final byte[] SECRET = "a secret of this node".getBytes();

    private final Map<String, Ha1> accounts =
            Map.of(
                    "alice", Ha1.of("alice", REALM, "wonderland"),
                    "alice@example.com", Ha1.of("alice@example.com", REALM, "wonderland"));
    private final DigestAuthenticator server = server(SECRET, 100);
    private final DigestClient alice =
            new DigestClient("alice", "wonderland", new SplittableRandom(2));
    private long now = 5 * SECOND;

    private DigestAuthenticator server(byte[] secret, int remembered) {
        Nonces nonces = new Nonces(secret, new SplittableRandom(1), 300 * SECOND, remembered);
        return new DigestAuthenticator(
                REALM, accounts::get, List.of(Algorithm.MD5, Algorithm.SHA_256), nonces);
    }

    private static Request request(Method method, String uri) {
        Headers headers =
                Headers.builder()
                        .add(HeaderName.VIA, "SIP/2.0/UDP h;branch=z9hG4bK1")
                        .add(HeaderName.FROM, "<sip:alice@example.com>;tag=1")
                        .add(HeaderName.TO, "<sip:alice@example.com>")
                        .add(HeaderName.CALL_ID, "1")
                        .add(HeaderName.CSEQ, "1 " + method)
                        .build();
        return new Request(method, Uri.parse(uri).orThrow(), headers, Body.NONE);
    }

    private static Request register() {
        return request(Method.REGISTER, "sip:example.com");
    }

    private Verdict.Challenged challenged(Request request) {
        return (Verdict.Challenged) server.verify(request, REGISTRAR, PHONE, now);
    }

    private static Response response(Request request, Verdict.Challenged challenge) {
        Response response = Response.to(request, challenge.status());
        for (Headers.Field field : challenge.fields()) {
            response = response.with(response.headers().add(field));
        }
        return response;
    }

    private Request answered(Request request) {
        return Objects.requireNonNull(
                alice.answer(request, response(request, challenged(request))));
    }

    /// The request with its credentials changed.
    private static Request forged(Request request, UnaryOperator<String> change) {
        String field = Objects.requireNonNull(request.headers().first(HeaderName.AUTHORIZATION));
        assertThat(change.apply(field)).isNotEqualTo(field);
        return request.with(HeaderName.AUTHORIZATION, change.apply(field));
    }

    private Verdict verify(Request request) {
        return server.verify(request, REGISTRAR, PHONE, now);
    }

    private static Verdict.Reason reason(Verdict verdict) {
        return ((Verdict.Refused) verdict).reason();
    }

    @Test
    void aBrowserGetsOneMd5Challenge() {
        var challenge = (Verdict.Challenged) server.verify(register(), REGISTRAR, BROWSER, now);
        assertThat(challenge.status()).isEqualTo(401);
        assertThat(challenge.fields())
                .singleElement()
                .satisfies(field -> {
                    assertThat(field.name()).isEqualTo(HeaderName.WWW_AUTHENTICATE);
                    assertThat(field.value()).contains("algorithm=MD5", "qop=\"auth\"");
                });
    }

    @Test
    void aPhoneGetsMd5ThenSha256() {
        var challenge = (Verdict.Challenged) server.verify(register(), PROXY, PHONE, now);
        assertThat(challenge.status()).isEqualTo(407);
        assertThat(challenge.fields())
                .extracting(Headers.Field::name)
                .containsOnly(HeaderName.PROXY_AUTHENTICATE);
        assertThat(challenge.fields())
                .extracting(field -> Challenge.parse(field.value()).orThrow().algorithm())
                .containsExactly(Algorithm.MD5, Algorithm.SHA_256);
    }

    @Test
    void thePasswordOpens() {
        Request again = answered(register());
        assertThat(again.headers().first(HeaderName.AUTHORIZATION)).contains("SHA-256");
        assertThat(server.claimedUser(again, REGISTRAR)).isEqualTo("alice");
        assertThat(verify(again)).isEqualTo(new Verdict.Authenticated("alice"));
    }

    @Test
    void aBrowserOpensWithMd5() {
        Request register = register();
        var challenge = (Verdict.Challenged) server.verify(register, REGISTRAR, BROWSER, now);
        Request again = alice.answer(register, response(register, challenge));
        assertThat(server.verify(Objects.requireNonNull(again), REGISTRAR, BROWSER, now))
                .isEqualTo(new Verdict.Authenticated("alice"));
    }

    @Test
    void aUsernameWithTheDomainIsTheSameUser() {
        var bob = new DigestClient("alice@example.com", "wonderland", new SplittableRandom(3));
        Request register = register();
        Request again = bob.answer(register, response(register, challenged(register)));
        assertThat(verify(Objects.requireNonNull(again)))
                .isEqualTo(new Verdict.Authenticated("alice"));
    }

    @ParameterizedTest
    @CsvSource({"alice,Wonderland", "nobody,wonderland"})
    void aWrongPasswordAndNoSuchUserLookTheSame(String user, String password) {
        var client = new DigestClient(user, password, new SplittableRandom(3));
        Request register = register();
        Request again = client.answer(register, response(register, challenged(register)));
        assertThat(verify(Objects.requireNonNull(again)))
                .isEqualTo(new Verdict.Refused(Verdict.Reason.WRONG_CREDENTIALS, user));
    }

    @Test
    void aProofIsGoodOnce() {
        Request again = answered(register());
        assertThat(verify(again)).isInstanceOf(Verdict.Authenticated.class);
        assertThat(verify(again))
                .isInstanceOfSatisfying(
                        Verdict.Challenged.class,
                        challenge -> assertThat(challenge.stale()).isTrue());
    }

    @Test
    void aNonceIsGoodForManyCountsInAnyOrder() {
        Request register = register();
        Challenge challenge =
                Challenge.parse(challenged(register).fields().getFirst().value()).orThrow();
        List<Request> proofs =
                LongStream.range(0, 20)
                        .mapToObj(_ ->
                                register.with(
                                        HeaderName.AUTHORIZATION,
                                        alice.credentials(challenge, register).field()))
                        .toList();
        for (int i : new int[] {4, 1, 0, 19, 7, 3}) {
            assertThat(verify(proofs.get(i))).isEqualTo(new Verdict.Authenticated("alice"));
            assertThat(verify(proofs.get(i))).isInstanceOf(Verdict.Challenged.class);
        }
    }

    @Test
    void anOldNonceIsStaleAndTheClientTriesAgainByItself() {
        Request again = answered(register());
        now += 301 * SECOND;
        Verdict.Challenged stale = (Verdict.Challenged) verify(again);
        assertThat(stale.stale()).isTrue();
        assertThat(stale.fields()).allSatisfy(f -> assertThat(f.value()).contains("stale=true"));
        Request third = alice.answer(again, response(again, stale));
        assertThat(verify(Objects.requireNonNull(third)))
                .isEqualTo(new Verdict.Authenticated("alice"));
    }

    @Test
    void aClientDoesNotTryAWrongPasswordTwice() {
        Request again = answered(register());
        assertThat(alice.answer(again, response(again, challenged(register())))).isNull();
    }

    @Test
    void aNonceOfAnotherNodeIsStale() {
        Request again = answered(register());
        var other = server("another secret of a node".getBytes(), 100);
        assertThat(other.verify(again, REGISTRAR, PHONE, now))
                .isInstanceOfSatisfying(
                        Verdict.Challenged.class,
                        challenge -> assertThat(challenge.stale()).isTrue());
    }

    @Test
    void aForgedNonceTellsNothingAboutThePassword() {
        Request forged =
                forged(answered(register()), f -> f.replaceFirst("nonce=\"..", "nonce=\"ff"));
        assertThat(verify(forged)).isInstanceOf(Verdict.Challenged.class);
    }

    @Test
    void forgettingANonceNeverMakesItGoodAgain() {
        DigestAuthenticator small = server(SECRET, 3);
        Request register = register();
        List<Request> used =
                LongStream.range(0, 10)
                        .mapToObj(_ -> {
                            now += SECOND;
                            var challenge =
                                    (Verdict.Challenged)
                                            small.verify(register, REGISTRAR, PHONE, now);
                            return Objects.requireNonNull(
                                    alice.answer(register, response(register, challenge)));
                        })
                        .toList();
        for (Request proof : used) {
            assertThat(small.verify(proof, REGISTRAR, PHONE, now))
                    .isInstanceOf(Verdict.Authenticated.class);
        }
        for (Request proof : used) {
            assertThat(small.verify(proof, REGISTRAR, PHONE, now))
                    .isInstanceOf(Verdict.Challenged.class);
        }
    }

    @Test
    void withoutQopThereIsNoProof() {
        Request old = forged(answered(register()), field -> field.replace(", qop=auth", ""));
        assertThat(reason(verify(old))).isEqualTo(Verdict.Reason.NO_QOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nc=00000001", "cnonce=", "qop=auth", "username=", "response="})
    void credentialsWithAPartMissingOrBrokenAreRefused(String part) {
        Request broken = forged(answered(register()), f -> f.replace(part, "x=1, " + "y" + part));
        assertThat(verify(broken)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aProofForAnotherMethodIsNone() {
        Request again = answered(register());
        Request invite =
                request(Method.INVITE, "sip:example.com")
                        .with(
                                HeaderName.AUTHORIZATION,
                                Objects.requireNonNull(
                                        again.headers().first(HeaderName.AUTHORIZATION)));
        assertThat(reason(verify(invite))).isEqualTo(Verdict.Reason.WRONG_CREDENTIALS);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:example.com:5060, true",
        "sip:bob@EXAMPLE.com;transport=tcp, true",
        "sips:10.0.0.1, true",
        "sip:elsewhere.net, false",
        "tel:+1555, false"
    })
    void theUriMayDifferAsLongAsItIsHere(String digestUri, boolean taken) {
        Request elsewhere = request(Method.REGISTER, digestUri);
        Request proved = answered(elsewhere);
        Request here =
                request(Method.REGISTER, "sip:10.0.0.1:5060")
                        .with(
                                HeaderName.AUTHORIZATION,
                                Objects.requireNonNull(
                                        proved.headers().first(HeaderName.AUTHORIZATION)));
        Verdict verdict = verify(here);
        if (taken) {
            assertThat(verdict).isEqualTo(new Verdict.Authenticated("alice"));
        } else {
            assertThat(reason(verdict)).isEqualTo(Verdict.Reason.OTHER_URI);
        }
    }

    @Test
    void credentialsForOthersArePassedOver() {
        Request request = register().with(HeaderName.AUTHORIZATION, "Bearer abc");
        request =
                request.with(
                        request.headers()
                                .add(
                                        HeaderName.AUTHORIZATION,
                                        "Digest username=\"a\", realm=\"other\", nonce=\"n\","
                                                + " uri=\"sip:x\", response=\"0\""));
        assertThat(verify(request)).isInstanceOf(Verdict.Challenged.class);
        assertThat(server.claimedUser(request, REGISTRAR)).isNull();
    }

    @Test
    void nothingSecretIsShown() {
        String field =
                Objects.requireNonNull(
                        answered(register()).headers().first(HeaderName.AUTHORIZATION));
        Credentials credentials = Credentials.parse(field).orThrow();
        assertThat(credentials.toString()).doesNotContain(credentials.response());
        Ha1 ha1 = Ha1.of("alice", REALM, "wonderland");
        assertThat(ha1.toString()).doesNotContain(ha1.md5Hex(), ha1.sha256Hex());
    }

    static LongStream seeds() {
        return LongStream.range(0, 5_000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mutatedCredentialsAreAnsweredWithAVerdict(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Request again = answered(register());
        String field = Objects.requireNonNull(again.headers().first(HeaderName.AUTHORIZATION));
        StringBuilder text = new StringBuilder(field);
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            int at = 7 + random.nextInt(text.length() - 7);
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, "\",=\\ \u00e9".charAt(random.nextInt(6)));
                default -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
            }
        }
        Request mutant = again.with(HeaderName.AUTHORIZATION, text.toString());
        Verdict verdict = verify(mutant);
        if (verdict instanceof Verdict.Authenticated(String user)) {
            assertThat(user).isEqualTo("alice");
        }
        if (Credentials.parse(text.toString()) instanceof Parsed.Ok<Credentials>(var read)) {
            assertThat(Credentials.parse(read.field())).isInstanceOf(Parsed.Ok.class);
        }
        assertThat(Challenge.parse(text.toString())).isNotNull();
    }
}
