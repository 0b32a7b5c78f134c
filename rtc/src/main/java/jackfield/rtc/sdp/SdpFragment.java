package jackfield.rtc.sdp;

import jackfield.base.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Candidates that come after the description they belong to: the body
/// `application/trickle-ice-sdpfrag` (RFC 8840 section 9).
///
/// @param media what belongs to each of the media, in the order of the fragment; one without a mid
///   where no `m=` line stands before it
public record SdpFragment(List<Medium> media) {
    private static final int LONGEST = 16_384;
    private static final int MOST_LINES = 256;

    public SdpFragment {
        media = List.copyOf(media);
    }

    /// What came for one medium.
    ///
    /// @param mid its name; null where the fragment names none
    /// @param ufrag the generation; null where none is said
    /// @param password of that generation, a secret; null where none is said
    /// @param candidates the values of `a=candidate`, unread
    /// @param end true when no more will come
    public record Medium(
            @Nullable String mid,
            @Nullable String ufrag,
            @Nullable String password,
            List<String> candidates,
            boolean end) {
        public Medium {
            candidates = List.copyOf(candidates);
        }

        @Override
        public String toString() {
            return "Medium[" + mid + ", " + ufrag + ", " + candidates + (end ? ", end]" : "]");
        }
    }

    /// Reads one. Unknown lines are passed over; ufrag and password above the first `m=` line count
    /// for all that have none of their own (RFC 8840 section 4.4).
    public static Parsed<SdpFragment> parse(byte[] body) {
        if (body.length > LONGEST) {
            return new Parsed.Bad<>("sdpfrag", body.length + " bytes");
        }
        String[] lines =
                new String(body, StandardCharsets.UTF_8).split("\r\n|\n|\r", MOST_LINES + 1);
        if (lines.length > MOST_LINES) {
            return new Parsed.Bad<>("sdpfrag", "more than " + MOST_LINES + " lines");
        }
        Reading session = new Reading(null);
        List<Reading> media = new ArrayList<>();
        for (String line : lines) {
            if (line.length() > 1 && line.charAt(1) != '=') {
                return new Parsed.Bad<>("sdpfrag", "a line without =");
            }
            if (line.startsWith("m=")) {
                media.add(new Reading(session));
            } else if (line.startsWith("a=")) {
                (media.isEmpty() ? session : media.getLast()).attribute(line.substring(2));
            }
        }
        if (media.isEmpty()) {
            media.add(session);
        }
        return new Parsed.Ok<>(new SdpFragment(media.stream().map(Reading::medium).toList()));
    }

    /// One section while it is read.
    private static final class Reading {
        private final @Nullable Reading session;
        private final List<String> candidates = new ArrayList<>();
        private @Nullable String mid;
        private @Nullable String ufrag;
        private @Nullable String password;
        private boolean end;

        Reading(@Nullable Reading session) {
            this.session = session;
        }

        void attribute(String text) {
            int colon = text.indexOf(':');
            String name = colon < 0 ? text : text.substring(0, colon);
            String value = colon < 0 ? "" : text.substring(colon + 1).strip();
            switch (name.strip()) {
                case "mid" -> mid = value;
                case "ice-ufrag" -> ufrag = value;
                case "ice-pwd" -> password = value;
                case "candidate" -> candidates.add(value);
                case "end-of-candidates" -> end = true;
                default -> {} // RFC 8840 section 9.2: ignored
            }
        }

        Medium medium() {
            Reading generation = ufrag == null && session != null ? session : this;
            boolean last = end || session != null && session.end;
            return new Medium(mid, generation.ufrag, generation.password, candidates, last);
        }
    }
}
