package jackfield.server.kamailio;

import jackfield.server.config.Setting;
import jackfield.server.config.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The settings file that is being written.
final class Draft {
    private static final Set<String> KNOWN =
            Settings.ALL.stream().map(Setting::key).collect(Collectors.toUnmodifiableSet());

    private record Entry(String value, String from) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Note> notes;

    Draft(List<Note> notes) {
        this.notes = notes;
    }

    /// Sets a key, unless it was set before.
    ///
    /// @param value as it is written in YAML, without quotes where it is plain text
    /// @param from what said so: `listen, line 12`
    void put(String key, String value, String from) {
        if (KNOWN.contains(key)) {
            entries.putIfAbsent(key, new Entry(scalar(value), from));
        } else {
            notes.add(
                    new Note(
                            Note.Kind.LEFT_OUT,
                            0,
                            from + ": this version has no setting " + key + " (" + value + ")"));
        }
    }

    /// Sets a key to lines of YAML that are ready.
    void block(String key, List<String> lines, String from) {
        if (KNOWN.contains(key)) {
            entries.put(key, new Entry("\n" + String.join("\n", lines), from));
        } else {
            notes.add(
                    new Note(Note.Kind.LEFT_OUT, 0, from + ": this version has no setting " + key));
        }
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /// The file: what was set with where it came from, then the notes as comments.
    String yaml(String source) {
        StringBuilder out = new StringBuilder();
        out.append("# Translated from ").append(source).append('.');
        out.append(" Check it with: ./jackfield check --config THIS-FILE\n\n");
        entries.forEach((key, entry) -> {
            if (!entry.from().isEmpty()) {
                out.append("# ").append(entry.from()).append('\n');
            }
            boolean block = entry.value().startsWith("\n");
            out.append(key).append(block ? ":" : ": ").append(entry.value()).append('\n');
        });
        append(out, Note.Kind.LEFT_OUT, "Left out; decide about each:");
        append(out, Note.Kind.BUILT_IN, "Needs no setting here:");
        return out.toString();
    }

    private void append(StringBuilder out, Note.Kind kind, String title) {
        List<Note> some = notes.stream().filter(note -> note.kind() == kind).toList();
        if (!some.isEmpty()) {
            out.append("\n# ").append(title).append('\n');
            some.forEach(note -> {
                String where = note.line() == 0 ? "" : " (line " + note.line() + ")";
                out.append("# - ").append(oneLine(note.text())).append(where).append('\n');
            });
        }
    }

    static String scalar(String text) {
        boolean plain =
                text.matches("[A-Za-z0-9./_+@-][A-Za-z0-9./_+@:!-]*") && !text.endsWith(":");
        return plain ? text : "'" + oneLine(text).replace("'", "''") + "'";
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}]", " ");
    }
}
