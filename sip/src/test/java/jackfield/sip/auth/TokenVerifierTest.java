package jackfield.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Parsed;
import jackfield.sip.auth.TokenVerdict.Fault;
import jackfield.sip.auth.TokenVerdict.Invalid;
import jackfield.sip.auth.TokenVerdict.Valid;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final byte[] SECRET =
            "a secret of at least 32 bytes, shared".getBytes(StandardCharsets.US_ASCII);
    private static final TokenPolicy POLICY =
            new TokenPolicy("https://id.example.org", "sip", "sub", null, TokenPolicy.LEEWAY_MS);
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final KeyPair RSA;
    private static final KeyPair EC;

    static {
        try {
            RSA = TokenMint.rsa(2048);
            EC = TokenMint.ec("secp256r1");
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private final TokenVerifier shared = verifier(TokenKey.shared(SECRET).orThrow());

    private static TokenVerifier verifier(TokenKey... keys) {
        return new TokenVerifier(List.of(keys), POLICY);
    }

    private static TokenVerifier with(TokenPolicy policy) {
        return new TokenVerifier(List.of(TokenKey.shared(SECRET).orThrow()), policy);
    }

    /// Claims that are good at NOW, with more at the end.
    private static String claims(String more) {
        return "{\"sub\":\"alice\",\"iss\":\"https://id.example.org\",\"aud\":\"sip\",\"exp\":"
                + (NOW / 1000 + 300)
                + more
                + "}";
    }

    private static String claims(String audience, double expires) {
        return "{\"sub\":\"alice\",\"iss\":\"https://id.example.org\",\"aud\":%s,\"exp\":%s}"
                .formatted(audience, expires);
    }

    private static String hs256(String claims) throws GeneralSecurityException {
        return TokenMint.hs256(SECRET, HEADER, claims);
    }

    private static void assertFault(TokenVerdict verdict, Fault fault) {
        assertThat(verdict).isEqualTo(new Invalid(fault));
    }

    @Test
    void aTokenOfEachAlgorithmIsGood() throws Exception {
        assertThat(shared.verify(hs256(claims("")), NOW)).isEqualTo(new Valid("alice"));

        TokenVerifier both =
                verifier(
                        TokenKey.of(RSA.getPublic(), "r").orThrow(),
                        TokenKey.of(EC.getPublic(), null).orThrow());
        String rsa = TokenMint.rs256(RSA.getPrivate(), "{\"alg\":\"RS256\"}", claims(""));
        String ec =
                TokenMint.es256(
                        EC.getPrivate(), "{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}", claims(""));
        assertThat(both.verify(rsa, NOW)).isEqualTo(new Valid("alice"));
        assertThat(both.verify(ec, NOW)).isEqualTo(new Valid("alice"));
    }

    /// The example of RFC 7515 appendix A.1: its signature is right, its claims are not for us.
    @Test
    void theTokenOfTheRfcIsRead() {
        byte[] key =
                Base64.getUrlDecoder()
                        .decode(
                                "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75"
                                        + "aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        String token =
                "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
                        + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
                        + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
                        + "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        TokenVerifier joes =
                new TokenVerifier(
                        List.of(TokenKey.shared(key).orThrow()),
                        new TokenPolicy("joe", null, "iss", null, 0));
        assertThat(joes.verify(token, 1_300_819_379_999L)).isEqualTo(new Valid("joe"));
        assertFault(joes.verify(token, 1_300_819_380_000L), Fault.EXPIRED);
    }

    @Test
    void timeIsAskedWithAMinutesLeeway() throws Exception {
        String token = hs256(claims("\"sip\"", NOW / 1000));
        assertThat(shared.verify(token, NOW + 59_999)).isInstanceOf(Valid.class);
        assertFault(shared.verify(token, NOW + 60_000), Fault.EXPIRED);

        String early = hs256(claims(",\"nbf\":" + (NOW / 1000 + 60)));
        assertThat(shared.verify(early, NOW)).isInstanceOf(Valid.class);
        assertFault(shared.verify(early, NOW - 1), Fault.EARLY);
    }

    @Test
    void aTokenWithoutAnEndIsNone() throws Exception {
        String claims = "{\"sub\":\"alice\",\"iss\":\"https://id.example.org\",\"aud\":\"sip\"%s}";
        assertFault(shared.verify(hs256(claims.formatted("")), NOW), Fault.MALFORMED);
        assertFault(
                shared.verify(hs256(claims.formatted(",\"exp\":\"2999999999\"")), NOW),
                Fault.MALFORMED);
        assertFault(shared.verify(hs256(claims.formatted(",\"exp\":1e999")), NOW), Fault.MALFORMED);
        assertFault(shared.verify(hs256(claims(",\"nbf\":true")), NOW), Fault.MALFORMED);
    }

    @Test
    void itMustBeOfTheIssuerAndForUs() throws Exception {
        double end = NOW / 1000.0 + 10;
        assertThat(shared.verify(hs256(claims("[\"web\",\"sip\"]", end)), NOW))
                .isEqualTo(new Valid("alice"));
        for (String other : List.of("\"web\"", "[\"web\"]", "[\"sip\",1]", "{}", "null", "[]")) {
            assertFault(shared.verify(hs256(claims(other, end)), NOW), Fault.OTHER_AUDIENCE);
        }
        TokenVerifier elsewhere = with(new TokenPolicy("https://other", "sip", "sub", null, 0));
        assertFault(elsewhere.verify(hs256(claims("")), NOW), Fault.OTHER_ISSUER);
        // Where no audience is settled, a token that is for somebody is not for us.
        TokenVerifier anybody = with(new TokenPolicy(null, null, "sub", null, 0));
        assertFault(anybody.verify(hs256(claims("")), NOW), Fault.OTHER_AUDIENCE);
        assertThat(anybody.verify(hs256("{\"sub\":\"bob\",\"exp\":9999999999}"), NOW))
                .isEqualTo(new Valid("bob"));
    }

    @Test
    void aScopeIsAskedForWhereOneIsSettled() throws Exception {
        TokenVerifier phones =
                with(new TokenPolicy("https://id.example.org", "sip", "sub", "phone", 0));
        assertFault(phones.verify(hs256(claims("")), NOW), Fault.SCOPE);
        assertFault(phones.verify(hs256(claims(",\"scope\":\"phones mail\"")), NOW), Fault.SCOPE);
        assertThat(phones.verify(hs256(claims(",\"scope\":\"mail phone\"")), NOW))
                .isInstanceOf(Valid.class);
    }

    @Test
    void theUserIsWhereTheOperatorSays() throws Exception {
        TokenVerifier names =
                with(
                        new TokenPolicy(
                                "https://id.example.org", "sip", "preferred_username", null, 0));
        assertFault(names.verify(hs256(claims("")), NOW), Fault.NO_USER);
        assertThat(names.verify(hs256(claims(",\"preferred_username\":\"al@example.org\"")), NOW))
                .isEqualTo(new Valid("al@example.org"));
        for (String odd : List.of("7", "\"\"", "\"a b\"", "\"a;b\"", "\"auth0|1\"", "\"é\"")) {
            assertFault(
                    names.verify(hs256(claims(",\"preferred_username\":" + odd)), NOW),
                    Fault.NO_USER);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"None\"}",
                "{\"alg\":\"\"}",
                "{\"alg\":null}",
                "{}",
                "{\"alg\":\"hs256\"}",
                "{\"alg\":\"HS512\"}",
                "{\"alg\":\"RS256\"}",
                "{\"alg\":\"HS256\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"HS256\",\"typ\":\"logout+jwt\"}",
                "{\"alg\":\"HS256\",\"typ\":1}"
            })
    void onlyTheKeysOwnAlgorithmCounts(String header) throws Exception {
        assertFault(
                shared.verify(TokenMint.hs256(SECRET, header, claims("")), NOW),
                Fault.OTHER_ALGORITHM);
        assertFault(
                shared.verify(TokenMint.unsigned(header, claims("")) + ".", NOW),
                Fault.OTHER_ALGORITHM);
    }

    @Test
    void aPublicKeyIsNoSecret() throws Exception {
        // The classic: HS256 with the bytes of the public key, which everybody has.
        TokenVerifier keys = verifier(TokenKey.of(RSA.getPublic(), null).orThrow());
        byte[] published = RSA.getPublic().getEncoded();
        assertFault(
                keys.verify(TokenMint.hs256(published, HEADER, claims("")), NOW),
                Fault.OTHER_ALGORITHM);
        assertFault(
                keys.verify(TokenMint.hs256(published, "{\"alg\":\"RS256\"}", claims("")), NOW),
                Fault.FORGED);
        // An empty and an all-zero ECDSA signature (CVE-2022-21449), and one in DER.
        TokenVerifier ec = verifier(TokenKey.of(EC.getPublic(), null).orThrow());
        String unsigned = TokenMint.unsigned("{\"alg\":\"ES256\"}", claims(""));
        assertFault(ec.verify(unsigned + ".", NOW), Fault.FORGED);
        assertFault(ec.verify(unsigned + "." + TokenMint.text(new byte[64]), NOW), Fault.FORGED);
        assertFault(
                ec.verify(
                        TokenMint.signed(
                                "SHA256withECDSA",
                                EC.getPrivate(),
                                "{\"alg\":\"ES256\"}",
                                claims("")),
                        NOW),
                Fault.FORGED);
    }

    @Test
    void aTokenMayNameItsKey() throws Exception {
        KeyPair old = TokenMint.rsa(2048);
        TokenVerifier keys =
                verifier(
                        TokenKey.of(old.getPublic(), "old").orThrow(),
                        TokenKey.of(RSA.getPublic(), "new").orThrow());
        String header = "{\"alg\":\"RS256\",\"kid\":\"%s\"}";
        assertThat(
                        keys.verify(
                                TokenMint.rs256(
                                        RSA.getPrivate(), header.formatted("new"), claims("")),
                                NOW))
                .isInstanceOf(Valid.class);
        assertFault(
                keys.verify(
                        TokenMint.rs256(RSA.getPrivate(), header.formatted("old"), claims("")),
                        NOW),
                Fault.FORGED);
        assertFault(
                keys.verify(
                        TokenMint.rs256(RSA.getPrivate(), header.formatted("third"), claims("")),
                        NOW),
                Fault.OTHER_ALGORITHM);
    }

    @Test
    void weakKeysAreNotTaken() throws Exception {
        assertThat(TokenKey.shared(new byte[31])).isInstanceOf(Parsed.Bad.class);
        assertThat(TokenKey.of(TokenMint.rsa(1024).getPublic(), null))
                .isInstanceOf(Parsed.Bad.class);
        assertThat(TokenKey.of(TokenMint.ec("secp384r1").getPublic(), null))
                .isInstanceOf(Parsed.Bad.class);
        assertThat(TokenKey.shared(SECRET).orThrow().toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"a.b", "a.b.c.d", "'..'", "'.'", "''", "'a=.b.c'", "'!.b.c'"})
    void oddTextsAreNoTokens(String token) {
        assertFault(shared.verify(token, NOW), Fault.MALFORMED);
    }

    @Test
    void aTokenHasALimit() throws Exception {
        String longest = hs256(claims(",\"x\":\"" + "x".repeat(TokenVerifier.LONGEST) + "\""));
        assertFault(shared.verify(longest, NOW), Fault.MALFORMED);
    }

    @Test
    void everyOneCharacterChangeSpoilsIt() throws Exception {
        String token = hs256(claims(""));
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(shared.verify(changed, NOW)).as(changed).isInstanceOf(Invalid.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedTokensNeverThrow(long seed) throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        TokenVerifier all =
                verifier(
                        TokenKey.shared(SECRET).orThrow(),
                        TokenKey.of(RSA.getPublic(), null).orThrow(),
                        TokenKey.of(EC.getPublic(), null).orThrow());
        List<String> good =
                List.of(
                        hs256(claims(",\"a\":[{\"b\":[1,2.5e3,\"\\u0041\\n\",null,true]}]")),
                        TokenMint.rs256(RSA.getPrivate(), "{\"alg\":\"RS256\"}", claims("")),
                        TokenMint.es256(EC.getPrivate(), "{\"alg\":\"ES256\"}", claims("")));
        for (int i = 0; i < 2_000; i++) {
            StringBuilder token = new StringBuilder(good.get(random.nextInt(good.size())));
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                int at = random.nextInt(Math.max(1, token.length() - 1));
                switch (random.nextInt(4)) {
                    case 0 -> token.setCharAt(at, (char) random.nextInt(256));
                    case 1 -> token.replace(at, at + 1, token.length() > 1 ? "" : "x");
                    case 2 -> token.insert(at, "AZaz09-_.=".charAt(random.nextInt(10)));
                    default -> token.setLength(at + 1);
                }
            }
            TokenVerdict verdict = all.verify(token.toString(), NOW);
            assertThat(verdict instanceof Valid).isEqualTo(good.contains(token.toString()));
        }
    }

    /// What a good signature covers may be anything too: it must not throw either.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedClaimsUnderAGoodSignatureNeverThrow(long seed) throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String alphabet = "{}[]\",:\\u0e1-.+ ntfa\n";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text =
                    new StringBuilder(claims(",\"a\":[{\"b\":[1,-2.5e3,\"\\u0041\\n\",null]}]"));
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                int at = random.nextInt(text.length());
                char other = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, other);
                    case 1 -> text.insert(at, other);
                    default -> text.deleteCharAt(at);
                }
            }
            assertThat(shared.verify(hs256(text.toString()), NOW)).isNotNull();
        }
    }

    @Test
    void jsonIsReadStrictly() throws Exception {
        String good = claims("");
        for (String bad :
                List.of(
                        good + " {}",
                        good.replace("{", "{\"sub\":\"bob\","),
                        good.replace("}", ",}"),
                        good.replace("}", ""),
                        "[" + good + "]",
                        claims(",\"x\":01"),
                        claims(",\"x\":+1"),
                        claims(",\"x\":1."),
                        claims(",\"x\":NaN"),
                        claims(",\"x\":tru"),
                        claims(",\"x\":\"\\x\""),
                        claims(",\"x\":\"\\u00g0\""),
                        claims(",\"x\":\"a\nb\""),
                        claims(",\"x\":" + "[".repeat(40) + "]".repeat(40)),
                        "")) {
            assertFault(shared.verify(hs256(bad), NOW), Fault.MALFORMED);
        }
        assertThat(shared.verify(hs256("\n " + claims(", \"x\" : [ ] , \"y\":{ }") + "\r\n"), NOW))
                .isInstanceOf(Valid.class);
    }
}
