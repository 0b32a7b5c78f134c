package jackfield.roles.p2p;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One device of a user: a tab, a program. It outlives its connection for a while; what is for it
/// waits meanwhile. Its deadline is the end of that while.
final class Device extends Due {
    /// Texts whose numbers are remembered, so that none comes twice.
    private static final int MOST_TEXTS = 64;

    private final String user;
    private final String id;
    private final int mostQueued;
    private final Set<Call> calls = new LinkedHashSet<>();
    private final Set<String> rooms = new TreeSet<>();
    private final Set<String> watched = new TreeSet<>();
    private final Deque<String> queue = new ArrayDeque<>();
    private final List<Early> early = new ArrayList<>();
    private final Set<Long> texts = new LinkedHashSet<>();
    private int queuedBytes;
    private boolean callWaiting;
    private boolean away;
    private boolean sip = true;
    private @Nullable Socket socket;

    /// What stands in a connection's place for what is no page.
    interface Way {
        /// Takes a message for the device; false where it can't.
        boolean send(Json.Members message, Step step);
    }

    private final @Nullable Way way;

    /// A candidate whose offer has not come yet.
    private record Early(@Nullable String callId, String to, Json.Members message, long at) {}

    Device(String user, String id, int mostQueued) {
        this.user = user;
        this.id = id;
        this.mostQueued = mostQueued;
        way = null;
    }

    /// One that is always reached by `way`.
    Device(String user, String id, Way way) {
        this.user = user;
        this.id = id;
        this.way = way;
        mostQueued = 0;
    }

    String user() {
        return user;
    }

    String id() {
        return id;
    }

    /// The calls it makes, is rung for, or is in.
    Set<Call> calls() {
        return calls;
    }

    Set<String> rooms() {
        return rooms;
    }

    /// The users whose presence it is told.
    Set<String> watched() {
        return watched;
    }

    @Nullable Socket socket() {
        return socket;
    }

    boolean isThere() {
        return socket != null || way != null;
    }

    /// False for what stands for those whom another protocol reaches.
    boolean isPage() {
        return way == null;
    }

    /// False where SIP calls must not ring here: the page is a SIP phone besides.
    boolean takesSip() {
        return sip;
    }

    /// Where it is, for people: `wss 192.0.2.7:40112`; empty where nobody is connected.
    String place() {
        Socket at = socket;
        return at == null ? "" : at.flow().peer();
    }

    boolean isAway() {
        return away;
    }

    /// True where one more call must not ring here.
    boolean isBusy() {
        return !callWaiting && !calls.isEmpty();
    }

    /// Takes what the device says of itself; true where that changes what others see.
    boolean settings(Json.Members message) {
        boolean wasAway = away;
        if (message.get("callWaiting") instanceof Json.Word word && word != Json.Word.NULL) {
            callWaiting = word == Json.Word.TRUE;
        }
        if (message.get("sip") instanceof Json.Word word && word != Json.Word.NULL) {
            sip = word == Json.Word.TRUE;
        }
        if (message.get("away") instanceof Json.Word word && word != Json.Word.NULL) {
            away = word == Json.Word.TRUE;
        }
        return wasAway != away;
    }

    /// Is reached by `to` from now on; null while its connection is lost.
    void socket(@Nullable Socket to) {
        socket = to;
    }

    /// Sends what has waited.
    void flush(Step step) {
        Socket to = socket;
        while (to != null && !queue.isEmpty()) {
            step.out().put(new SignalOutput.Send(to.flow(), queue.remove()));
        }
        queuedBytes = 0;
    }

    /// Sends, or keeps for when it is back; false where too much waits already.
    boolean send(Json.Members message, Step step) {
        step.traces().out(this, message, step.now());
        if (way != null) {
            return way.send(message, step);
        }
        Socket to = socket;
        if (to != null) {
            to.send(message, step);
            return true;
        }
        String text = step.json().write(message);
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (queue.size() >= mostQueued || queuedBytes + bytes > SignalSettings.QUEUED_BYTES) {
            return false;
        }
        queue.add(text);
        queuedBytes += bytes;
        return true;
    }

    /// True where the text that the node keeps as `number` was given to it.
    boolean hasText(long number) {
        return texts.contains(number);
    }

    /// It was given that text.
    void gotText(long number) {
        if (texts.size() >= MOST_TEXTS) {
            texts.remove(texts.iterator().next());
        }
        texts.add(number);
    }

    /// Keeps a candidate until its offer comes; false where there are too many.
    boolean keepEarly(@Nullable String callId, String to, Json.Members message, long now) {
        early.removeIf(each -> now - each.at > SignalSettings.EARLY_NS);
        if (early.size() >= SignalSettings.MOST_CANDIDATES) {
            return false;
        }
        early.add(new Early(callId, to, message, now));
        return true;
    }

    /// The candidates that were there before their offer: those of the call, and those that name
    /// none.
    List<Json.Members> takeEarly(String callId, String to, long now) {
        List<Json.Members> taken = new ArrayList<>();
        Iterator<Early> all = early.iterator();
        while (all.hasNext()) {
            Early each = all.next();
            if (each.to.equals(to) && (each.callId == null || each.callId.equals(callId))) {
                all.remove();
                if (now - each.at <= SignalSettings.EARLY_NS) {
                    taken.add(each.message);
                }
            }
        }
        return taken;
    }

    @Override
    public String toString() {
        return user + "/" + id;
    }
}
