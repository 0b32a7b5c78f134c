package jackfield.roles.p2p;

import static jackfield.roles.p2p.Json.message;

/// Calls for users none of whose devices is there: they wait a while, and who can wake one is asked
/// to.
final class Waiting {
    private Waiting() {}

    /// A call begins to wait: its maker is told, and who can wake the callee.
    ///
    /// @param ns how long it waits
    static void begin(Call call, long ns, Step step) {
        call.maker()
                .send(
                        message("call-queued")
                                .with("callId", call.id())
                                .with("from", call.callee())
                                .with("seconds", ns / 1_000_000_000L),
                        step);
        step.out()
                .put(
                        new SignalOutput.Wanted(
                                call.callee(),
                                call.maker().user(),
                                call.offer().text("fromUsername", ""),
                                call.id(),
                                call.isVideo()));
    }

    /// One who was woken declines, though no device of theirs is there; false where no such call
    /// waits.
    static boolean decline(Calls calls, String callId, String user, Step step) {
        Call call = calls.table().find(user, callId);
        if (call == null || call.taker() != null || !call.callee().equals(user)) {
            return false;
        }
        Json.Members taken =
                message("call-taken")
                        .with("callId", callId)
                        .with("from", call.maker().user())
                        .with("reason", "rejected");
        Json.Members rejected = message("call-reject").with("callId", callId).with("from", user);
        calls.over(call, "rejected", taken, rejected.with("reason", "rejected"), step);
        return true;
    }
}
