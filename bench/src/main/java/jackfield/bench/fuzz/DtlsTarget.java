package jackfield.bench.fuzz;

import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.dtls.bc.BouncyCastleDtls;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A datagram for a DTLS server that waits for its client. The handshake is a thread of its own, so
/// this one goes by real time and finds less in a second than the others.
final class DtlsTarget implements Target {
    private static final long PATIENCE_MS = 30;

    private final BouncyCastleDtls dtls =
            new BouncyCastleDtls(
                    new SecureRandom(),
                    InstantSource.system(),
                    new BouncyCastleDtls.Settings(
                            Duration.ofMillis(300), Duration.ofMillis(100), 256));

    @Override
    public String name() {
        return "dtls";
    }

    /// What a client of our own sends first.
    @Override
    public List<byte[]> seeds() {
        BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
        Dtls.Association client = dtls.open(Dtls.Role.CLIENT, new Recording(sent));
        List<byte[]> seeds = new ArrayList<>();
        try {
            for (byte[] next = sent.poll(5, TimeUnit.SECONDS);
                    next != null;
                    next = sent.poll(20, TimeUnit.MILLISECONDS)) {
                seeds.add(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
        if (seeds.isEmpty()) {
            throw new IllegalStateException("the client says nothing");
        }
        return seeds;
    }

    @Override
    public long run(byte[] input) {
        Server server = new Server();
        Dtls.Association association = dtls.open(Dtls.Role.SERVER, server);
        association.receive(input);
        try {
            server.moved.await(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        association.close();
        String why = Objects.requireNonNull(server.why.get());
        if (why.contains("error of ours")) {
            throw new AssertionError(why);
        }
        return why.hashCode();
    }

    private record Recording(BlockingQueue<byte[]> sent) implements Dtls.Events {
        @Override
        public void send(byte[] datagram) {
            sent.add(datagram);
        }

        @Override
        public void established(Dtls.Keys keys) {}

        @Override
        public void failed(String why) {}

        @Override
        public void closed() {}
    }

    private static final class Server implements Dtls.Events {
        private final CountDownLatch moved = new CountDownLatch(1);
        private final AtomicReference<String> why = new AtomicReference<>("");

        @Override
        public void send(byte[] datagram) {
            why.compareAndSet("", "answered " + (datagram.length > 100));
            moved.countDown();
        }

        @Override
        public void established(Dtls.Keys keys) {
            throw new AssertionError("keys from one datagram");
        }

        @Override
        public void failed(String text) {
            why.set(text);
            moved.countDown();
        }

        @Override
        public void closed() {
            moved.countDown();
        }
    }
}
