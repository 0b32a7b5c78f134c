package jackfield.roles.relay.ng;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A dictionary while it is put together, in order.
final class Fields {
    private final Map<String, NgValue> entries = new LinkedHashMap<>();

    /// `result: ok`.
    static Fields ok() {
        return result("ok");
    }

    static Fields result(String result) {
        return new Fields().put("result", result);
    }

    /// A refusal, in words that proxies compare with.
    static NgValue.Dictionary error(String reason) {
        return result("error").put("error-reason", reason).dictionary();
    }

    Fields put(String key, NgValue value) {
        entries.put(key, value);
        return this;
    }

    Fields put(String key, String text) {
        return put(key, new NgValue.Text(text));
    }

    Fields put(String key, long number) {
        return put(key, new NgValue.Whole(number));
    }

    Fields put(String key, Fields inner) {
        return put(key, inner.dictionary());
    }

    Fields put(String key, List<? extends NgValue> items) {
        return put(key, new NgValue.Items(List.copyOf(items)));
    }

    /// A list of strings.
    Fields texts(String key, List<String> texts) {
        return put(key, texts.stream().map(NgValue.Text::new).toList());
    }

    NgValue.Dictionary dictionary() {
        return new NgValue.Dictionary(entries);
    }
}
