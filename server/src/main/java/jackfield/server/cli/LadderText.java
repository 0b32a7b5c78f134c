package jackfield.server.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// A ladder as a person reads it: a column for each party, an arrow for each message.
final class LadderText {
    private static final int TIME = 10;
    private static final int NARROWEST = 22;
    private static final int WIDEST = 36;
    private static final int OUTER = 13;

    /// What lines are drawn with.
    ///
    /// @param bar a party
    /// @param dash a message
    /// @param right the head of one
    /// @param left the head of one that goes the other way
    /// @param again the mark of a repeated message
    record Signs(char bar, char dash, char right, char left, String again) {
        static final Signs ASCII = new Signs('|', '-', '>', '<', " (again)");
        static final Signs UTF_8 = new Signs('│', '─', '▶', '◀', " ↻");
    }

    private final PrintWriter out;
    private final int width;
    private final Signs signs;

    /// @param width how many characters a line has room for
    LadderText(PrintWriter out, int width, Signs signs) {
        this.out = out;
        this.width = width;
        this.signs = signs;
    }

    /// Everything: what call it is and how it went, who takes part, each message.
    void whole(JsonNode ladder) {
        head(ladder);
        parties(ladder);
        steps(ladder, 0);
        foot(ladder);
    }

    /// What call it is, and how it went.
    void head(JsonNode ladder) {
        out.println("Call-ID " + text(ladder, "callId"));
        out.println(text(ladder, "from") + " -> " + text(ladder, "to"));
        out.println("began " + text(ladder, "began"));
        String explanation = text(ladder, "explanation");
        if (!explanation.isEmpty()) {
            JsonNode seconds = ladder.path("seconds");
            String after =
                    seconds.isNumber()
                            ? String.format(Locale.ROOT, " after %.1f s", seconds.asDouble())
                            : "";
            boolean over = text(ladder, "state").equals("ended");
            out.println((over ? "over" + after + ": " : "now: ") + explanation);
        }
    }

    /// The verdict on media.
    void foot(JsonNode ladder) {
        long dropped = ladder.path("dropped").asLong(0);
        if (dropped > 0) {
            out.println();
            out.println(dropped + " messages in the middle were not kept");
        }
        String verdict = text(ladder, "verdict");
        if (!verdict.isEmpty()) {
            out.println();
            out.println("media: " + verdict);
        }
    }

    /// The heads of the columns.
    void parties(JsonNode ladder) {
        out.println();
        for (String row : List.of("name", "address", "userAgent")) {
            StringBuilder line = new StringBuilder();
            boolean some = false;
            int column = 0;
            for (JsonNode party : ladder.path("parties")) {
                String word = cut(text(party, row), gap(ladder) - 2);
                some |= !word.isEmpty();
                int at = Math.max(line.length() + 1, place(ladder, column) - word.length() / 2);
                pad(line, word.isEmpty() ? line.length() : at);
                line.append(word);
                column++;
            }
            if (some) {
                out.println(line.toString().stripTrailing());
            }
        }
    }

    /// The messages from the one with this number on.
    void steps(JsonNode ladder, int from) {
        int number = 0;
        for (JsonNode step : ladder.path("messages")) {
            if (number >= from) {
                step(ladder, step);
            }
            number++;
        }
    }

    private void step(JsonNode ladder, JsonNode step) {
        StringBuilder line = bars(ladder);
        String time = String.format(Locale.ROOT, "%8.3f", step.path("ms").asLong(0) / 1000.0);
        line.replace(0, time.length(), time);
        int from = place(ladder, step.path("from").asInt(0));
        int to = place(ladder, step.path("to").asInt(0));
        int low = Math.min(from, to) + 1;
        int high = Math.max(from, to) - 1;
        for (int i = low; i <= high; i++) {
            line.setCharAt(i, signs.dash);
        }
        line.setCharAt(from < to ? high : low, from < to ? signs.right : signs.left);
        String label = " " + cut(label(step), high - low - 5) + " ";
        line.replace(low + 2, low + 2 + label.length(), label);
        out.println(line.toString().stripTrailing());
        for (String detail : details(step)) {
            StringBuilder below = bars(ladder);
            String words = cut(detail, Math.max(width - low - 2, NARROWEST));
            below.replace(low + 3, Math.min(below.length(), low + 3 + words.length()), words);
            out.println(below.toString().stripTrailing());
        }
    }

    private String label(JsonNode step) {
        String what = text(step, "what");
        String cseq = text(step, "cseq");
        boolean response = !what.isEmpty() && Character.isDigit(what.charAt(0));
        String method = cseq.substring(cseq.indexOf(' ') + 1);
        return what
                + (response && !method.equals("INVITE") ? " (" + method + ")" : "")
                + (step.path("repeated").asBoolean(false) ? signs.again : "");
    }

    private static List<String> details(JsonNode step) {
        List<String> details = new ArrayList<>();
        for (String name : List.of("sdp", "note")) {
            if (!step.path("repeated").asBoolean(false) && !text(step, name).isEmpty()) {
                details.add(text(step, name));
            }
        }
        return details;
    }

    private StringBuilder bars(JsonNode ladder) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < ladder.path("parties").size(); i++) {
            pad(line, place(ladder, i));
            line.append(signs.bar);
        }
        return line;
    }

    private int gap(JsonNode ladder) {
        int gaps = Math.max(1, ladder.path("parties").size() - 1);
        return Math.clamp((width - TIME - 2L * OUTER) / gaps, NARROWEST, WIDEST);
    }

    private int place(JsonNode ladder, int column) {
        return TIME + OUTER + column * gap(ladder);
    }

    private static void pad(StringBuilder line, int to) {
        line.repeat(' ', Math.max(0, to - line.length()));
    }

    private static String cut(String text, int most) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= most ? plain : plain.substring(0, Math.max(0, most - 2)) + "..";
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
