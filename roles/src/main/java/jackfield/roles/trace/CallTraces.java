package jackfield.roles.trace;

import jackfield.base.Flow;
import jackfield.roles.trace.CallTrace.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps the last messages of each call and registration in memory, by Call-ID, so that a call
/// explains itself after it failed. Bounded in number, bytes and time: what was heard of longest
/// ago goes first.
///
/// A message costs one small object beside the bytes, which are kept as they are.
public final class CallTraces implements MessageTap {
    /// What may be kept.
    ///
    /// @param traces Call-IDs of each kind; 0 keeps nothing
    /// @param bytes of all messages together
    /// @param keepNs how long after its last message a trace is kept
    public record Limits(int traces, long bytes, long keepNs) {
        /// 500 calls, 32 MB, one hour.
        public static final Limits DEFAULT = new Limits(500, 32L << 20, 3_600L * 1_000_000_000L);
    }

    /// The messages that begin a call say most about it: they stay, and behind them the last ones.
    static final int FIRST = 30;

    /// Messages of one call.
    static final int MOST_OF_A_CALL = 100;

    /// Messages of anything else.
    static final int MOST_OF_ANOTHER = 16;

    /// What a message takes beside its bytes.
    private static final int OVERHEAD = 64;

    private static final byte[] INVITE = {'I', 'N', 'V', 'I', 'T', 'E', ' '};
    private static final byte[] SUCCESS = {'S', 'I', 'P', '/', '2', '.', '0', ' ', '2'};

    private final Limits limits;
    private final Map<String, Trace> byCallId = new HashMap<>();
    private final Shelf calls;
    private final Shelf attempts;
    private final Shelf others;

    public CallTraces(Limits limits) {
        this.limits = limits;
        calls = new Shelf(limits.bytes() / 4 * 3);
        attempts = new Shelf(limits.bytes() / 8);
        others = new Shelf(limits.bytes() / 8);
    }

    @Override
    public void message(Direction direction, Flow flow, byte[] bytes, String callId, long now) {
        if (limits.traces() == 0 || callId.isEmpty()) {
            return;
        }
        Trace trace = byCallId.get(callId);
        Kind kind = kind(trace == null ? null : trace.kind, direction, bytes);
        if (trace == null) {
            trace = new Trace(callId, kind);
            byCallId.put(callId, trace);
        } else {
            shelf(trace.kind).remove(trace);
        }
        trace.kind = kind;
        trace.add(new TracedMessage(direction, flow, bytes, now));
        Shelf shelf = shelf(kind);
        shelf.append(trace);
        shelf.shrink(now);
    }

    private Shelf shelf(Kind kind) {
        return switch (kind) {
            case CALL -> calls;
            case ATTEMPT -> attempts;
            case OTHER -> others;
        };
    }

    /// What a trace is, once it has this message too.
    private static Kind kind(@Nullable Kind before, Direction direction, byte[] bytes) {
        if (before == Kind.CALL) {
            return Kind.CALL;
        }
        boolean invite = startsWith(bytes, INVITE);
        boolean letIn = direction == Direction.OUT && (invite || startsWith(bytes, SUCCESS));
        if (before == Kind.ATTEMPT) {
            return letIn ? Kind.CALL : Kind.ATTEMPT;
        }
        return invite ? (letIn ? Kind.CALL : Kind.ATTEMPT) : Kind.OTHER;
    }

    private static boolean startsWith(byte[] bytes, byte[] what) {
        if (bytes.length < what.length) {
            return false;
        }
        for (int i = 0; i < what.length; i++) {
            if (bytes[i] != what[i]) {
                return false;
            }
        }
        return true;
    }

    /// The trace of one Call-ID; null where none is kept.
    public @Nullable CallTrace find(String callId) {
        Trace trace = byCallId.get(callId);
        return trace == null ? null : trace.view();
    }

    /// Every trace of `kind`, the one heard of last first.
    public List<CallTrace> all(Kind kind, long now) {
        Shelf shelf = shelf(kind);
        shelf.shrink(now);
        List<CallTrace> all = new ArrayList<>(shelf.count);
        for (Trace trace = shelf.newest; trace != null; trace = trace.older) {
            all.add(trace.view());
        }
        return all;
    }

    /// How many Call-IDs there are messages of.
    public int size() {
        return byCallId.size();
    }

    /// What all of it takes in bytes, about.
    public long bytes() {
        return calls.bytes + attempts.bytes + others.bytes;
    }

    /// The messages of one Call-ID: the first ones, then a ring of the last ones.
    private static final class Trace {
        private final String callId;
        private Kind kind;
        private @Nullable TracedMessage[] messages = new TracedMessage[8];
        private int count;
        private long dropped;
        private long bytes;
        private long last;
        private @Nullable Trace newer;
        private @Nullable Trace older;

        private Trace(String callId, Kind kind) {
            this.callId = callId;
            this.kind = kind;
            bytes = OVERHEAD + 2L * callId.length();
        }

        private int most() {
            return kind == Kind.OTHER ? MOST_OF_ANOTHER : MOST_OF_A_CALL;
        }

        private int first() {
            return kind == Kind.OTHER ? 0 : FIRST;
        }

        private void add(TracedMessage message) {
            last = message.at();
            bytes += size(message);
            if (count == messages.length && count < most()) {
                messages = java.util.Arrays.copyOf(messages, Math.min(2 * count, most()));
            }
            if (count < messages.length) {
                messages[count++] = message;
                return;
            }
            TracedMessage gone = messages[first()];
            if (gone != null) {
                bytes -= size(gone);
            }
            int behind = first() + 1;
            System.arraycopy(messages, behind, messages, behind - 1, count - behind);
            messages[count - 1] = message;
            dropped++;
        }

        private static long size(TracedMessage message) {
            return (long) message.bytes().length + OVERHEAD;
        }

        private CallTrace view() {
            List<TracedMessage> all = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                TracedMessage message = messages[i];
                if (message != null) {
                    all.add(message);
                }
            }
            return new CallTrace(callId, kind, all, dropped);
        }
    }

    /// The traces of one kind, in the order they were last heard of.
    private final class Shelf {
        private final long mostBytes;
        private @Nullable Trace newest;
        private @Nullable Trace oldest;
        private int count;
        private long bytes;

        private Shelf(long mostBytes) {
            this.mostBytes = mostBytes;
        }

        private void append(Trace trace) {
            trace.newer = null;
            trace.older = newest;
            if (newest != null) {
                newest.newer = trace;
            } else {
                oldest = trace;
            }
            newest = trace;
            count++;
            bytes += trace.bytes;
        }

        private void remove(Trace trace) {
            if (trace.newer != null) {
                trace.newer.older = trace.older;
            } else {
                newest = trace.older;
            }
            if (trace.older != null) {
                trace.older.newer = trace.newer;
            } else {
                oldest = trace.newer;
            }
            trace.newer = null;
            trace.older = null;
            count--;
            bytes -= trace.bytes;
        }

        private void shrink(long now) {
            Trace first = oldest;
            while (first != null
                    && (count > limits.traces()
                            || bytes > mostBytes
                            || first.last + limits.keepNs() < now)) {
                remove(first);
                byCallId.remove(first.callId);
                first = oldest;
            }
        }
    }
}
