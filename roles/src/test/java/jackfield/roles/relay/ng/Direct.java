package jackfield.roles.relay.ng;

import jackfield.base.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A node around the core that does everything at once, and remembers what it was told.
final class Direct implements NgHost {
    static final Endpoint PROXY = Endpoint.ipv4(0x7f000001, 9_000);

    final List<String> told = new ArrayList<>();

    /// How long a command takes (ns).
    long pace;

    NgFigures figures = NgFigures.NONE;
    private long now;

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
    public long now() {
        long then = now;
        now += pace;
        return then;
    }

    /// It is this late.
    void at(long time) {
        now = time;
    }

    @Override
    public void figures(Consumer<NgFigures> reply) {
        reply.accept(figures);
    }

    /// As NG has texts: a byte to a character.
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The reverse.
    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
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
