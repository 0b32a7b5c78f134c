package jackfield.roles.relay.nodes;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.base.Outbox;
import jackfield.base.Parsed;
import jackfield.roles.relay.ng.Bencode;
import jackfield.roles.relay.ng.NgValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Commands on their way to nodes over UDP, and the replies to them. A command that is repeated has
/// the cookie it had, so that a node that did it already sends the same reply again.
final class NgExchanges {
    /// What came of a command.
    sealed interface Result {
        /// @param roundTrip ns from the only time it was sent; 0 where it was repeated, and nobody
        ///   knows which one was answered
        record Replied(NgValue.Dictionary reply, long roundTrip) implements Result {}

        /// No reply in time.
        record Silence() implements Result {}
    }

    /// Told what came of a command.
    @FunctionalInterface
    interface Done {
        void done(Result result, long now);
    }

    private static final class Command {
        private final long serial;
        private final String cookie;
        private final Endpoint to;
        private final byte[] datagram;
        private final Done done;
        private final long sent;
        private final long ends;
        private long wait = FIRST_REPEAT;
        private long due;
        private boolean repeated;

        private Command(
                long serial,
                String cookie,
                Endpoint to,
                byte[] datagram,
                Done done,
                long sent,
                long ends) {
            this.serial = serial;
            this.cookie = cookie;
            this.to = to;
            this.datagram = datagram;
            this.done = done;
            this.sent = sent;
            this.ends = ends;
            due = Math.min(ends, sent + wait);
        }
    }

    /// The pause before the first repeat (ns); each one after it is twice as long.
    static final long FIRST_REPEAT = 200_000_000L;

    private static final int LONGEST_COOKIE = 64;

    private final Outbox<NodeOutput> out;
    private final RandomGenerator random;
    private final Map<String, Command> byCookie = new HashMap<>();
    private final TreeSet<Command> order =
            new TreeSet<>(
                    Comparator.comparingLong((Command each) -> each.due)
                            .thenComparingLong(each -> each.serial));
    private long serials;

    /// @param random makes cookies: a strong one, for the cookie is what a reply is known by
    NgExchanges(Outbox<NodeOutput> out, RandomGenerator random) {
        this.out = out;
        this.random = random;
    }

    /// Sends a command.
    ///
    /// @param patience how long to wait for the reply, repeats included (ns)
    /// @param done called once, never within this call
    void ask(Endpoint to, NgValue.Dictionary request, long patience, long now, Done done) {
        String cookie =
                Long.toHexString(random.nextLong()) + "_" + Long.toHexString(random.nextLong());
        byte[] head = (cookie + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] body = Bencode.write(request);
        byte[] datagram = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, datagram, head.length, body.length);
        Command command = new Command(serials++, cookie, to, datagram, done, now, now + patience);
        byCookie.put(cookie, command);
        order.add(command);
        out.put(new NodeOutput(to, datagram.clone()));
    }

    /// A datagram from a node.
    ///
    /// @return false where it answers nothing that was asked of its sender
    boolean receive(byte[] datagram, Endpoint from, long now) {
        int blank = 0;
        while (blank < datagram.length && blank <= LONGEST_COOKIE && datagram[blank] != ' ') {
            blank++;
        }
        String cookie = new String(datagram, 0, blank, StandardCharsets.ISO_8859_1);
        Command command = byCookie.get(cookie);
        if (command == null || !command.to.equals(from) || blank >= datagram.length) {
            return false;
        }
        byte[] body = Arrays.copyOfRange(datagram, blank + 1, datagram.length);
        NgValue.Dictionary reply = read(body);
        if (reply == null) {
            return false;
        }
        end(command);
        long roundTrip = command.repeated ? 0 : now - command.sent;
        command.done.done(new Result.Replied(reply, roundTrip), now);
        return true;
    }

    private static NgValue.@Nullable Dictionary read(byte[] body) {
        return Bencode.read(body) instanceof Parsed.Ok<NgValue.Dictionary>(NgValue.Dictionary read)
                ? read
                : null;
    }

    private void end(Command command) {
        byCookie.remove(command.cookie);
        order.remove(command);
    }

    /// Repeats what is due, and gives up what has waited too long.
    void wake(long now) {
        while (!order.isEmpty() && order.first().due <= now) {
            Command command = order.first();
            if (command.ends <= now) {
                end(command);
                command.done.done(new Result.Silence(), now);
                continue;
            }
            order.remove(command);
            command.repeated = true;
            command.wait *= 2;
            command.due = Math.min(command.ends, now + command.wait);
            order.add(command);
            out.put(new NodeOutput(command.to, command.datagram.clone()));
        }
    }

    /// When to wake next (ns), or [Deadlines#NEVER].
    long deadline() {
        return order.isEmpty() ? Deadlines.NEVER : order.first().due;
    }

    /// Commands that wait for a reply.
    int waiting() {
        return byCookie.size();
    }
}
