package jackfield.roles.relay.ng;

import jackfield.base.Endpoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node around the core that does everything at once, and remembers what it was told.
final class Direct implements NgHost {
    static final Endpoint PROXY = Endpoint.ipv4(0x7f000001, 9_000);

    final List<String> told = new ArrayList<>();

    /// Answers and ends of calls.
    final List<String> courses = new ArrayList<>();

    @Override
    public void resume(Runnable step) {
        step.run();
    }

    @Override
    public void told(String what) {
        told.add(what);
    }

    @Override
    public void answered(NgCallView call) {
        courses.add(call.callId() + " answered by " + call.tags().getLast());
    }

    @Override
    public void ended(NgCallView call, @Nullable Boolean byFirst, String why, long now) {
        String by = byFirst == null ? "nobody" : byFirst ? "the first" : "the other";
        courses.add(
                call.callId()
                        + (call.answered() == 0 ? " unanswered" : "")
                        + " by "
                        + by
                        + ": "
                        + why);
    }

    /// The reply to a datagram; null without one.
    static byte @Nullable [] ask(NgCore core, byte[] datagram, long now) {
        List<byte[]> replies = new ArrayList<>();
        core.receive(datagram, PROXY, replies::add, now);
        return replies.isEmpty() ? null : replies.getFirst();
    }
}
