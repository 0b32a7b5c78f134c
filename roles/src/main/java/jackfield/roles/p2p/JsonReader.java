package jackfield.roles.p2p;

import jackfield.base.Parsed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the text of one JSON object, strictly (RFC 8259).
final class JsonReader {
    private static final int DEEPEST = 16;
    private static final int MOST_VALUES = 4_096;

    /// Ends the reading; never leaves this class.
    private static final class Broken extends Exception {
        private static final long serialVersionUID = 1;

        Broken(String what) {
            super(what, null, false, false);
        }
    }

    private final String text;
    private int at;
    private int values;

    JsonReader(String text) {
        this.text = text;
    }

    Parsed<Json.Members> read() {
        try {
            blanks();
            if (at == text.length() || text.charAt(at) != '{') {
                throw new Broken("not an object");
            }
            Json value = value(0);
            blanks();
            return at == text.length() && value instanceof Json.Members members
                    ? new Parsed.Ok<>(members)
                    : new Parsed.Bad<>("JSON", "something behind the object");
        } catch (Broken broken) {
            return new Parsed.Bad<>("JSON", broken.getMessage() + " at " + at);
        }
    }

    private Json value(int depth) throws Broken {
        if (depth > DEEPEST || ++values > MOST_VALUES) {
            throw new Broken(depth > DEEPEST ? "nested too deep" : "too many values");
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> new Json.Text(string());
            case 't' -> word("true", Json.Word.TRUE);
            case 'f' -> word("false", Json.Word.FALSE);
            case 'n' -> word("null", Json.Word.NULL);
            default -> number();
        };
    }

    private Json object(int depth) throws Broken {
        Map<String, Json> members = new LinkedHashMap<>();
        at++;
        blanks();
        if (peek() == '}') {
            at++;
            return new Json.Members(members);
        }
        while (true) {
            blanks();
            String name = string();
            blanks();
            expect(':');
            blanks();
            if (members.putIfAbsent(name, value(depth + 1)) != null) {
                throw new Broken("a name twice");
            }
            blanks();
            if (peek() == '}') {
                at++;
                return new Json.Members(members);
            }
            expect(',');
        }
    }

    private Json array(int depth) throws Broken {
        List<Json> items = new ArrayList<>();
        at++;
        blanks();
        if (peek() == ']') {
            at++;
            return new Json.Items(items);
        }
        while (true) {
            blanks();
            items.add(value(depth + 1));
            blanks();
            if (peek() == ']') {
                at++;
                return new Json.Items(items);
            }
            expect(',');
        }
    }

    private Json word(String word, Json.Word value) throws Broken {
        if (!text.startsWith(word, at)) {
            throw new Broken("no value");
        }
        at += word.length();
        return value;
    }

    private Json number() throws Broken {
        int from = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        return new Json.Numeric(text.substring(from, at));
    }

    private void digits() throws Broken {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == from) {
            throw new Broken("no value");
        }
    }

    private String string() throws Broken {
        expect('"');
        int from = at;
        while (at < text.length() && isPlain(text.charAt(at))) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '"') {
            return text.substring(from, at++); // most have nothing escaped
        }
        StringBuilder out = new StringBuilder().append(text, from, at);
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                return out.toString();
            } else if (c == '\\') {
                out.append(escaped());
            } else if (c < 0x20) {
                throw new Broken("a control character in a string");
            } else {
                out.append(c);
            }
        }
    }

    private static boolean isPlain(char c) {
        return c != '"' && c != '\\' && c >= 0x20;
    }

    private char escaped() throws Broken {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw new Broken("an unknown escape");
        };
    }

    private char unicode() throws Broken {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0 || peek() > 'f') {
                throw new Broken("an unknown escape");
            }
            code = code << 4 | digit;
            at++;
        }
        return (char) code;
    }

    private void expect(char wanted) throws Broken {
        if (peek() != wanted) {
            throw new Broken("no " + wanted);
        }
        at++;
    }

    private char peek() throws Broken {
        if (at >= text.length()) {
            throw new Broken("the end");
        }
        return text.charAt(at);
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
