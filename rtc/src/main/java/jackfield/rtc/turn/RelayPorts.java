package jackfield.rtc.turn;

import org.jspecify.annotations.Nullable;

/// Opens relayed ports.
@FunctionalInterface
public interface RelayPorts {
    /// Takes a port at once; null where another has it.
    ///
    /// @param ipv6 of which family's address
    /// @param dontFragment true where nothing it sends may be cut on its way
    @Nullable RelayPort open(boolean ipv6, int port, boolean dontFragment);
}
