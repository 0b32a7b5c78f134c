package jackfield.server.kamailio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Kamailio's own preprocessor: `#!define`, `#!substdef`, `#!ifdef` and the files it includes. What
/// is left are lines without directives and comments.
final class Preprocessor {
    /// A line that counts.
    ///
    /// @param number its number in its file, from 1
    record Line(int number, String text) {}

    private static final int DEEPEST = 10;
    private static final int MOST_LINES = 200_000;
    private static final int LARGEST = 4 << 20;

    /// Substitutions may hold names that others replace.
    private static final int ROUNDS = 8;

    private static final Pattern DIRECTIVE = Pattern.compile("^\\s*[#!]!(\\w+)\\s*(.*)$");
    private static final Pattern INCLUDE =
            Pattern.compile("^\\s*(?:[#!]!)?(include_file|import_file)\\s+\"([^\"]+)\".*$");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");

    private final Map<String, String> defines = new LinkedHashMap<>();
    private final Map<String, String> substitutions = new LinkedHashMap<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<Note> notes;
    private boolean inComment;

    Preprocessor(List<Note> notes) {
        this.notes = notes;
    }

    /// The lines of `file` and of what it includes.
    ///
    /// @throws IOException when it can't be read, or is no text of a usual size
    List<Line> run(Path file) throws IOException {
        read(file, 0);
        return lines;
    }

    /// True where a name was defined.
    boolean isDefined(String name) {
        return defines.containsKey(name);
    }

    private void read(Path file, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException(file + " is included by itself");
        }
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + " is larger than 4 MiB: is it a kamailio.cfg?");
        }
        // Old files are Latin-1; what matters in them is ASCII.
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Deque<Boolean> conditions = new ArrayDeque<>();
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            Matcher include = INCLUDE.matcher(raw);
            Matcher directive = DIRECTIVE.matcher(raw);
            boolean active = !conditions.contains(false);
            if (include.matches()) {
                if (active) {
                    include(file, include.group(1), include.group(2), number, depth);
                }
            } else if (directive.matches()) {
                direct(directive.group(1), directive.group(2).strip(), active, conditions);
            } else if (active) {
                line(number, raw);
            }
        }
    }

    private void include(Path from, String how, String name, int number, int depth)
            throws IOException {
        Path file = from.toAbsolutePath().resolveSibling(name);
        if (Files.isReadable(file)) {
            read(file, depth + 1);
        } else if (how.equals("include_file")) {
            notes.add(
                    new Note(
                            Note.Kind.LEFT_OUT,
                            number,
                            "the included file " + name + " can't be read"));
        }
    }

    private void direct(String name, String rest, boolean active, Deque<Boolean> conditions) {
        switch (name) {
            case "ifdef" -> conditions.push(defines.containsKey(first(rest)));
            case "ifndef" -> conditions.push(!defines.containsKey(first(rest)));
            case "else" -> {
                if (!conditions.isEmpty()) {
                    conditions.push(!conditions.pop());
                }
            }
            case "endif" -> conditions.poll();
            case "define", "redefine" -> {
                if (active) {
                    define(rest);
                }
            }
            case "trydef" -> {
                if (active && !defines.containsKey(first(rest))) {
                    define(rest);
                }
            }
            case "substdef", "substdefs" -> {
                if (active) {
                    substitute(rest, name.equals("substdefs"));
                }
            }
            default -> {
                // #!KAMAILIO, #!subst and #!defenv change nothing we read
            }
        }
    }

    private static String first(String rest) {
        Matcher word = WORD.matcher(rest);
        return word.lookingAt() ? word.group() : "";
    }

    private void define(String rest) {
        String name = first(rest);
        if (!name.isEmpty()) {
            defines.put(name, rest.substring(name.length()).strip());
        }
    }

    /// `"!NAME!value!g"`; any character may stand for the exclamation mark.
    private void substitute(String rest, boolean quoted) {
        if (rest.length() < 6 || rest.charAt(0) != '"' || rest.lastIndexOf('"') < 2) {
            return;
        }
        String inside = rest.substring(1, rest.lastIndexOf('"'));
        String[] parts = inside.split(Pattern.quote(inside.substring(0, 1)), -1);
        if (parts.length < 3 || parts[1].isEmpty()) {
            return;
        }
        String value = quoted ? '"' + parts[2] + '"' : parts[2];
        substitutions.put(parts[1], value);
        defines.put(parts[1], value);
    }

    private void line(int number, String raw) {
        String text = withoutComments(replaced(raw));
        if (!text.isBlank()) {
            if (lines.size() == MOST_LINES) {
                throw new IllegalArgumentException("more than " + MOST_LINES + " lines");
            }
            lines.add(new Line(number, text.strip()));
        }
    }

    private String replaced(String raw) {
        String text = raw;
        for (int round = 0; round < ROUNDS && text.length() < 10_000; round++) {
            String before = text;
            for (Map.Entry<String, String> each : substitutions.entrySet()) {
                text = text.replace(each.getKey(), each.getValue());
            }
            if (text.equals(before)) {
                break;
            }
        }
        Matcher words = WORD.matcher(text);
        StringBuilder out = new StringBuilder();
        while (words.find()) {
            String value = defines.getOrDefault(words.group(), "");
            boolean replace = !value.isEmpty() && !inQuotes(text, words.start());
            words.appendReplacement(out, Matcher.quoteReplacement(replace ? value : words.group()));
        }
        return words.appendTail(out).toString();
    }

    private static boolean inQuotes(String text, int at) {
        return text.substring(0, at).chars().filter(c -> c == '"').count() % 2 == 1;
    }

    private String withoutComments(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inComment) {
                if (text.startsWith("*/", i)) {
                    inComment = false;
                    i++;
                }
            } else if (c == '"') {
                quoted = !quoted;
                out.append(c);
            } else if (quoted) {
                out.append(c);
            } else if (text.startsWith("/*", i)) {
                inComment = true;
                i++;
            } else if (c == '#' || text.startsWith("//", i)) {
                break;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
