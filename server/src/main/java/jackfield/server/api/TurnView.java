package jackfield.server.api;

import jackfield.roles.turn.TimeLimited;
import jackfield.rtc.turn.AllocationView;
import java.util.List;

/// What the API asks of the TURN server.
public interface TurnView {
    /// All allocations now.
    List<AllocationView> allocations();

    /// Ends one; false where there is none of this number.
    boolean end(long id);

    /// A credential for a user that can be used until so many seconds from now.
    TimeLimited.Credential credential(String user, long seconds, TimeLimited.Hash hash);

    /// How long credentials are good for, in seconds.
    long credentialSeconds();

    /// Where clients find STUN: `stun:192.0.2.1:3478`.
    List<String> stunUris();

    /// Where clients find TURN: `turn:192.0.2.1:3478?transport=udp` (RFC 7065), the best first.
    List<String> turnUris();

    /// Nanoseconds since the node started.
    long now();

    /// True where this is a user's password.
    boolean isPassword(String user, String password);
}
