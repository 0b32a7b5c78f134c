package jackfield.server.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/api/signal/calls`: signalling that is stored. The caller writes an offer, who has its id
/// writes the answer, both write candidates, and each reads what the other has written, by asking
/// again, by waiting, or by server-sent events.
///
/// A signed-in user makes a call. Its id is a secret of 128 bits: who has it may read, answer and
/// write the callee's candidates. The caller's key, which is told once, is for the rest.
public final class StoredCalls {
    private static final int MOST_OF_USER = 20;
    private static final int LONGEST_SDP = 64 * 1024;
    private static final int LONGEST_CANDIDATE = 4_096;
    private static final int LONGEST_WAIT_S = 30;
    private static final int MOST_WAITING = 64;
    private static final int MOST_STREAMS = 256;

    private final UserAccess access;
    private final LongSupplier clock;
    private final Duration lifetime;
    private final int most;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, StoredCall> calls = new LinkedHashMap<>();
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final AtomicInteger streams = new AtomicInteger();

    /// @param clock nanoseconds
    /// @param most calls at once
    public StoredCalls(UserAccess access, LongSupplier clock, Duration lifetime, int most) {
        this.access = access;
        this.clock = clock;
        this.lifetime = lifetime;
        this.most = most;
    }

    /// `POST /api/signal/calls` with `{"offer": {...}}`.
    public Answer make(@Nullable String authorization, @Nullable String contentType, byte[] body) {
        return access.guarded(
                authorization,
                user ->
                        JsonBody.read(
                                contentType,
                                body,
                                json ->
                                        isDescription(json.path("offer"))
                                                ? make(user, json.path("offer"))
                                                : Answer.error(400, "offer: {type, sdp}")));
    }

    private Answer make(String user, JsonNode offer) {
        String id = secret();
        String key = secret();
        synchronized (calls) {
            sweep();
            if (calls.size() >= most
                    || calls.values().stream().filter(each -> each.user().equals(user)).count()
                            >= MOST_OF_USER) {
                return Answer.error(429, "too many stored calls: end some, or wait");
            }
            calls.put(id, new StoredCall(user, key, clock.getAsLong() + lifetime.toNanos(), offer));
        }
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("id", id);
        made.put("key", key);
        made.put("expiresIn", lifetime.toSeconds());
        return new Answer(201, Answer.ok(made).headers(), Answer.ok(made).body());
    }

    private String secret() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void sweep() {
        long now = clock.getAsLong();
        List<StoredCall> gone = new ArrayList<>();
        calls.values().removeIf(each -> each.until() <= now && gone.add(each));
        gone.forEach(StoredCall::end);
    }

    private @Nullable StoredCall find(String id) {
        synchronized (calls) {
            sweep();
            return calls.get(id);
        }
    }

    /// How many there are.
    public int size() {
        synchronized (calls) {
            sweep();
            return calls.size();
        }
    }

    private Answer of(String id, Function<StoredCall, Answer> answer) {
        StoredCall call = find(id);
        return call == null
                ? Answer.error(404, "there is no such call, or it is over")
                : answer.apply(call);
    }

    /// `GET /api/signal/calls/{id}`, `?after=VERSION&wait=SECONDS` to wait for something new.
    public Answer get(String id, @Nullable String after, @Nullable String wait) {
        int from = number(after);
        int seconds = Math.min(number(wait), LONGEST_WAIT_S);
        if (from < 0 || seconds < 0) {
            return Answer.error(400, "after and wait: whole numbers");
        }
        return of(
                id,
                call -> {
                    if (seconds > 0 && !await(call, from, seconds)) {
                        return Answer.error(503, "too many wait: ask again without wait");
                    }
                    return Answer.ok(call.view(id));
                });
    }

    private boolean await(StoredCall call, int after, int seconds) {
        if (!waiting.tryAcquire()) {
            return false;
        }
        try {
            call.await(after, System.currentTimeMillis() + seconds * 1_000L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.release();
        }
        return true;
    }

    private static int number(@Nullable String text) {
        return text == null ? 0 : text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
    }

    /// `PUT /api/signal/calls/{id}/answer` with `{"answer": {...}}`: once.
    public Answer answer(String id, @Nullable String contentType, byte[] body) {
        return of(
                id,
                call ->
                        JsonBody.read(
                                contentType,
                                body,
                                json ->
                                        !isDescription(json.path("answer"))
                                                ? Answer.error(400, "answer: {type, sdp}")
                                                : call.answer(json.path("answer"))
                                                        ? Answer.ok(Map.of("answered", true))
                                                        : Answer.error(409, "it has an answer")));
    }

    /// `POST /api/signal/calls/{id}/candidates/{side}` with `{"candidate": ...}` or `{"candidates":
    /// [...]}`.
    ///
    /// @param authorization the caller's key, for the caller's side
    public Answer candidates(
            String id,
            String side,
            @Nullable String authorization,
            @Nullable String contentType,
            byte[] body) {
        if (!side.equals("caller") && !side.equals("callee")) {
            return Answer.error(404, "caller or callee");
        }
        return of(
                id,
                call ->
                        side.equals("caller") && !isCaller(call, authorization)
                                ? Answer.error(403, "send the key: Authorization: Bearer KEY")
                                : JsonBody.read(
                                        contentType, body, json -> candidates(call, side, json)));
    }

    private static Answer candidates(StoredCall call, String side, JsonNode json) {
        List<JsonNode> all = new ArrayList<>();
        if (json.has("candidate")) {
            all.add(json.path("candidate"));
        }
        json.path("candidates").forEach(all::add);
        if (all.isEmpty()
                || all.stream().anyMatch(each -> each.toString().length() > LONGEST_CANDIDATE)) {
            return Answer.error(400, "candidate, or candidates: what RTCIceCandidate.toJSON gives");
        }
        return call.candidates(side, all)
                ? Answer.ok(Map.of("stored", all.size()))
                : Answer.error(429, "a side has " + StoredCall.MOST_CANDIDATES + " candidates");
    }

    /// `DELETE /api/signal/calls/{id}`: by the caller.
    public Answer end(String id, @Nullable String authorization) {
        return of(
                id,
                call -> {
                    if (!isCaller(call, authorization)) {
                        return Answer.error(403, "send the key: Authorization: Bearer KEY");
                    }
                    call.end();
                    synchronized (calls) {
                        calls.remove(id);
                    }
                    return Answer.ok(Map.of("ended", true));
                });
    }

    private static boolean isCaller(StoredCall call, @Nullable String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                && MessageDigest.isEqual(
                        authorization.substring(7).strip().getBytes(StandardCharsets.UTF_8),
                        call.key().getBytes(StandardCharsets.UTF_8));
    }

    /// One server-sent event.
    ///
    /// @param id its number, which a reader that comes back says
    /// @param name `offer`, `answer`, `candidate` or `end`
    /// @param data JSON: `{"side","value"}`
    public record Event(String id, String name, String data) {}

    /// `GET /api/signal/calls/{id}/events`: a refusal, or null where `reader` gets what there is
    /// and what comes.
    ///
    /// @param after the last event that the reader has had; null where it has had none
    /// @param opened is given what to call when the reader is gone, before the first event
    public @Nullable Answer events(
            String id, @Nullable String after, Consumer<Runnable> opened, Consumer<Event> reader) {
        StoredCall call = find(id);
        int from = number(after);
        if (call == null || from < 0) {
            return Answer.error(404, "there is no such call, or it is over");
        }
        if (streams.incrementAndGet() > MOST_STREAMS) {
            streams.decrementAndGet();
            return Answer.error(503, "too many read");
        }
        StoredCall.Reader one = new StoredCall.Reader(entry -> reader.accept(event(entry)));
        Runnable left =
                () -> {
                    call.leave(one);
                    streams.decrementAndGet();
                };
        opened.accept(left);
        if (!call.read(from, one)) {
            reader.accept(new Event("0", "end", "{\"reason\":\"too many read\"}"));
        }
        return null;
    }

    private static Event event(StoredCall.Entry entry) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("side", entry.side());
        data.put("value", entry.value());
        return new Event(
                Integer.toString(entry.number()),
                entry.kind(),
                JsonMapper.shared().writeValueAsString(data));
    }

    private static boolean isDescription(JsonNode node) {
        return node.path("sdp").isString()
                && node.path("type").isString()
                && node.toString().length() <= LONGEST_SDP;
    }
}
