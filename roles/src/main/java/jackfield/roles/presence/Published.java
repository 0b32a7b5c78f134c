package jackfield.roles.presence;

import java.util.Locale;
import java.util.Set;

/// What a user says of itself in a presence document (RFC 3863, with the activities of RFC 4480):
/// as much of it as we act on.
///
/// @param open false for one who wants to seem not to be there
/// @param away it can be reached and may not answer
/// @param disturb false for one who does not want to be called
/// @param note in its own words; empty for none
record Published(boolean open, boolean away, boolean disturb, String note) {
    private static final int LONGEST_NOTE = 200;
    private static final Set<String> AWAY =
            Set.of("away", "meal", "vacation", "travel", "sleeping", "appointment", "holiday");
    private static final Set<String> BUSY =
            Set.of("busy", "dnd", "do-not-disturb", "meeting", "presentation", "performance");

    /// Reads a document: what is no XML says nothing.
    static Published read(String text) {
        boolean open = true;
        boolean away = false;
        boolean disturb = true;
        String note = "";
        int at = text.indexOf('<');
        while (at >= 0) {
            int end = text.indexOf('>', at);
            if (end < 0) {
                break;
            }
            int next = text.indexOf('<', end);
            String name = name(text, at + 1, end);
            String content = next < 0 ? "" : text.substring(end + 1, next);
            switch (name) {
                case "basic" -> open = !content.strip().equalsIgnoreCase("closed");
                case "note" -> note = note.isEmpty() ? Xml.text(content) : note;
                default -> {
                    away |= AWAY.contains(name);
                    disturb &= !BUSY.contains(name);
                }
            }
            at = next;
        }
        String said = note.length() > LONGEST_NOTE ? note.substring(0, LONGEST_NOTE) : note;
        String plain = said.toLowerCase(Locale.ROOT);
        // Phones that know no activities say it in the note.
        return new Published(
                open,
                away || plain.equals("away"),
                disturb && !plain.equals("do not disturb") && !plain.equals("dnd"),
                said);
    }

    /// The local name of an element, in lower case; empty for what is no start tag.
    private static String name(String text, int from, int to) {
        int start = from;
        int end = from;
        while (end < to && isNamePart(text.charAt(end))) {
            if (text.charAt(end) == ':') {
                start = end + 1;
            }
            end++;
        }
        return text.substring(start, end).toLowerCase(Locale.ROOT);
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == ':' || c == '.';
    }
}
