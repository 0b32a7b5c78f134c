package jackfield.server.boot;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// What other threads say when their turn comes, waited for.
final class Answers {
    private static final long PATIENCE_SECONDS = 2;

    private Answers() {}

    /// Asks, and waits for the answer.
    ///
    /// @param question gets what takes the answer, on any thread
    /// @throws IllegalStateException when `who` does not answer
    static <T> T of(String who, Consumer<Consumer<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        question.accept(answer::complete);
        return await(who, answer);
    }

    /// Waits for an answer.
    ///
    /// @throws IllegalStateException when `who` does not give it
    static <T> T await(String who, CompletableFuture<T> answer) {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(who + " does not answer", e);
        }
    }
}
