package jackfield.roles.trace;

import java.util.List;

/// A trace as a ladder: who took part, and who said what to whom.
///
/// @param parties in the order they are drawn; the second is this node
/// @param steps in the order of time
public record CallLadder(List<Party> parties, List<Step> steps) {
    public CallLadder {
        parties = List.copyOf(parties);
        steps = List.copyOf(steps);
    }

    /// One column.
    ///
    /// @param name whom it stands for: the user part of its URI; `jackfield` for this node
    /// @param address `udp 192.0.2.7:5060`; empty for this node
    /// @param userAgent what it calls itself; empty where it does not
    public record Party(String name, String address, String userAgent) {}

    /// One message.
    ///
    /// @param at when (ns since the node started)
    /// @param from the sender's place in `parties`
    /// @param to the receiver's
    /// @param what `INVITE`, `486 Busy Here`
    /// @param cseq the CSeq, which tells what a response is to: `2 INVITE`
    /// @param sdp the session description in a few words; empty where there is none
    /// @param note what a Reason or Warning header field says; empty without
    /// @param repeated true where the same message went before
    /// @param index which message of the trace it is
    public record Step(
            long at,
            int from,
            int to,
            String what,
            String cseq,
            String sdp,
            String note,
            boolean repeated,
            int index) {}
}
