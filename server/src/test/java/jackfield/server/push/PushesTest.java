package jackfield.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.net.http.PinnedPosts;
import jackfield.net.stream.StreamLimits;
import jackfield.net.stream.Streams;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.waking.Sleepers.Ending;
import jackfield.roles.waking.WakingCall;
import jackfield.store.Personal;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.PushService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Push messages to a push service that answers what the test wants.
@Timeout(60)
class PushesTest {
    private static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");
    private static final WakingCall CALL =
            new WakingCall(BOB, "sip:alice@example.org", "Alice", "call-1", true);

    @TempDir Path folder;
    private final PushService service = PushService.at("127.0.0.1");
    private final SecureRandom random = new SecureRandom();
    private final KeyPair page = P256.generate(random);
    private final byte[] secret = new byte[16];
    private final Streams streams =
            new Streams(new StreamLimits(50, 50, 60_000, 60_000, 1 << 20, 5000, 5000));
    private final PinnedPosts posts = new PinnedPosts(streams, Duration.ofSeconds(10), 8);
    private Personal personal;
    private Pushes pushes;
    private @Nullable String declined;

    @BeforeEach
    void open() throws Exception {
        random.nextBytes(secret);
        personal = Personal.open(folder.resolve("jackfield.db"));
        PushPolicy policy =
                new PushPolicy(
                        30_000_000_000L, 3, 5, Set.of(service.origin()), "mailto:a@example.org");
        pushes =
                Pushes.open(
                        folder.resolve("push.key"),
                        personal,
                        policy,
                        AddressOfRecord::user,
                        random,
                        (uri, addresses, headers, body) -> {
                            PinnedPosts.Answer answer = posts.send(uri, addresses, headers, body);
                            return new Posts.Answer(answer.status(), answer.fields());
                        });
        pushes.declineBy((call, user) -> declined = call + " " + user);
    }

    @AfterEach
    void close() {
        pushes.close();
        personal.close();
        service.close();
        posts.close();
        streams.close();
    }

    private @Nullable String subscribe(String resource) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return pushes.add(
                "bob",
                service.resource(resource),
                base64.encodeToString(P256.point((ECPublicKey) page.getPublic())),
                base64.encodeToString(secret));
    }

    /// What the page reads (RFC 8291 section 4).
    private JsonNode read(PushService.Sent sent) throws Exception {
        byte[] body = sent.body();
        byte[] salt = Arrays.copyOf(body, 16);
        byte[] ours = Arrays.copyOfRange(body, 21, 86);
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(page.getPrivate());
        agreement.doPhase(P256.key(ours), true);
        byte[] info = new byte[14 + 65 + 65];
        System.arraycopy("WebPush: info\0".getBytes(StandardCharsets.US_ASCII), 0, info, 0, 14);
        System.arraycopy(P256.point((ECPublicKey) page.getPublic()), 0, info, 14, 65);
        System.arraycopy(ours, 0, info, 79, 65);
        byte[] keying = derive(secret, agreement.generateSecret(), info, 32);
        byte[] key = derive(salt, keying, "Content-Encoding: aes128gcm\0".getBytes("ASCII"), 16);
        byte[] nonce = derive(salt, keying, "Content-Encoding: nonce\0".getBytes("ASCII"), 12);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(128, nonce));
        byte[] plaintext = cipher.doFinal(body, 86, body.length - 86);
        assertThat(plaintext[plaintext.length - 1]).isEqualTo((byte) 2);
        return JsonMapper.shared()
                .readTree(new String(plaintext, 0, plaintext.length - 1, StandardCharsets.UTF_8));
    }

    private static byte[] derive(byte[] salt, byte[] keying, byte[] info, int length)
            throws Exception {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(
                        HKDFParameterSpec.ofExtract()
                                .addSalt(salt)
                                .addIKM(keying)
                                .thenExpand(info, length));
    }

    @Test
    void aCallWakesThePageAndIsMissed() throws Exception {
        assertThat(pushes.canWake(BOB)).isFalse();
        assertThat(subscribe("one")).isNull();
        assertThat(pushes.canWake(BOB)).isTrue();
        assertThat(pushes.canWake(ALICE)).isFalse();

        pushes.called(CALL);
        PushService.Sent call = service.awaitSent(1);
        assertThat(call.headers())
                .containsEntry("content-encoding", "aes128gcm")
                .containsEntry("ttl", "30")
                .containsEntry("urgency", "high");
        assertThat(call.headers().get("topic")).matches("[A-Za-z0-9_-]{32}");
        assertThat(call.headers().get("authorization")).contains(", k=" + pushes.publicKey());
        JsonNode told = read(call);
        assertThat(told.path("kind").asString()).isEqualTo("call");
        assertThat(told.path("id").asString()).isEqualTo("call-1");
        assertThat(told.path("from").asString()).isEqualTo("alice");
        assertThat(told.path("name").asString()).isEqualTo("Alice");
        assertThat(told.path("video").asBoolean()).isTrue();

        pushes.over("call-1", Ending.MISSED);
        PushService.Sent missed = service.awaitSent(2);
        assertThat(read(missed).path("kind").asString()).isEqualTo("missed");
        assertThat(missed.headers().get("topic")).isEqualTo(call.headers().get("topic"));
        assertThat(missed.headers()).containsEntry("ttl", "86400");
        pushes.over("call-1", Ending.MISSED);
        pushes.over("another", Ending.MISSED);
        assertThat(service.sent()).hasSize(2);
    }

    @Test
    void whoDeclinesByTheMessageDeclinesOnce() throws Exception {
        subscribe("one");
        pushes.called(CALL);
        String key = read(service.awaitSent(1)).path("decline").asString();
        assertThat(pushes.decline("nonsense")).isFalse();
        assertThat(declined).isNull();
        assertThat(pushes.decline(key)).isTrue();
        assertThat(declined).isEqualTo("call-1 bob@example.org");
        assertThat(pushes.decline(key)).isFalse();
    }

    @Test
    void aSubscriptionThatIsGoneIsForgotten() {
        subscribe("one");
        service.answers(410);
        pushes.called(CALL);
        service.awaitSent(1);
        Patience.until(
                "that it is forgotten",
                Duration.ofSeconds(10),
                () -> !pushes.canWake(BOB),
                pushes.results()::toString);
        assertThat(personal.pushes("bob")).isEmpty();
    }

    @Test
    void troubleAtTheServiceIsTriedAgain() throws Exception {
        subscribe("one");
        service.answers(503, 429);
        pushes.called(CALL);
        assertThat(read(service.awaitSent(3)).path("kind").asString()).isEqualTo("call");
        Patience.until(
                "that it was sent",
                Duration.ofSeconds(10),
                () -> pushes.results().getOrDefault("sent", 0L) == 1,
                pushes.results()::toString);
        assertThat(pushes.results()).containsEntry("retried", 2L);
    }

    @Test
    void aCallThatIsOverIsNotTriedAgain() throws Exception {
        subscribe("one");
        service.answers(503);
        pushes.called(CALL);
        service.awaitSent(1);
        pushes.over("call-1", Ending.MISSED);
        assertThat(read(service.awaitSent(2)).path("kind").asString()).isEqualTo("missed");
        assertThat(pushes.results()).containsEntry("late", 1L);
    }

    @Test
    void aRefusalIsNotTriedAgainAndARedirectionNotFollowed() {
        subscribe("one");
        service.answers(400, 307);
        pushes.called(CALL);
        pushes.called(new WakingCall(BOB, "sip:carol@example.net", "", "call-2", false));
        service.awaitSent(2);
        Patience.until(
                "two refusals",
                Duration.ofSeconds(10),
                () -> pushes.results().getOrDefault("refused", 0L) == 2,
                pushes.results()::toString);
        assertThat(service.sent()).hasSize(2);
    }

    @Test
    void aTextThatWaitsIsTold() throws Exception {
        subscribe("one");
        pushes.wrote(BOB, ALICE, "x".repeat(5000));
        PushService.Sent sent = service.awaitSent(1);
        assertThat(sent.body().length).isLessThan(4096);
        assertThat(read(sent).path("kind").asString()).isEqualTo("message");
        assertThat(read(sent).path("text").asString()).hasSize(301).endsWith("…");
    }

    @Test
    void nobodyIsWokenWithoutEnd() {
        subscribe("one");
        for (int i = 0; i < 20; i++) {
            pushes.wrote(BOB, ALICE, "text " + i);
        }
        service.awaitSent(5);
        assertThat(service.sent()).hasSize(5);
    }

    @Test
    void aNewSubscriptionTakesThePlaceOfTheOldest() {
        for (String each : List.of("one", "two", "three", "four")) {
            assertThat(subscribe(each)).isNull();
        }
        assertThat(pushes.of("bob")).hasSize(3);
    }

    @Test
    void whatIsNoSubscriptionIsRefused() {
        String good =
                Base64.getUrlEncoder().encodeToString(P256.point((ECPublicKey) page.getPublic()));
        String sixteen = Base64.getUrlEncoder().encodeToString(secret);
        String here = service.resource("one");
        assertThat(pushes.add("bob", here, "x", sixteen)).isNotNull();
        assertThat(pushes.add("bob", here, good, "AAAA")).isNotNull();
        assertThat(pushes.add("bob", here, good, "§")).isNotNull();
        assertThat(pushes.add("bob", "https://127.0.0.1/x", good, sixteen)).isNotNull();
        assertThat(pushes.canWake(BOB)).isFalse();
    }
}
