package jackfield.rtc.turn;

import jackfield.base.Endpoint;
import org.jspecify.annotations.Nullable;

/// How a server is set up.
///
/// @param realm of its credentials
/// @param relayed4 the IPv4 address that peers are told; null where there is none
/// @param relayed6 the IPv6 address that peers are told; null where there is none
/// @param firstPort of the relayed ones
/// @param lastPort of the relayed ones
/// @param alternate where clients are sent when this server is full; null for nowhere
/// @param limits what clients may take
public record TurnSettings(
        String realm,
        @Nullable Endpoint relayed4,
        @Nullable Endpoint relayed6,
        int firstPort,
        int lastPort,
        @Nullable Endpoint alternate,
        TurnLimits limits) {}
