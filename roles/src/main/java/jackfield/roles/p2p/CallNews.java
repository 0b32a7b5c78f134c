package jackfield.roles.p2p;

import jackfield.roles.records.CallRecord;
import jackfield.roles.records.CallRecord.By;
import jackfield.roles.records.SaidSide;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What others are told of calls between pages, and what is to be kept of those that are over. A
/// call is told of once: where SIP has a part in it and no page has taken it, by SIP.
final class CallNews {
    private static final String BY_OPERATOR = "ended by the operator";

    /// How a call that nobody answered is told of in records, by our word for it.
    private static final Map<String, CallRecord.Ending> UNANSWERED =
            Map.of(
                    "rejected", new CallRecord.Ending(603, By.CALLEE, "declined"),
                    "busy", new CallRecord.Ending(486, By.CALLEE, "busy"),
                    "do-not-disturb",
                            new CallRecord.Ending(486, By.CALLEE, "does not want to be disturbed"),
                    "cancelled", new CallRecord.Ending(487, By.CALLER, "gave up"),
                    "lost", new CallRecord.Ending(487, By.CALLER, "caller's connection lost"),
                    "timeout", new CallRecord.Ending(408, By.NODE, "rang for too long"),
                    "operator", new CallRecord.Ending(487, By.NODE, BY_OPERATOR),
                    "offline", new CallRecord.Ending(480, By.NODE, "no device is there"),
                    "unknown", new CallRecord.Ending(404, By.NODE, "no such user"));

    private CallNews() {}

    /// A call that is ours to tell of.
    static SignalCallView view(Call call, String state) {
        return new SignalCallView(
                call.id(), call.maker().user(), call.callee(), state, call.began());
    }

    /// Whether the call is ours to tell of, as it is now.
    static boolean isOurs(Call call) {
        Device taker = call.taker();
        return call.maker().isPage() && (taker == null ? !call.wasWithSip() : taker.isPage());
    }

    /// A call has begun.
    static void began(Call call, Step step) {
        if (isOurs(call)) {
            step.out().put(new SignalOutput.Began(view(call, SignalCallView.CALLING)));
        }
    }

    /// A device has said that it rings.
    static void rings(Call call, Step step) {
        if (isOurs(call)) {
            step.out().put(new SignalOutput.Changed(view(call, SignalCallView.RINGING)));
        }
    }

    /// A device has taken the call. Until then SIP may have told of it.
    static void taken(Call call, Step step) {
        if (isOurs(call)) {
            if (call.wasWithSip()) {
                began(call, step);
            }
            step.out().put(new SignalOutput.Changed(view(call, SignalCallView.ANSWERED)));
        }
    }

    /// A call is over.
    ///
    /// @param reason our word for how it ended
    static void ended(Call call, String reason, Step step) {
        Device taker = call.taker();
        CallRecord.Ending ending = taker == null ? UNANSWERED.get(reason) : answered(call, reason);
        if (ending == null || !isOurs(call)) {
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
                                        call.began(), call.rangAt(), call.answeredAt(), step.now()),
                                ending,
                                sides(call)));
    }

    /// What its pages have said, the caller's first; empty where neither has.
    private static List<SaidSide> sides(Call call) {
        return call.media().stream()
                .map(PageMedia.Kept::view)
                .sorted(Comparator.comparing(PageMedia::caller).reversed())
                .map(PageMedia::side)
                .toList();
    }

    /// Ends a call for both sides, because an operator wants it; false where there is none.
    static boolean byOperator(Calls calls, String callId, Step step) {
        for (Call call : calls.table().all()) {
            if (call.id().equals(callId) && isOurs(call)) {
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
