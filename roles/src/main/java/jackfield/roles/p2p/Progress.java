package jackfield.roles.p2p;

import jackfield.roles.p2p.SignalOutput.Stage;

/// Tells those outside how far the calls between pages are. One whose maker is SIP, or that SIP
/// takes, is SIP's to tell of.
final class Progress {
    private Progress() {}

    /// A call has begun, rings or was taken.
    static void tell(Call call, Step step) {
        if (call.maker().isPage()) {
            step.out()
                    .put(
                            new SignalOutput.Progress(
                                    call.id(),
                                    call.maker().user(),
                                    call.callee(),
                                    stage(call),
                                    call.began()));
        }
    }

    /// A call is over.
    static void over(Call call, Step step) {
        if (call.maker().isPage() && stage(call) != Stage.ELSEWHERE) {
            step.out()
                    .put(
                            new SignalOutput.Progress(
                                    call.id(),
                                    call.maker().user(),
                                    call.callee(),
                                    Stage.OVER,
                                    call.began()));
        }
    }

    private static Stage stage(Call call) {
        Device taker = call.taker();
        if (taker != null) {
            return taker.isPage() ? Stage.ANSWERED : Stage.ELSEWHERE;
        }
        return call.hasRung() ? Stage.RINGING : Stage.CALLING;
    }

    /// What an operator sees of a call; [Stage#ELSEWHERE] is for others to show.
    static boolean isShown(Call call) {
        return call.maker().isPage() && stage(call) != Stage.ELSEWHERE;
    }

    static SignalCallView view(Call call) {
        return new SignalCallView(
                call.id(),
                call.maker().user(),
                call.callee(),
                stage(call).word(),
                call.began());
    }
}
