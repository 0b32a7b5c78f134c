package jackfield.sip.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads one JSON object (RFC 8259) as tokens have it: texts, numbers and lists of texts by name.
/// What is nested deeper is read over. Strict: a name said twice, a byte that is no UTF-8, anything
/// behind the object makes it none.
final class FlatJson {
    /// What stands behind a name.
    sealed interface Value {}

    record Text(String text) implements Value {}

    record Numeric(double number) implements Value {}

    record Texts(List<String> texts) implements Value {}

    /// An object, a list of anything else, true, false or null.
    record Other() implements Value {}

    private static final int MOST = 128;
    private static final int DEEPEST = 16;
    private static final Value OTHER = new Other();

    /// Ends the reading; never leaves this class.
    private static final class Broken extends Exception {
        private static final long serialVersionUID = 1;

        Broken() {
            super("no JSON", null, false, false);
        }
    }

    private final String text;
    private int at;

    private FlatJson(String text) {
        this.text = text;
    }

    /// The object's values by name; null where the bytes are no object.
    static @Nullable Map<String, Value> read(byte[] utf8) {
        try {
            FlatJson json =
                    new FlatJson(
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .decode(ByteBuffer.wrap(utf8))
                                    .toString());
            json.blanks();
            Map<String, Value> values = json.object(0);
            json.blanks();
            return json.at == json.text.length() ? values : null;
        } catch (CharacterCodingException | Broken no) {
            return null;
        }
    }

    private Map<String, Value> object(int depth) throws Broken {
        expect('{');
        Map<String, Value> values = new TreeMap<>();
        blanks();
        if (take('}')) {
            return values;
        }
        do {
            blanks();
            String name = string();
            blanks();
            expect(':');
            blanks();
            if (values.put(name, value(depth + 1)) != null || values.size() > MOST) {
                throw new Broken();
            }
            blanks();
        } while (take(','));
        expect('}');
        return values;
    }

    private Value value(int depth) throws Broken {
        if (depth > DEEPEST) {
            throw new Broken();
        }
        switch (peek()) {
            case '"' -> {
                return new Text(string());
            }
            case '{' -> {
                object(depth);
                return OTHER;
            }
            case '[' -> {
                return list(depth);
            }
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> {
                return number();
            }
        }
        return OTHER;
    }

    private Value list(int depth) throws Broken {
        expect('[');
        List<String> texts = new ArrayList<>();
        boolean others = false;
        blanks();
        if (take(']')) {
            return new Texts(texts);
        }
        do {
            blanks();
            if (value(depth + 1) instanceof Text(String one)) {
                texts.add(one);
            } else {
                others = true;
            }
            blanks();
        } while (take(','));
        expect(']');
        return others ? OTHER : new Texts(List.copyOf(texts));
    }

    private String string() throws Broken {
        expect('"');
        StringBuilder read = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return read.toString();
            }
            if (c < ' ') {
                throw new Broken();
            }
            read.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() throws Broken {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    char hex = next();
                    int digit = hex < 128 ? Character.digit(hex, 16) : -1;
                    if (digit < 0) {
                        throw new Broken();
                    }
                    code = code << 4 | digit;
                }
                yield (char) code;
            }
            default -> throw new Broken();
        };
    }

    private Value number() throws Broken {
        int from = at;
        take('-');
        if (!take('0')) {
            digits();
        }
        if (take('.')) {
            digits();
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            digits();
        }
        double number = Double.parseDouble(text.substring(from, at));
        if (!Double.isFinite(number)) {
            throw new Broken();
        }
        return new Numeric(number);
    }

    private void digits() throws Broken {
        int from = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == from) {
            throw new Broken();
        }
    }

    private void word(String word) throws Broken {
        if (!text.startsWith(word, at)) {
            throw new Broken();
        }
        at += word.length();
    }

    private void blanks() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            at++;
        }
    }

    /// The next character; 0 behind the end.
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private char next() throws Broken {
        if (at == text.length()) {
            throw new Broken();
        }
        return text.charAt(at++);
    }

    private boolean take(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) throws Broken {
        if (!take(c)) {
            throw new Broken();
        }
    }
}
