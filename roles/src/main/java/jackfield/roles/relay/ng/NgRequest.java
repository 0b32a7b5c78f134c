package jackfield.roles.relay.ng;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request as one asks it: names with blanks, hyphens or underscores and in any case are the
/// same; flags may stand in `flags`, in `rtpp-flags`, or have a key of their own; a number may be
/// written as text. A key of its own wins over a flag.
final class NgRequest {
    private static final int MOST_KEYS = 500;
    private static final Set<String> VERBATIM = Set.of("sdp", "blob", "blob64", "metadata", "body");

    private final NgWords words;
    private final Map<String, NgValue> values = new LinkedHashMap<>();
    private final Map<String, List<String>> lists = new HashMap<>();
    private final Map<String, Map<String, List<String>>> nested = new HashMap<>();
    private final Set<String> flags = new HashSet<>();

    /// @param words is told of names that nobody knows
    NgRequest(NgValue.Dictionary dictionary, NgWords words) {
        this.words = words;
        for (Map.Entry<String, NgValue> each : dictionary.entries().entrySet()) {
            String key = NgWords.key(each.getKey());
            if (!key.equals("rtpp-flags") && !key.equals("flags")) {
                take(key, each.getValue());
            }
        }
        for (Map.Entry<String, NgValue> each : dictionary.entries().entrySet()) {
            switch (NgWords.key(each.getKey())) {
                case "flags" -> texts(each.getValue()).forEach(t -> item(FlagLine.word(t)));
                case "rtpp-flags" ->
                        texts(each.getValue())
                                .forEach(line -> FlagLine.read(line).forEach(this::item));
                default -> {
                    // taken before
                }
            }
        }
    }

    /// A value as text; null without one, or where it is a list of several.
    @Nullable String text(String key) {
        return switch (values.get(key)) {
            case NgValue.Text(String text) -> text;
            case NgValue.Whole(long number) -> Long.toString(number);
            case NgValue.Items(List<NgValue> items) when items.size() == 1 ->
                    texts(items.getFirst()).stream().findFirst().orElse(null);
            case null, default -> null;
        };
    }

    /// A value as text, else `other`.
    String text(String key, String other) {
        String text = text(key);
        return text == null ? other : text;
    }

    /// A value as a number, else `other`.
    long whole(String key, long other) {
        String text = text(key);
        return text != null && text.strip().matches("-?\\d{1,17}")
                ? Long.parseLong(text.strip())
                : other;
    }

    /// A value as it came: lists and dictionaries with all that is in them; null without.
    @Nullable NgValue value(String key) {
        return values.get(key);
    }

    /// The texts of a list, or of a single value, as they were written; never null.
    List<String> list(String key) {
        return lists.getOrDefault(key, List.of());
    }

    /// The same as words: in lower case, with hyphens.
    Set<String> words(String key) {
        Set<String> found = new LinkedHashSet<>();
        list(key).forEach(each -> found.add(NgWords.word(each)));
        return found;
    }

    /// The one word of a key; empty without.
    String word(String key) {
        return NgWords.word(text(key, ""));
    }

    /// The texts of a list inside a dictionary: `codec` and `transcode`; never null.
    List<String> list(String key, String inner) {
        return nested.getOrDefault(key, Map.of()).getOrDefault(inner, List.of());
    }

    /// True when `flag` stands in the flags, or is a key that says yes.
    boolean hasFlag(String flag) {
        return flags.contains(flag) || Set.of("yes", "on", "true", "1").contains(word(flag));
    }

    private void take(String key, NgValue value) {
        if (values.size() >= MOST_KEYS || values.containsKey(key)) {
            return;
        }
        words.seenKey(key);
        values.put(key, value);
        if (VERBATIM.contains(key)) {
            return;
        }
        if (value instanceof NgValue.Dictionary(Map<String, NgValue> entries)) {
            entries.forEach((inner, items) -> {
                for (String text : texts(items)) {
                    nest(key, NgWords.key(inner), text);
                }
            });
        } else {
            lists.computeIfAbsent(key, _ -> new ArrayList<>()).addAll(texts(value));
        }
    }

    private void nest(String key, String inner, String text) {
        nested.computeIfAbsent(key, _ -> new HashMap<>())
                .computeIfAbsent(inner, _ -> new ArrayList<>())
                .add(text);
    }

    private void item(FlagLine.Item item) {
        switch (item) {
            case FlagLine.Item.Pair(String key, NgValue value) -> pair(NgWords.key(key), value);
            case FlagLine.Item.Word(String text) -> {
                if (!text.isBlank()) {
                    flag(text.strip());
                }
            }
        }
    }

    private void pair(String key, NgValue value) {
        if (key.equals("direction")) { // once for each side
            lists.computeIfAbsent(key, _ -> new ArrayList<>()).addAll(texts(value));
            values.putIfAbsent(key, value);
        } else if (key.equals("flags")) {
            texts(value).forEach(t -> item(FlagLine.word(t)));
        } else {
            take(key, value);
        }
    }

    private void flag(String text) {
        String word = NgWords.word(text);
        if (transport(text) || codec(text, word) || attribute(text, word)) {
            return;
        }
        String prefix = NgWords.prefixOf(word);
        if (!prefix.isEmpty()) {
            String rest = text.substring(prefix.length());
            String key = NgWords.keyOf(prefix);
            lists.computeIfAbsent(key, _ -> new ArrayList<>()).add(rest);
            values.putIfAbsent(key, new NgValue.Text(rest));
            return;
        }
        words.seenFlag(word);
        if (word.equals("internal") || word.equals("external")) {
            lists.computeIfAbsent("direction", _ -> new ArrayList<>()).add(word);
        }
        flags.add(word);
    }

    /// `RTP/AVP` and the like by themselves; `SRTP`, `AVPF`, `DTLS` say a part of it.
    private boolean transport(String text) {
        String upper = text.toUpperCase(java.util.Locale.ROOT);
        if (upper.contains("RTP/")) {
            values.putIfAbsent("transport-protocol", new NgValue.Text(text));
            return true;
        }
        boolean part = Set.of("RTP", "SRTP", "AVP", "AVPF", "DTLS").contains(upper);
        if (part) {
            lists.computeIfAbsent("transport-parts", _ -> new ArrayList<>()).add(upper);
        }
        return part;
    }

    /// `codec-strip-PCMA`, `transcode-opus/48000/2`.
    private boolean codec(String text, String word) {
        boolean bare = word.startsWith("transcode-");
        if (!bare && !word.startsWith("codec-")) {
            return false;
        }
        int from = bare ? 0 : "codec-".length();
        int hyphen = word.indexOf('-', from);
        if (hyphen < 0 || hyphen + 1 >= text.length()) {
            return false;
        }
        nest("codec", word.substring(from, hyphen), unescaped(text.substring(hyphen + 1)));
        return true;
    }

    /// `sdp-attr-add-audio-foo--bar`: `--` is an equals sign, `..` a blank.
    private boolean attribute(String text, String word) {
        String prefix = "sdp-attr-";
        if (!word.startsWith(prefix)) {
            return false;
        }
        int section = word.indexOf('-', prefix.length());
        int what = section < 0 ? -1 : word.indexOf('-', section + 1);
        if (what < 0) {
            return false;
        }
        String key = word.substring(prefix.length(), what).replace('-', '/');
        nest("sdp-attr-flags", key, unescaped(text.substring(what + 1)));
        return true;
    }

    private static String unescaped(String text) {
        return text.replace("--", "=").replace("..", " ");
    }

    private static List<String> texts(NgValue value) {
        return switch (value) {
            case NgValue.Text(String text) -> List.of(text);
            case NgValue.Whole(long number) -> List.of(Long.toString(number));
            case NgValue.Items(List<NgValue> items) -> {
                List<String> texts = new ArrayList<>();
                for (NgValue each : items) {
                    if (each instanceof NgValue.Text(String text)) {
                        texts.add(text);
                    } else if (each instanceof NgValue.Whole(long number)) {
                        texts.add(Long.toString(number));
                    }
                }
                yield texts;
            }
            case NgValue.Dictionary(Map<String, NgValue> entries) -> List.copyOf(entries.keySet());
        };
    }
}
