package jackfield.net;

import jackfield.base.Endpoint;

/// An open listening socket.
public interface Listener extends AutoCloseable {
    /// The address it listens on, with the port the kernel chose when port 0 was asked for.
    Endpoint local();

    /// Stops listening, closes the connections it accepted and waits until the port is free.
    @Override
    void close();
}
