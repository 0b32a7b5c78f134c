package jackfield.server.push;

import jackfield.store.PushSubscription;
import java.io.IOException;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends push messages (RFC 8030 section 5), each on a virtual thread of its own: again where the
/// service has trouble, as long as the message is worth it.
final class PushSender implements AutoCloseable {
    private static final long FIRST_PAUSE_MS = 1_000;
    private static final long LONGEST_PAUSE_MS = 8_000;

    /// What one message is.
    ///
    /// @param plaintext what the page reads
    /// @param ttlSeconds how long the service may keep it
    /// @param urgency `high` wakes a device that saves its battery (RFC 8030 section 5.3)
    /// @param topic a message replaces one of the same topic that waits (section 5.4)
    /// @param retryMs how long it is worth another try
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way out, never compared
    record Message(byte[] plaintext, long ttlSeconds, String urgency, String topic, long retryMs) {}

    private final Vapid vapid;
    private final PushEndpoints endpoints;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Consumer<PushSubscription> gone;
    private final Executor threads = step -> Thread.ofVirtual().name("push").start(step);
    private final Posts posts;
    private volatile boolean closed;
    private final Semaphore room = new Semaphore(Pushes.MOST_AT_ONCE);
    private final Map<String, AtomicLong> results = new ConcurrentHashMap<>();

    /// @param posts how it sends
    /// @param gone told of subscriptions that are no more
    PushSender(
            Posts posts,
            Vapid vapid,
            PushEndpoints endpoints,
            SecureRandom random,
            InstantSource clock,
            Consumer<PushSubscription> gone) {
        this.posts = posts;
        this.vapid = vapid;
        this.endpoints = endpoints;
        this.random = random;
        this.clock = clock;
        this.gone = gone;
    }

    /// Sends a message; returns at once.
    ///
    /// @param given set once it is no longer worth sending
    /// @return done once the service has it, or it was given up
    CompletableFuture<Void> send(PushSubscription to, Message message, AtomicBoolean given) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (room.tryAcquire()) {
            var _ = done.whenComplete((_, _) -> room.release());
            long until = clock.millis() + message.retryMs();
            threads.execute(() -> attempt(new Errand(to, message, given, until, done), 0));
        } else {
            count("dropped");
            done.complete(null);
        }
        return done;
    }

    private record Errand(
            PushSubscription to,
            Message message,
            AtomicBoolean given,
            long untilMs,
            CompletableFuture<Void> done) {}

    private void attempt(Errand errand, int tries) {
        if (errand.given.get()) {
            finish(errand, "late");
            return;
        }
        Request request = request(errand.to, errand.message);
        if (request == null || closed) {
            finish(errand, closed ? "failed" : "refused");
            return;
        }
        int status;
        long pause = Math.min(FIRST_PAUSE_MS << Math.min(tries, 10), LONGEST_PAUSE_MS);
        try {
            Posts.Answer response =
                    posts.send(
                            request.at.uri(),
                            request.at.addresses(),
                            request.headers,
                            request.body);
            status = response.status();
            pause = Math.max(pause, retryAfterMs(response));
        } catch (IOException e) {
            status = 0;
        }
        if (status / 100 == 2) {
            finish(errand, "sent");
        } else if (status == 404 || status == 410) {
            gone.accept(errand.to);
            finish(errand, "gone");
        } else if (status != 0 && status != 429 && status < 500) {
            finish(errand, "refused");
        } else if (clock.millis() + pause >= errand.untilMs) {
            finish(errand, "failed");
        } else {
            count("retried");
            CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, threads)
                    .execute(() -> attempt(errand, tries + 1));
        }
    }

    private static long retryAfterMs(Posts.Answer response) {
        String after = response.fields().getOrDefault("retry-after", "");
        return after.matches("\\d{1,5}") ? Long.parseLong(after) * 1_000 : 0;
    }

    /// Null for a subscription that we send nothing to.
    private @Nullable Request request(PushSubscription to, Message message) {
        ECPublicKey page = key(to.publicKey());
        byte[] secret = decode(to.secret());
        // Names are asked again each time: one that was public may not be any more. What is found
        // is what is sent to: the next answer of the DNS could be another.
        if (page == null
                || secret == null
                || !(endpoints.find(to.endpoint()) instanceof PushEndpoints.Place.At at)) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("authorization", vapid.authorization(at.uri(), clock.millis() / 1_000));
        headers.put("content-type", "application/octet-stream");
        headers.put("content-encoding", "aes128gcm");
        headers.put("ttl", Long.toString(message.ttlSeconds()));
        headers.put("urgency", message.urgency());
        headers.put("topic", message.topic());
        return new Request(
                at, headers, MessageEncryption.encrypt(message.plaintext(), page, secret, random));
    }

    @SuppressWarnings("ArrayRecordComponent") // bytes on their way out, never compared
    private record Request(PushEndpoints.Place.At at, Map<String, String> headers, byte[] body) {}

    /// A page's key; null where it is none.
    static @Nullable ECPublicKey key(String base64) {
        byte[] bytes = decode(base64);
        return bytes == null ? null : P256.key(bytes);
    }

    /// What base64url says; null where it is none.
    static byte @Nullable [] decode(String base64) {
        try {
            return Base64.getUrlDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private void finish(Errand errand, String result) {
        count(result);
        errand.done.complete(null);
    }

    private void count(String result) {
        results.computeIfAbsent(result, _ -> new AtomicLong()).incrementAndGet();
    }

    /// What became of messages since the start.
    Map<String, Long> results() {
        Map<String, Long> counts = new TreeMap<>();
        results.forEach((result, count) -> counts.put(result, count.get()));
        return counts;
    }

    @Override
    public void close() {
        closed = true; // what is on its way ends by its own patience, on a thread of no weight
    }
}
