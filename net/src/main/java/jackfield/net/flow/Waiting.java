package jackfield.net.flow;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waiting for the event loops, on a thread that may wait.
public final class Waiting {
    private static final long LONGEST_SECONDS = 30;

    private Waiting() {}

    /// What `future` brings.
    @SuppressWarnings("exports") // for the packages of this module
    public static <T> T await(Future<T> future) throws IOException {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("an event loop must not wait for itself");
        }
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("nothing within " + LONGEST_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
