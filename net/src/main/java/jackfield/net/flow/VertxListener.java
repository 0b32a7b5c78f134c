package jackfield.net.flow;

import io.vertx.core.Future;
import jackfield.base.Endpoint;
import jackfield.net.Listener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/// A listening socket of the library.
///
/// @param local the bound address
/// @param closing closes it
@SuppressWarnings("exports") // for the packages of this module
public record VertxListener(Endpoint local, Supplier<Future<Void>> closing) implements Listener {
    @Override
    public void close() {
        try {
            Waiting.await(closing.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
