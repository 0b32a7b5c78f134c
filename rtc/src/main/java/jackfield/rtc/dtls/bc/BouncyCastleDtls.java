package jackfield.rtc.dtls.bc;

import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.sdp.Fingerprint;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/// [Dtls] by Bouncy Castle: DTLS 1.2, ECDHE, mutual certificates, extended master secret required
/// (RFC 7627), a virtual thread for each association.
public final class BouncyCastleDtls implements Dtls {
    private final Settings settings;
    private final BcTlsCrypto crypto;
    private final OwnCertificate own;
    private final Semaphore slots;
    private final LongAdder dropped = new LongAdder();
    private final Set<BlockingAssociation> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dtls-", 0).factory());

    /// How handshakes are made.
    ///
    /// @param handshakeLimit from the first flight to the keys; a server's wait for the first
    ///   ClientHello is not part of it and has no limit
    /// @param firstResend when the first flight is repeated; doubles from there (RFC 6347 section
    ///   4.2.4.1)
    /// @param inFlight the most handshakes at once; others wait for their turn
    public record Settings(Duration handshakeLimit, Duration firstResend, int inFlight) {
        /// 30 s; 250 ms, because ICE has shown a working path and a lost flight is silence in a
        /// call; 1,000.
        public static final Settings DEFAULT =
                new Settings(Duration.ofSeconds(30), Duration.ofMillis(250), 1_000);
    }

    /// Makes the certificate; no thread runs before the first association.
    public BouncyCastleDtls(SecureRandom random, InstantSource clock, Settings settings) {
        this.settings = settings;
        crypto = new BcTlsCrypto(random);
        own = OwnCertificate.make(random, clock.instant());
        slots = new Semaphore(settings.inFlight(), true);
    }

    @Override
    public String fingerprint() {
        return Fingerprint.sha256(own.der()).value();
    }

    /// Datagrams that were no use: junk before a ClientHello, floods, what came after the end.
    public long dropped() {
        return dropped.sum();
    }

    @Override
    public Association open(Role role, Events events) {
        BlockingAssociation association = new BlockingAssociation(this, role, events);
        open.add(association);
        threads.execute(association);
        return association;
    }

    /// Shakes hands with itself once, in the background: the first handshake of a cold JVM takes
    /// hundreds of milliseconds, and so it is no caller's. The latch opens when it is done, well or
    /// not.
    public CountDownLatch warm() {
        CountDownLatch done = new CountDownLatch(2);
        MirrorEnd passive = new MirrorEnd(done);
        MirrorEnd active = new MirrorEnd(done);
        Association server = open(Role.SERVER, passive);
        Association client = open(Role.CLIENT, active);
        passive.connect(server, client);
        active.connect(client, server);
        return done;
    }

    @Override
    public void close() {
        open.forEach(BlockingAssociation::close);
        threads.shutdown();
    }

    void ended(BlockingAssociation association) {
        open.remove(association);
    }

    void countDrop() {
        dropped.increment();
    }

    Settings settings() {
        return settings;
    }

    Semaphore slots() {
        return slots;
    }

    SrtpOffer offer(Role role) {
        return new SrtpOffer(crypto, own, role);
    }

    HandshakeClient client(SrtpOffer offer) {
        return new HandshakeClient(crypto, offer, settings);
    }

    HandshakeServer server(SrtpOffer offer) {
        return new HandshakeServer(crypto, offer, settings);
    }
}
