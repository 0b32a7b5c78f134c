package jackfield.testkit.peers;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One connection to a browser that speaks WebDriver BiDi (W3C): commands and their answers, and
/// the lines that pages write to their console.
final class WebDriverBidi implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Long, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final List<String> console = new CopyOnWriteArrayList<>();
    private final WebSocket socket;

    /// Connects, and starts a session.
    ///
    /// @param address `ws://127.0.0.1:PORT/session`
    WebDriverBidi(URI address) {
        try {
            socket =
                    http.newWebSocketBuilder()
                            .connectTimeout(LIMIT)
                            .buildAsync(address, new Messages())
                            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no WebDriver BiDi at " + address, e);
        }
        ask("session.new", Map.of("capabilities", Map.of()));
        ask("session.subscribe", Map.of("events", List.of("log.entryAdded")));
    }

    /// Asks, and gives the `result` of the answer; fails with the browser's words where it refuses.
    JsonNode ask(String method, Map<String, ?> parameters) {
        long id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        String text =
                JsonMapper.shared()
                        .writeValueAsString(
                                Map.of("id", id, "method", method, "params", parameters));
        try {
            socket.sendText(text, true).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            JsonNode message = answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (!message.path("type").asString("").equals("success")) {
                throw new AssertionError(
                        method
                                + ": "
                                + message.path("error").asString("")
                                + ": "
                                + message.path("message").asString(""));
            }
            return message.path("result");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer to " + method, e);
        } finally {
            asked.remove(id);
        }
    }

    /// What pages have written to their console, and their uncaught errors.
    List<String> console() {
        return console;
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }

    /// Puts messages together and hands them to who asked.
    private final class Messages implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                JsonNode whole = JsonMapper.shared().readTree(message.toString());
                message.setLength(0);
                taken(whole);
            }
            from.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            asked.values().forEach(answer -> answer.completeExceptionally(error));
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            onError(from, new AssertionError("the browser closed: " + status + " " + reason));
            return null;
        }
    }

    private void taken(JsonNode message) {
        if (message.path("method").asString("").equals("log.entryAdded")) {
            console.add(message.path("params").path("text").asString(""));
            return;
        }
        CompletableFuture<JsonNode> answer = asked.get(message.path("id").asLong(0));
        if (answer != null) {
            answer.complete(message);
        }
    }
}
