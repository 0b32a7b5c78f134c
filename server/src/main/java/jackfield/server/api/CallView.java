package jackfield.server.api;

import jackfield.roles.relay.LegReport;
import java.util.List;

/// A call as the API shows it.
///
/// @param id its Call-ID
/// @param state `ringing`, `talking`, `ending`
/// @param from the caller's URI
/// @param to the URI that was called
/// @param startedEpochMs when the INVITE came
/// @param legs its media, leg by leg
/// @param nowNs the node's time that the legs' times compare with
public record CallView(
        String id,
        String state,
        String from,
        String to,
        long startedEpochMs,
        List<LegReport> legs,
        long nowNs) {
    public CallView {
        legs = List.copyOf(legs);
    }
}
