package jackfield.roles.p2p;

import jackfield.roles.records.CallRecord;
import jackfield.roles.records.CallRecord.By;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to be kept of a call that is over. A call has one record: where SIP had a part in it and
/// no page took it, SIP's.
final class Endings {
    private static final String BY_OPERATOR = "ended by the operator";

    /// How a call that nobody answered is told of in records, by our word for it.
    private static final Map<String, CallRecord.Ending> UNANSWERED =
            Map.of(
                    "rejected", new CallRecord.Ending(603, By.CALLEE, "declined"),
                    "busy", new CallRecord.Ending(486, By.CALLEE, "busy"),
                    "cancelled", new CallRecord.Ending(487, By.CALLER, "gave up"),
                    "lost", new CallRecord.Ending(487, By.CALLER, "caller's connection lost"),
                    "timeout", new CallRecord.Ending(408, By.NODE, "rang for too long"),
                    "operator", new CallRecord.Ending(487, By.NODE, BY_OPERATOR),
                    "offline", new CallRecord.Ending(480, By.NODE, "no device is there"),
                    "unknown", new CallRecord.Ending(404, By.NODE, "no such user"));

    private Endings() {}

    /// Tells of a call that is over, where it is ours to tell of.
    ///
    /// @param reason our word for how it ended
    static void tell(Call call, String reason, Step step) {
        Device taker = call.taker();
        CallRecord.Ending ending = taker == null ? UNANSWERED.get(reason) : answered(call, reason);
        if (ending == null || !call.maker().isPage() || !isOurs(call, taker)) {
            return;
        }
        step.out()
                .put(
                        new SignalOutput.Ended(
                                call.id(),
                                call.maker().user(),
                                call.callee(),
                                call.source(),
                                call.destination(),
                                new CallRecord.Times(
                                        call.began(),
                                        call.rangAt(),
                                        call.answeredAt(),
                                        step.now()),
                                ending));
    }

    /// Ends a call for both sides, because an operator wants it; false where there is none.
    static boolean byOperator(Calls calls, String callId, Step step) {
        for (Call call : calls.table().all()) {
            if (call.id().equals(callId) && Progress.isShown(call)) {
                Device taker = call.taker();
                Json.Members end =
                        Json.message(taker == null ? "call-cancel" : "call-end")
                                .with("callId", callId)
                                .with("reason", "operator");
                Json.Members toCallee = end.with("from", call.maker().user());
                Json.Members toMaker = end.with("type", "call-end").with("from", call.callee());
                calls.over(call, "operator", toCallee, toMaker, step);
                if (taker != null) {
                    taker.send(toCallee, step);
                }
                return true;
            }
        }
        return false;
    }

    private static boolean isOurs(Call call, @Nullable Device taker) {
        return taker == null ? !call.wasWithSip() : taker.isPage();
    }

    private static CallRecord.Ending answered(Call call, String reason) {
        if (reason.equals("operator")) {
            return new CallRecord.Ending(200, By.NODE, BY_OPERATOR);
        }
        Device by = call.endedBy();
        return by == null
                ? new CallRecord.Ending(200, By.NODE, "connection lost")
                : new CallRecord.Ending(200, by == call.maker() ? By.CALLER : By.CALLEE, "hung up");
    }
}
