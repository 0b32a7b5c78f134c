package jackfield.roles.location;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Texts that many bindings share, kept once while somebody uses them: domains, user agents. The
/// table is bounded, because clients choose user agents: what finds no room is kept by the binding
/// itself.
final class Words {
    /// The number of a text that found no room.
    static final int NONE = 0;

    private static final int MOST = 1024;
    private static final int LONGEST = 256;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final @Nullable String[] texts = new String[MOST + 1];
    private final int[] uses = new int[MOST + 1];
    private final int[] free = new int[MOST];
    private int left = MOST;

    Words() {
        Arrays.setAll(free, i -> MOST - i);
    }

    /// The number of `text`, used once more; [#NONE] where there is no room for it.
    int take(String text) {
        Integer known = numbers.get(text);
        if (known != null) {
            uses[known]++;
            return known;
        }
        if (left == 0 || text.length() > LONGEST) {
            return NONE;
        }
        int number = free[--left];
        numbers.put(text, number);
        texts[number] = text;
        uses[number] = 1;
        return number;
    }

    /// The text with this number.
    String text(int number) {
        String text = texts[number];
        if (text == null) {
            throw new AssertionError("no word " + number);
        }
        return text;
    }

    /// Undoes one [#take].
    void release(int number) {
        if (number != NONE && --uses[number] == 0) {
            numbers.remove(text(number));
            texts[number] = null;
            free[left++] = number;
        }
    }

    /// The number of texts kept.
    int size() {
        return numbers.size();
    }
}
