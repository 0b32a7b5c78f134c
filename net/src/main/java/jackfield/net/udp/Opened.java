package jackfield.net.udp;

import jackfield.base.Endpoint;

/// What opening a UDP socket gives: the socket, or why not. A port in use is an answer, not an
/// exception.
public sealed interface Opened {
    /// The port is ours.
    record Ok(UdpSocket socket) implements Opened {}

    /// The port is not ours.
    ///
    /// @param local what was asked for
    /// @param inUse true when another socket has the port: try the next one
    /// @param reason the operating system's word
    record Refused(Endpoint local, boolean inUse, String reason) implements Opened {}

    /// The socket; an exception when it was refused. For ports that we can't do without.
    default UdpSocket orThrow() {
        return switch (this) {
            case Ok(UdpSocket socket) -> socket;
            case Refused(Endpoint local, boolean _, String reason) ->
                    throw new IllegalStateException("UDP " + local + ": " + reason);
        };
    }
}
