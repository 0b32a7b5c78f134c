package jackfield.roles.p2p;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps what was said in the last calls, so that one that failed explains itself. Bounded in
/// calls, in messages of each and in letters; the oldest call goes first.
final class SignalTraces {
    private static final int MOST_MESSAGES = 100;
    private static final int LONGEST_MESSAGE = 64 * 1024;

    /// What a message takes beside its text.
    private static final int OVERHEAD = 64;

    private static final class Kept {
        private final List<SignalTrace.Said> said = new ArrayList<>();
        private List<PageMedia.Kept> media = List.of();
        private int dropped;
        private long letters;
    }

    private final SignalJson json;
    private final int mostCalls;
    private final long mostLetters;
    private final Map<String, Kept> byCall = new LinkedHashMap<>();
    private long letters;

    SignalTraces(SignalJson json, int mostCalls, long mostLetters) {
        this.json = json;
        this.mostCalls = mostCalls;
        this.mostLetters = mostLetters;
    }

    /// A device says this. An offer begins the trace of its call.
    void in(Device from, Json.Members message, long now) {
        String callId = message.text("callId");
        if (callId != null && callId.length() <= SignalSettings.LONGEST_ID) {
            if ("call-offer".equals(message.text("type")) && mostCalls > 0) {
                byCall.computeIfAbsent(callId, _ -> new Kept());
            }
            keep(callId, from, true, message, now);
        }
    }

    /// Where the pages of a call keep what they say of its media.
    void media(String callId, List<PageMedia.Kept> media) {
        Kept kept = byCall.get(callId);
        if (kept != null) {
            kept.media = media;
        }
    }

    /// The node says this to a device.
    void out(Device to, Json.Members message, long now) {
        String callId = message.text("callId");
        if (callId != null) {
            keep(callId, to, false, message, now);
        }
    }

    private void keep(String callId, Device who, boolean in, Json.Members message, long now) {
        Kept kept = byCall.get(callId);
        if (kept == null) {
            return;
        }
        String text = json.write(message);
        if (kept.said.size() >= MOST_MESSAGES || text.length() > LONGEST_MESSAGE) {
            kept.dropped++;
            return;
        }
        kept.said.add(
                new SignalTrace.Said(now, in, who.user(), who.id(), who.place(), message, text));
        // As it is read and as it is written.
        int takes = 2 * text.length() + OVERHEAD;
        kept.letters += takes;
        letters += takes;
        shrink(kept);
    }

    private void shrink(Kept stays) {
        Iterator<Kept> oldest = byCall.values().iterator();
        while (byCall.size() > mostCalls || letters > mostLetters) {
            Kept next = oldest.next();
            if (next == stays) {
                return;
            }
            letters -= next.letters;
            oldest.remove();
        }
    }

    @Nullable SignalTrace find(String callId) {
        Kept kept = byCall.get(callId);
        return kept == null || kept.said.isEmpty()
                ? null
                : new SignalTrace(
                        callId,
                        kept.said,
                        kept.dropped,
                        kept.media.stream().map(PageMedia.Kept::view).toList());
    }
}
