package jackfield.roles.routing;

import jackfield.base.Parsed;
import jackfield.roles.routing.NumberPattern.Letters;
import jackfield.roles.routing.NumberPattern.PatternProgram;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a pattern as a tree and builds steps from it, each part in front of what follows it, so
/// that no step needs to be patched later but the forks of endless repetitions.
final class PatternCompiler {
    private static final int LONGEST = 256;
    private static final int MOST_STEPS = 2_000;
    private static final int MOST_REPEATS = 64;
    private static final int DEEPEST = 20;
    private static final int ACCEPT = -1;
    private static final int NOWHERE = -2;

    /// What is wrong with a pattern.
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String what) {
            super(what, null, false, false);
        }
    }

    /// A part of a pattern, as a tree.
    private sealed interface Part {
        record One(Letters letters) implements Part {}

        record Row(List<Part> parts) implements Part {}

        record Either(List<Part> parts) implements Part {}

        /// @param most 0 for no limit
        record Repeat(Part part, int least, int most) implements Part {}
    }

    private final String text;
    private int at;
    private int depth;
    private final List<@Nullable Letters> takes = new ArrayList<>();
    private final List<int[]> leads = new ArrayList<>();

    private PatternCompiler(String text) {
        this.text = text;
    }

    static Parsed<PatternProgram> compile(String text) {
        String bare = text.startsWith("^") ? text.substring(1) : text;
        if (bare.endsWith("$") && !bare.endsWith("\\$")) {
            bare = bare.substring(0, bare.length() - 1);
        }
        if (text.length() > LONGEST) {
            return new Parsed.Bad<>("a pattern may have 256 characters", text);
        }
        if (bare.isEmpty()) {
            return new Parsed.Bad<>("the pattern is empty", text);
        }
        PatternCompiler compiler = new PatternCompiler(bare);
        try {
            Part whole = compiler.either();
            if (compiler.at < bare.length()) {
                throw new Wrong("\")\" without \"(\"");
            }
            int start = compiler.build(whole, ACCEPT);
            if (start == ACCEPT) {
                start = compiler.fork(ACCEPT, NOWHERE);
            }
            return new Parsed.Ok<>(compiler.program(start));
        } catch (Wrong e) {
            return new Parsed.Bad<>(String.valueOf(e.getMessage()), text);
        }
    }

    private PatternProgram program(int start) {
        return new PatternProgram(
                takes.toArray(new Letters[0]),
                leads.stream().mapToInt(pair -> pair[0]).toArray(),
                leads.stream().mapToInt(pair -> pair[1]).toArray(),
                start);
    }

    // Reading

    private boolean more() {
        return at < text.length();
    }

    private Part either() throws Wrong {
        if (++depth > DEEPEST) {
            throw new Wrong("parentheses are nested too deep");
        }
        List<Part> parts = new ArrayList<>(List.of(row()));
        while (more() && text.charAt(at) == '|') {
            at++;
            parts.add(row());
        }
        depth--;
        return parts.size() == 1 ? parts.getFirst() : new Part.Either(parts);
    }

    private Part row() throws Wrong {
        List<Part> parts = new ArrayList<>();
        while (more() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            parts.add(repeated(one()));
        }
        return new Part.Row(parts);
    }

    private Part one() throws Wrong {
        char c = text.charAt(at++);
        return switch (c) {
            case '(' -> {
                if (text.startsWith("?", at)) {
                    throw new Wrong("\"(?\" is not known here");
                }
                Part inner = either();
                if (!more()) {
                    throw new Wrong("\"(\" without \")\"");
                }
                at++;
                yield inner;
            }
            case '[' -> new Part.One(set());
            case '.' -> new Part.One(new Letters("", true));
            case '\\' -> new Part.One(new Letters(escaped(), false));
            case '*', '+', '?', '{' ->
                    throw new Wrong(
                            "\""
                                    + c
                                    + "\" has nothing to repeat: write \\"
                                    + c
                                    + " for the character");
            case '^', '$' -> throw new Wrong("\"" + c + "\" in the middle: write \\" + c);
            default -> new Part.One(new Letters("" + c + c, false));
        };
    }

    private String escaped() throws Wrong {
        if (!more()) {
            throw new Wrong("a single \\ at the end");
        }
        char c = text.charAt(at++);
        if (c == 'd') {
            return "09";
        }
        if (c == 'w') {
            return "09azAZ__";
        }
        if (Character.isLetterOrDigit(c)) {
            throw new Wrong("\"\\" + c + "\" is not known here");
        }
        return "" + c + c;
    }

    private Letters set() throws Wrong {
        boolean negated = text.startsWith("^", at);
        at += negated ? 1 : 0;
        StringBuilder ranges = new StringBuilder();
        while (more() && text.charAt(at) != ']') {
            char c = text.charAt(at++);
            if (c == '\\') {
                ranges.append(escaped());
                continue;
            }
            char last = c;
            if (at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']') {
                last = text.charAt(at + 1);
                at += 2;
            }
            if (last < c) {
                throw new Wrong("\"" + c + "-" + last + "\" is the wrong way round");
            }
            ranges.append(c).append(last);
        }
        if (!more() || ranges.isEmpty()) {
            throw new Wrong(more() ? "\"[]\" is empty" : "\"[\" without \"]\"");
        }
        at++;
        return new Letters(ranges.toString(), negated);
    }

    private Part repeated(Part part) throws Wrong {
        if (!more() || "*+?{".indexOf(text.charAt(at)) < 0) {
            return part;
        }
        Part repeat =
                switch (text.charAt(at)) {
                    case '*' -> new Part.Repeat(part, 0, 0);
                    case '+' -> new Part.Repeat(part, 1, 0);
                    case '?' -> new Part.Repeat(part, 0, 1);
                    default -> counted(part);
                };
        at++;
        if (more() && "*+?{".indexOf(text.charAt(at)) >= 0) {
            throw new Wrong("\"" + text.charAt(at) + "\" after a repetition: use parentheses");
        }
        return repeat;
    }

    /// Leaves the `}` to be taken.
    private Part counted(Part part) throws Wrong {
        int end = text.indexOf('}', at);
        String inside = end < 0 ? "" : text.substring(at + 1, end);
        if (!inside.matches("\\d{1,3}(,\\d{0,3})?")) {
            throw new Wrong("write {n}, {n,} or {n,m}");
        }
        String[] ends = inside.split(",", -1);
        int least = Integer.parseInt(ends[0]);
        int most = ends.length == 1 ? least : ends[1].isEmpty() ? 0 : Integer.parseInt(ends[1]);
        boolean open = ends.length == 2 && ends[1].isEmpty();
        if (least > MOST_REPEATS || most > MOST_REPEATS) {
            throw new Wrong("a repetition may be at most " + MOST_REPEATS);
        }
        if (!open && (most < least || most == 0)) {
            throw new Wrong("{" + inside + "} is empty");
        }
        at = end;
        return new Part.Repeat(part, least, most);
    }

    // Building

    /// The step where `part` begins, when it leads to `next`.
    private int build(Part part, int next) throws Wrong {
        return switch (part) {
            case Part.One(Letters letters) -> step(letters, next, NOWHERE);
            case Part.Row(List<Part> parts) -> {
                int begin = next;
                for (int i = parts.size() - 1; i >= 0; i--) {
                    begin = build(parts.get(i), begin);
                }
                yield begin;
            }
            case Part.Either(List<Part> parts) -> {
                int begin = build(parts.getLast(), next);
                for (int i = parts.size() - 2; i >= 0; i--) {
                    begin = fork(build(parts.get(i), next), begin);
                }
                yield begin;
            }
            case Part.Repeat(Part inner, int least, int most) -> repeat(inner, least, most, next);
        };
    }

    private int repeat(Part inner, int least, int most, int next) throws Wrong {
        int begin = next;
        if (most == 0) {
            begin = fork(NOWHERE, next);
            leads.get(begin)[0] = build(inner, begin);
        } else {
            for (int i = least; i < most; i++) {
                begin = fork(build(inner, begin), next);
            }
        }
        for (int i = 0; i < least; i++) {
            begin = build(inner, begin);
        }
        return begin;
    }

    private int fork(int one, int other) throws Wrong {
        return step(null, one, other);
    }

    private int step(@Nullable Letters letters, int first, int second) throws Wrong {
        if (takes.size() == MOST_STEPS) {
            throw new Wrong("the pattern is too large");
        }
        takes.add(letters);
        leads.add(new int[] {first, second});
        return takes.size() - 1;
    }
}
