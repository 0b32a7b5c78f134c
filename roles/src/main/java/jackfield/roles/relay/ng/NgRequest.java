package jackfield.roles.relay.ng;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request as one asks it: names with blanks, hyphens or underscores and in any case are the
/// same; flags may stand in `flags`, in `rtpp-flags`, or have a key of their own. What is unknown
/// is passed over, never refused: senders carry flags of many years.
final class NgRequest {
    private static final int MOST_WORDS = 500;

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Set<String>> lists = new HashMap<>();

    NgRequest(NgValue.Dictionary dictionary) {
        dictionary.entries().forEach(this::take);
        for (String flag : List.copyOf(list("flags"))) {
            flag(flag);
        }
    }

    /// A value as text; null without.
    @Nullable String text(String name) {
        return texts.get(name);
    }

    /// The words of a list, or of a single value, in lower case with hyphens; never null.
    Set<String> list(String name) {
        return lists.getOrDefault(name, Set.of());
    }

    /// True when `flag` stands in the flags.
    boolean hasFlag(String flag) {
        return list("flags").contains(flag);
    }

    private void take(String key, NgValue value) {
        String name = word(key);
        switch (value) {
            case NgValue.Text(String text) -> text(name, text);
            case NgValue.Whole(long number) -> text(name, Long.toString(number));
            case NgValue.Items(List<NgValue> items) -> {
                for (NgValue item : items) {
                    if (item instanceof NgValue.Text(String text)) {
                        add(name, text);
                    } else if (item instanceof NgValue.Whole(long number)) {
                        add(name, Long.toString(number));
                    }
                }
            }
            case NgValue.Dictionary _ -> {
                // codec, sdp-attr and the like: not in this step
            }
        }
    }

    private void text(String name, String text) {
        if (name.equals("rtpp-flags")) {
            line(text);
        } else {
            texts.put(name, text);
            if (!name.equals("sdp")) {
                add(name, text);
            }
        }
    }

    private void add(String name, String text) {
        lists.computeIfAbsent(name, _ -> new HashSet<>()).add(word(text));
    }

    /// A line of flags as a proxy's script has it: `replace-origin ICE=force rtcp-mux=[offer
    /// require] RTP/AVP`.
    private void line(String line) {
        int count = 0;
        String open = null;
        for (String raw : line.split("[ \t\r\n]+")) {
            String token = raw;
            if (token.isEmpty() || ++count > MOST_WORDS) {
                continue;
            }
            if (open == null && token.indexOf("=[") > 0) {
                open = word(token.substring(0, token.indexOf("=[")));
                token = token.substring(token.indexOf("=[") + 2);
            }
            if (open == null) {
                flag(token);
                continue;
            }
            boolean last = token.endsWith("]");
            String item = last ? token.substring(0, token.length() - 1) : token;
            if (!item.isEmpty()) {
                add(open, item);
            }
            open = last ? null : open;
        }
    }

    /// One flag: `key=value`, a transport by itself, a prefix form such as `rtcp-mux-offer`, or a
    /// plain word.
    private void flag(String flag) {
        int equals = flag.indexOf('=');
        String name = word(equals < 0 ? flag : flag.substring(0, equals));
        if (equals > 0) {
            texts.putIfAbsent(name, flag.substring(equals + 1));
            add(name, flag.substring(equals + 1));
            return;
        }
        if (name.contains("rtp/")) {
            texts.putIfAbsent("transport-protocol", flag);
            return;
        }
        for (String prefix : List.of("sdes-", "rtcp-mux-", "replace-", "bundle-")) {
            if (name.startsWith(prefix)) {
                add(prefix.substring(0, prefix.length() - 1), name.substring(prefix.length()));
            }
        }
        add("flags", name);
    }

    private static String word(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replace(' ', '-').replace('_', '-');
    }
}
