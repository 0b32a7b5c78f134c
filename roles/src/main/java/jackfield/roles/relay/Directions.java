package jackfield.roles.relay;

import jackfield.base.Parsed;
import jackfield.roles.relay.media.Verdict;
import jackfield.rtc.sdp.Direction;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Silence that a description announced: who says `recvonly` or `inactive` sends nothing, and that
/// is no fault of the network (RFC 3264 section 8.4).
public final class Directions {
    private Directions() {}

    /// The verdict as the media shard found it, or what the descriptions say about it.
    ///
    /// @param theirs the last SDP of the peer
    /// @param ours the last SDP it was told
    public static Verdict explain(Verdict found, String theirs, String ours) {
        Verdict.Peer peer =
                switch (found) {
                    case Verdict.NeverHeard(Verdict.Peer who, _, _, _, _) -> who;
                    case Verdict.Stopped(Verdict.Peer who, _, _, _) -> who;
                    case Verdict.NoMicrophone _ -> Verdict.Peer.BROWSER;
                    case Verdict.OnHold _ -> Verdict.Peer.PHONE;
                    default -> null;
                };
        Direction said = direction(theirs);
        if (peer == null || said != Direction.RECVONLY && said != Direction.INACTIVE) {
            return found;
        }
        Direction told = direction(ours);
        boolean answering = told == Direction.SENDONLY || told == Direction.INACTIVE;
        return new Verdict.SaysDirection(peer, said.attribute(), answering);
    }

    private static @Nullable Direction direction(String sdp) {
        if (!(SessionDescription.parse(sdp.getBytes(StandardCharsets.UTF_8))
                instanceof Parsed.Ok<SessionDescription>(SessionDescription read))) {
            return null;
        }
        for (MediaSection each : read.sections()) {
            if (each.media().kind().equals("audio") && !each.isRejected()) {
                return each.direction();
            }
        }
        return null;
    }
}
