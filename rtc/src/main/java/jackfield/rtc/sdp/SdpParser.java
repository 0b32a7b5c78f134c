package jackfield.rtc.sdp;

import jackfield.base.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads session descriptions (RFC 8866 section 9).
///
/// Lenient: any line end, blank lines, any order within a section, no `s=`, no `t=`, unknown line
/// types are passed over. Firm: `v=` begins it, `m=`, `c=` and `o=` must make sense, and there are
/// limits. Text is read byte for byte (ISO 8859-1), so what we do not understand leaves as it came,
/// whatever its character set.
final class SdpParser {
    /// The longest body: ten times a browser's longest.
    static final int MOST_BYTES = 65_536;

    /// The most lines; a browser's offer with video has about 200.
    static final int MOST_LINES = 2_000;

    /// The longest line: parameter sets of video make long ones.
    static final int LONGEST_LINE = 8_192;

    /// The most media.
    static final int MOST_MEDIA = 32;

    /// The most formats of one medium: all payload types.
    private static final int MOST_FORMATS = 128;

    private static final String SESSION_LINES = "iuepbtrzk";
    private static final String MEDIA_LINES = "ibk";

    private final List<Line> lines = new ArrayList<>();
    private final List<MediaDescription> media = new ArrayList<>();
    private final List<Line> sectionLines = new ArrayList<>();
    private final List<Attribute> sectionAttributes = new ArrayList<>();
    private Attributes sessionAttributes = Attributes.NONE;
    private @Nullable Origin origin;
    private @Nullable Connection sessionConnection;
    private @Nullable Connection sectionConnection;
    private @Nullable MediaDescription open;
    private String name = "-";

    private SdpParser() {}

    static Parsed<SessionDescription> parse(byte[] body) {
        if (body.length > MOST_BYTES) {
            return new Parsed.Bad<>("SDP", body.length + " bytes");
        }
        String text = new String(body, StandardCharsets.ISO_8859_1);
        if (text.indexOf('\0') >= 0) {
            return new Parsed.Bad<>("SDP", "a NUL");
        }
        return new SdpParser().read(text);
    }

    private Parsed<SessionDescription> read(String text) {
        int count = 0;
        int from = 0;
        while (from < text.length()) {
            int end = lineEnd(text, from);
            String line = text.substring(from, end).stripTrailing();
            from = end + 1;
            if (line.isBlank()) {
                continue;
            }
            if (++count > MOST_LINES || line.length() > LONGEST_LINE) {
                return new Parsed.Bad<>("SDP", count + " lines, " + line.length() + " in one");
            }
            String wrong = count == 1 ? first(line) : line(line);
            if (wrong != null) {
                return new Parsed.Bad<>(wrong, shown(line));
            }
        }
        closeSection();
        Origin by = origin;
        if (by == null) {
            return new Parsed.Bad<>("o=", "none");
        }
        return new Parsed.Ok<>(
                new SessionDescription(
                        by, name, sessionConnection, lines, sessionAttributes, media));
    }

    private static int lineEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /// Keys do not go into an error text.
    private static String shown(String line) {
        return line.startsWith("a=") || line.startsWith("k=") ? line.substring(0, 2) + "…" : line;
    }

    private static @Nullable String first(String line) {
        return line.equals("v=0") ? null : "v=";
    }

    /// Takes one line; answers what was wrong with it, or null.
    private @Nullable String line(String line) {
        if (line.length() < 2 || line.charAt(1) != '=') {
            return "line";
        }
        char type = line.charAt(0);
        String value = line.substring(2).strip();
        switch (type) {
            case 'm' -> {
                return media(value);
            }
            case 'c' -> {
                return connection(value);
            }
            case 'o' -> {
                return origin(value);
            }
            case 's' -> name = value.isEmpty() ? "-" : value;
            case 'a' -> attribute(value);
            default -> other(type, value);
        }
        return null;
    }

    private @Nullable String origin(String value) {
        if (open != null || origin != null) {
            return "o=";
        }
        if (Origin.parse(value) instanceof Parsed.Ok<Origin>(Origin read)) {
            origin = read;
            return null;
        }
        return "o=";
    }

    private @Nullable String connection(String value) {
        if (!(Connection.parse(value) instanceof Parsed.Ok<Connection>(Connection read))) {
            return "c=";
        }
        // Several c= lines of one medium are layers of a multicast; the first will do.
        if (sectionConnection == null) {
            sectionConnection = read;
        }
        return null;
    }

    private void attribute(String value) {
        int colon = value.indexOf(':');
        String attribute = (colon < 0 ? value : value.substring(0, colon)).strip();
        if (!attribute.isEmpty()) {
            String rest = colon < 0 ? null : value.substring(colon + 1);
            sectionAttributes.add(new Attribute(attribute, rest));
        }
    }

    private void other(char type, String value) {
        String known = open == null ? SESSION_LINES : MEDIA_LINES;
        if (known.indexOf(type) >= 0) {
            sectionLines.add(new Line(type, value));
        }
    }

    private @Nullable String media(String value) {
        closeSection();
        String[] words = SdpText.words(value);
        if (words.length < 3 || words.length > 3 + MOST_FORMATS || media.size() >= MOST_MEDIA) {
            return "m=";
        }
        int slash = words[1].indexOf('/');
        int port = SdpText.port(slash < 0 ? words[1] : words[1].substring(0, slash));
        if (port < 0) {
            return "m=";
        }
        List<String> formats = Arrays.asList(words).subList(3, words.length);
        open =
                new MediaDescription(
                        words[0], port, words[2], formats, List.of(), null, Attributes.NONE);
        return null;
    }

    /// Ends the session's part, or a medium's, and begins the next with nothing in it.
    private void closeSection() {
        Attributes attributes = new Attributes(sectionAttributes);
        MediaDescription ending = open;
        if (ending == null) {
            sessionAttributes = attributes;
            sessionConnection = sectionConnection;
            lines.addAll(sectionLines);
        } else {
            media.add(
                    new MediaDescription(
                            ending.kind(),
                            ending.port(),
                            ending.protocol(),
                            ending.formats(),
                            sectionLines,
                            sectionConnection,
                            attributes));
        }
        sectionAttributes.clear();
        sectionLines.clear();
        sectionConnection = null;
    }
}
