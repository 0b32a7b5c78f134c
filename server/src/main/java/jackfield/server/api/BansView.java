package jackfield.server.api;

import jackfield.base.Network;
import java.time.Duration;
import java.util.List;

/// What the API can ask and tell of bans. Called on virtual threads.
public interface BansView {
    /// The bans there are now.
    List<BanView> bans();

    /// Bans a network.
    void ban(Network network, Duration time, String reason);

    /// Lifts the ban of a network; false where there is none.
    boolean lift(Network network);

    /// One ban, for people.
    ///
    /// @param network in CIDR notation
    /// @param reason why
    /// @param since when it began, ISO 8601
    /// @param secondsLeft until it ends
    /// @param times how often this source was banned; 0 for a ban that an operator made
    /// @param proven false where the source may have been forged
    record BanView(
            String network,
            String reason,
            String since,
            long secondsLeft,
            int times,
            boolean proven) {}
}
