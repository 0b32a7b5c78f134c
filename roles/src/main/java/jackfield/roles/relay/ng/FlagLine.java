package jackfield.roles.relay.ng;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A line of flags as a proxy's script has it, cut into words: `replace-origin ICE=force
/// rtcp-mux=[offer require] sdp-attr=[audio=[add=[foo]]] RTP/AVP`.
///
/// Broken brackets end where the line ends; nothing is refused. Words and nesting are bounded.
final class FlagLine {
    static final int MOST_WORDS = 500;
    private static final int DEEPEST = 8;

    /// One word of the line.
    sealed interface Item {
        /// `replace-origin`
        record Word(String text) implements Item {}

        /// `ICE=force`, `rtcp-mux=[offer require]`
        record Pair(String key, NgValue value) implements Item {}
    }

    private final String line;
    private int at;
    private int words;

    private FlagLine(String line) {
        this.line = line;
    }

    static List<Item> read(String line) {
        return new FlagLine(line).items(0);
    }

    /// One word by itself, as lists of flags have them.
    static Item word(String text) {
        int equals = text.indexOf('=');
        return equals > 0
                ? new Item.Pair(text.substring(0, equals), bare(text.substring(equals + 1)))
                : new Item.Word(text);
    }

    private static NgValue bare(String value) {
        return value.startsWith("[")
                ? value(new FlagLine(value.substring(1)).items(1))
                : new NgValue.Text(value);
    }

    private List<Item> items(int depth) {
        List<Item> items = new ArrayList<>();
        while (skipBlanks()) {
            if (line.charAt(at) != ']') {
                Item item = item(depth);
                if (++words <= MOST_WORDS) {
                    items.add(item);
                }
                continue;
            }
            at++;
            if (depth > 0) {
                break;
            }
        }
        return items;
    }

    private Item item(int depth) {
        int from = at;
        while (at < line.length() && !isEnd(line.charAt(at)) && line.charAt(at) != '=') {
            at++;
        }
        String key = line.substring(from, at);
        if (at >= line.length() || line.charAt(at) != '=' || key.isEmpty()) {
            while (key.isEmpty() && at < line.length() && line.charAt(at) == '=') {
                at++; // a stray sign
            }
            return new Item.Word(key);
        }
        at++;
        if (at < line.length() && line.charAt(at) == '[' && depth < DEEPEST) {
            at++;
            return new Item.Pair(key, value(items(depth + 1)));
        }
        int start = at;
        while (at < line.length() && !isEnd(line.charAt(at))) {
            at++;
        }
        return new Item.Pair(key, new NgValue.Text(line.substring(start, at)));
    }

    /// A list where it has words only, else a dictionary: a word in it is a key without a value.
    private static NgValue value(List<Item> items) {
        boolean nested = items.stream().anyMatch(Item.Pair.class::isInstance);
        if (!nested) {
            List<NgValue> texts = new ArrayList<>();
            for (Item each : items) {
                if (each instanceof Item.Word(String text) && !text.isEmpty()) {
                    texts.add(new NgValue.Text(text));
                }
            }
            return new NgValue.Items(texts);
        }
        Map<String, NgValue> entries = new LinkedHashMap<>();
        for (Item each : items) {
            switch (each) {
                case Item.Word(String text) -> entries.put(text, new NgValue.Text(""));
                case Item.Pair(String key, NgValue value) -> entries.put(key, value);
            }
        }
        return new NgValue.Dictionary(entries);
    }

    private boolean skipBlanks() {
        while (at < line.length() && isBlank(line.charAt(at))) {
            at++;
        }
        return at < line.length();
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isEnd(char c) {
        return isBlank(c) || c == ']';
    }
}
