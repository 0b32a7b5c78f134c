package jackfield.rtc.turn;

import org.jspecify.annotations.Nullable;

/// Opens ports for TCP to peers (RFC 6062).
@FunctionalInterface
public interface TcpPorts {
    /// No TCP to peers: such requests are answered 442.
    TcpPorts NONE = (_, _, _) -> null;

    /// Takes a port at once; null where another has it. Peers that connect are told by
    /// [TurnServer#peerArrived].
    ///
    /// @param allocation to name with what happens
    @Nullable TcpPort open(boolean ipv6, int port, long allocation);
}
