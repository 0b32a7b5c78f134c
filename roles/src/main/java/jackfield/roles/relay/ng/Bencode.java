package jackfield.roles.relay.ng;

import jackfield.base.Parsed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Bencoding (BEP 3): `i42e`, `4:spam`, `l…e`, `d…e`. Keys need not be sorted.
public final class Bencode {
    /// How deep values nest at most: this many lists and dictionaries, one in the other.
    public static final int DEEPEST = 16;

    /// Values of one message at most, those in lists and dictionaries counted too.
    public static final int MOST_VALUES = 50_000;

    /// The largest number, and the other way the smallest: 18 digits.
    public static final long LARGEST = 999_999_999_999_999_999L;

    private final byte[] bytes;
    private int at;
    private int values;

    private Bencode(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Reads one dictionary that fills `bytes`.
    public static Parsed<NgValue.Dictionary> read(byte[] bytes) {
        Bencode reader = new Bencode(bytes);
        NgValue value = reader.value(0);
        return value instanceof NgValue.Dictionary dictionary && reader.at == bytes.length
                ? new Parsed.Ok<>(dictionary)
                : new Parsed.Bad<>("bencode", "at byte " + reader.at);
    }

    /// Writes one dictionary.
    public static byte[] write(NgValue.Dictionary dictionary) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        write(dictionary, out);
        return out.toByteArray();
    }

    private @Nullable NgValue value(int depth) {
        if (at >= bytes.length || depth > DEEPEST || ++values > MOST_VALUES) {
            return null;
        }
        return switch (bytes[at]) {
            case 'i' -> whole();
            case 'l' -> items(depth);
            case 'd' -> dictionary(depth);
            default -> text();
        };
    }

    private @Nullable NgValue whole() {
        at++;
        boolean negative = at < bytes.length && bytes[at] == '-';
        at += negative ? 1 : 0;
        long number = digits('e');
        return number < 0 ? null : new NgValue.Whole(negative ? -number : number);
    }

    private NgValue.@Nullable Text text() {
        long length = digits(':');
        if (length < 0 || length > bytes.length - at) {
            return null;
        }
        String text = new String(bytes, at, (int) length, StandardCharsets.ISO_8859_1);
        at += (int) length;
        return new NgValue.Text(text);
    }

    /// Digits up to `end`, which is passed over; -1 when they are not that.
    private long digits(char end) {
        long number = 0;
        int from = at;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9' && at - from < 18) {
            number = number * 10 + bytes[at++] - '0';
        }
        boolean ended = at > from && at < bytes.length && bytes[at] == end;
        at += ended ? 1 : 0;
        return ended ? number : -1;
    }

    private @Nullable NgValue items(int depth) {
        at++;
        List<NgValue> items = new ArrayList<>();
        while (at < bytes.length && bytes[at] != 'e') {
            NgValue item = value(depth + 1);
            if (item == null) {
                return null;
            }
            items.add(item);
        }
        return ended() ? new NgValue.Items(items) : null;
    }

    private @Nullable NgValue dictionary(int depth) {
        at++;
        Map<String, NgValue> entries = new LinkedHashMap<>();
        while (at < bytes.length && bytes[at] != 'e') {
            NgValue.Text key = text();
            NgValue value = key == null ? null : value(depth + 1);
            if (key == null || value == null) {
                return null;
            }
            entries.put(key.text(), value);
        }
        return ended() ? new NgValue.Dictionary(entries) : null;
    }

    private boolean ended() {
        return at++ < bytes.length;
    }

    private static void write(NgValue value, ByteArrayOutputStream out) {
        switch (value) {
            case NgValue.Text(String text) -> write(text, out);
            case NgValue.Whole(long number) -> ascii("i" + number + "e", out);
            case NgValue.Items(List<NgValue> items) -> {
                out.write('l');
                items.forEach(item -> write(item, out));
                out.write('e');
            }
            case NgValue.Dictionary(Map<String, NgValue> entries) -> {
                out.write('d');
                entries.forEach((key, entry) -> {
                    write(key, out);
                    write(entry, out);
                });
                out.write('e');
            }
        }
    }

    private static void write(String text, ByteArrayOutputStream out) {
        ascii(text.length() + ":" + text, out);
    }

    private static void ascii(String text, ByteArrayOutputStream out) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
