package jackfield.rtc.dtls.bc;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.dtls.Dtls.Association;
import jackfield.rtc.dtls.Dtls.Role;
import jackfield.rtc.sdp.Fingerprint;
import jackfield.rtc.srtp.SrtpProfile;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BouncyCastleDtlsTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final BouncyCastleDtls alice = dtls(30_000);
    private final BouncyCastleDtls bob = dtls(30_000);
    private final List<BouncyCastleDtls> others = new ArrayList<>();

    private static BouncyCastleDtls dtls(int limitMs) {
        return new BouncyCastleDtls(
                RANDOM,
                InstantSource.system(),
                new BouncyCastleDtls.Settings(
                        Duration.ofMillis(limitMs), Duration.ofMillis(20), 100));
    }

    private BouncyCastleDtls impatient(int limitMs) {
        BouncyCastleDtls dtls = dtls(limitMs);
        others.add(dtls);
        return dtls;
    }

    @AfterEach
    void close() {
        alice.close();
        bob.close();
        others.forEach(BouncyCastleDtls::close);
    }

    private record Pair(Wire client, Wire server, Association active, Association passive) {
        void agree(BouncyCastleDtls clientIs, BouncyCastleDtls serverIs) throws Exception {
            Dtls.Keys c = client.awaitKeys();
            Dtls.Keys s = server.awaitKeys();
            assertThat(c.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
            assertThat(s.profile()).isEqualTo(c.profile());
            assertThat(c.localKey()).isEqualTo(s.remoteKey()).hasSize(16);
            assertThat(c.localSalt()).isEqualTo(s.remoteSalt()).hasSize(12);
            assertThat(c.remoteKey()).isEqualTo(s.localKey()).isNotEqualTo(c.localKey());
            assertThat(c.remoteSalt()).isEqualTo(s.localSalt()).isNotEqualTo(c.localSalt());
            assertThat(new Fingerprint("sha-256", serverIs.fingerprint()))
                    .matches(f -> f.matches(c.peerCertificate()));
            assertThat(new Fingerprint("sha-256", clientIs.fingerprint()))
                    .matches(f -> f.matches(s.peerCertificate()));
        }
    }

    private Pair shake(Function<byte[], List<byte[]>> there, Function<byte[], List<byte[]>> back) {
        Wire client = new Wire(there);
        Wire server = new Wire(back);
        Association passive = bob.open(Role.SERVER, server);
        Association active = alice.open(Role.CLIENT, client);
        client.leadsTo(passive);
        server.leadsTo(active);
        return new Pair(client, server, active, passive);
    }

    @Test
    void twoOfOursGetTheSameKeysCrosswise() throws Exception {
        shake(List::of, List::of).agree(alice, bob);
    }

    @Test
    void fingerprintsDifferAndAreInTheFormOfSdp() {
        assertThat(alice.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(alice.fingerprint()).isNotEqualTo(bob.fingerprint());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void lossDuplicatesAndReorderingOnlyCostTime(long seed) throws Exception {
        SplittableRandom chance = new SplittableRandom(seed);
        shake(badNetwork(chance.split()), badNetwork(chance.split())).agree(alice, bob);
    }

    @Test
    void certificateVerifyLostWhileChangeCipherSpecArrivesIsMadeUpFor() throws Exception {
        boolean[] lost = {false};
        Function<byte[], List<byte[]>> there =
                datagram -> {
                    if (!lost[0] && datagram[0] == 22 && datagram[13] == 15) {
                        lost[0] = true;
                        return List.of();
                    }
                    return List.of(datagram);
                };
        shake(there, List::of).agree(alice, bob);
        assertThat(lost[0]).isTrue();
    }

    /// Loses a sixth, repeats a tenth, and lets one in six be overtaken by the next.
    private static Function<byte[], List<byte[]>> badNetwork(SplittableRandom chance) {
        List<byte[]> late = new ArrayList<>();
        return datagram -> {
            List<byte[]> arriving = new ArrayList<>();
            int fate = chance.nextInt(100);
            if (fate < 16) {
                return arriving;
            }
            if (fate < 32) {
                late.add(datagram);
                return arriving;
            }
            arriving.add(datagram);
            if (fate < 42) {
                arriving.add(datagram.clone());
            }
            arriving.addAll(late);
            late.clear();
            return arriving;
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void helloInTwoDatagrams(boolean secondFirst) throws Exception {
        shake(new Fragmenter(secondFirst), List::of).agree(alice, bob);
    }

    @Test
    void junkBeforeTheHelloIsDroppedAndCounted() throws Exception {
        Wire server = Wire.perfect();
        Association passive = bob.open(Role.SERVER, server);
        passive.receive(new byte[] {22});
        passive.receive(new byte[0]);
        passive.receive(new byte[3_000]);
        passive.receive("GET / HTTP/1.1\r\n\r\n".getBytes());
        Wire client = Wire.perfect();
        client.leadsTo(passive);
        server.leadsTo(alice.open(Role.CLIENT, client));
        server.awaitKeys();
        client.awaitKeys();
        assertThat(bob.dropped()).isEqualTo(4);
    }

    @Test
    void calleeWhoAnswersLateIsStillHeard() throws Exception { // R15
        BouncyCastleDtls impatient = impatient(200);
        Wire server = Wire.perfect();
        Association passive = impatient.open(Role.SERVER, server);
        // Somebody else's handshake runs out of time while the phone rings ...
        Wire nobody = Wire.cut();
        impatient.open(Role.CLIENT, nobody);
        assertThat(nobody.awaitFailure()).startsWith("no answer within");
        // ... and this one, opened before it, still takes the ClientHello.
        Wire client = Wire.perfect();
        client.leadsTo(passive);
        server.leadsTo(alice.open(Role.CLIENT, client));
        server.awaitKeys();
        client.awaitKeys();
    }

    @Test
    void helloSentBeforeTheServerIsThereIsRepeated() throws Exception {
        Wire client = Wire.perfect();
        Association active = alice.open(Role.CLIENT, client);
        Wire server = Wire.perfect();
        server.leadsTo(active);
        client.leadsTo(bob.open(Role.SERVER, server));
        client.awaitKeys();
        server.awaitKeys();
    }

    @Test
    void goodbyeOfOneEndsTheOther() throws Exception {
        Pair pair = shake(List::of, List::of);
        pair.agree(alice, bob);
        pair.active().close();
        assertThat(pair.server().goodbye.get(Wire.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(pair.client().goodbye).isNotDone();
    }

    @Test
    void closingWhileItWaitsTellsNobody() throws Exception {
        Wire server = Wire.perfect();
        Association passive = bob.open(Role.SERVER, server);
        passive.close();
        passive.receive(new byte[] {22, 1});
        // The one after it works as ever.
        shake(List::of, List::of).agree(alice, bob);
        assertThat(server.failure).isNotDone();
        assertThat(server.goodbye).isNotDone();
    }

    @Test
    void handshakeWithItselfWarmsTheMachine() throws Exception {
        CountDownLatch done = alice.warm();
        assertThat(done.await(Wire.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void clientWithoutSrtpIsRefused() throws Exception {
        assertThat(refusalOf(new ForeignClient(new int[0], true)))
                .isEqualTo("handshake_failure(40); no SRTP profile in common");
    }

    @Test
    void clientWithoutCertificateIsRefused() throws Exception {
        int[] profiles = {SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM};
        assertThat(refusalOf(new ForeignClient(profiles, false)))
                .isEqualTo("handshake_failure(40); the peer sent no certificate");
    }

    @Test
    void aShortTagIsForWhoHasNothingElse() throws Exception {
        int[] profiles = {
            SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_32,
            SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80
        };
        Dtls.Keys keys = meet(new ForeignClient(profiles, true)).awaitKeys();
        assertThat(keys.profile()).isEqualTo(SrtpProfile.AES_CM_128_HMAC_SHA1_80);
        assertThat(keys.localSalt()).hasSize(14);

        profiles = new int[] {SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_32};
        assertThat(meet(new ForeignClient(profiles, true)).awaitKeys().profile())
                .isEqualTo(SrtpProfile.AES_CM_128_HMAC_SHA1_32);
    }

    @Test
    void clientThatOffers256BitsGetsThem() throws Exception {
        int[] profiles = {
            SRTPProtectionProfile.SRTP_AEAD_AES_256_GCM,
            SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80
        };
        Dtls.Keys keys = meet(new ForeignClient(profiles, true)).awaitKeys();
        assertThat(keys.profile()).isEqualTo(SrtpProfile.AEAD_AES_256_GCM);
        assertThat(keys.localKey()).hasSize(32);
        assertThat(keys.localSalt()).hasSize(12);
    }

    @Test
    void clientThatOffersOnlyGcmGetsIt() throws Exception {
        int[] profiles = {SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM};
        Dtls.Keys keys = meet(new ForeignClient(profiles, true)).awaitKeys();
        assertThat(keys.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
        assertThat(keys.localSalt()).hasSize(12);
    }

    private String refusalOf(ForeignClient client) throws Exception {
        return meet(client).awaitFailure();
    }

    private Wire meet(ForeignClient client) {
        Wire server = Wire.perfect();
        Association passive = bob.open(Role.SERVER, server);
        DatagramQueue transport = new DatagramQueue(Role.CLIENT, passive::receive);
        server.leadsTo(
                new Association() {
                    @Override
                    public void receive(byte[] datagram) {
                        transport.offer(datagram);
                    }

                    @Override
                    public void close() {}
                });
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        new DTLSClientProtocol().connect(client, transport);
                    } catch (IOException _) {
                        // the server's side is looked at
                    }
                });
        return server;
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void garbledDatagramsNeverHangAnAssociation(long seed) throws Exception {
        SplittableRandom chance = new SplittableRandom(seed);
        BouncyCastleDtls impatient = impatient(1_000);
        Wire client = new Wire(garbling(chance.split()));
        Wire server = new Wire(garbling(chance.split()));
        Association passive = impatient.open(Role.SERVER, server);
        Association active = impatient.open(Role.CLIENT, client);
        client.leadsTo(passive);
        server.leadsTo(active);
        CompletableFuture.anyOf(client.keys.exceptionally(_ -> null), client.failure)
                .get(Wire.PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!client.failure.isDone()) {
            assertThat(client.awaitKeys().profile()).isEqualTo(SrtpProfile.AES_CM_128_HMAC_SHA1_80);
        }
    }

    private static Function<byte[], List<byte[]>> garbling(SplittableRandom chance) {
        return datagram -> {
            if (chance.nextInt(3) > 0) {
                return List.of(datagram);
            }
            byte[] garbled = datagram.clone();
            for (int i = chance.nextInt(1, 5); i > 0; i--) {
                garbled[chance.nextInt(garbled.length)] = (byte) chance.nextInt();
            }
            return List.of(garbled, datagram);
        };
    }

    /// A client that is not ours: other profiles, or no certificate.
    private static final class ForeignClient extends DefaultTlsClient {
        private final int[] profiles;
        private final SrtpOffer identity;
        private final boolean certified;

        ForeignClient(int[] profiles, boolean certified) {
            super(new BcTlsCrypto(RANDOM));
            this.profiles = profiles;
            this.certified = certified;
            identity =
                    new SrtpOffer(
                            new BcTlsCrypto(RANDOM),
                            OwnCertificate.make(RANDOM, InstantSource.system().instant()),
                            Role.CLIENT);
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.DTLSv12.only();
        }

        @Override
        @SuppressWarnings({"rawtypes", "unchecked"})
        public Hashtable getClientExtensions() throws IOException {
            Hashtable extensions = super.getClientExtensions();
            if (profiles.length > 0) {
                TlsSRTPUtils.addUseSRTPExtension(
                        extensions, new UseSRTPData(profiles, new byte[0]));
            }
            return extensions;
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate server) {}

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request)
                        throws IOException {
                    return certified ? identity.credentials(context) : null;
                }
            };
        }
    }
}
