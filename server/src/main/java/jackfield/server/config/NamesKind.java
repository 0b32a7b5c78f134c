package jackfield.server.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Host names: a list, or one line with commas; may be empty.
final class NamesKind implements Kind<Set<String>> {
    private static final int MOST = 100;
    private static final Pattern HOST =
            Pattern.compile(
                    "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+"
                            + "[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    @Override
    public String name() {
        return "names";
    }

    @Override
    public Read<Set<String>> read(Given given) {
        List<Value.Text> words = Value.words(given.value());
        Set<String> names = new LinkedHashSet<>();
        for (Value.Text word : words) {
            if (!isHostName(word.text())) {
                return new Read.Bad<>(
                        new Problem(
                                word.where(),
                                "\"" + word.text() + "\" is not a name like sip.example.org"));
            }
            names.add(word.text().toLowerCase(Locale.ROOT));
        }
        boolean empty = given.value() instanceof Value.Text text && text.text().isBlank();
        if (names.isEmpty() && !empty || names.size() > MOST) {
            return new Read.Bad<>(
                    new Problem(
                            given.value().where(), "write up to 100 names, like sip.example.org"));
        }
        return new Read.Ok<>(names);
    }

    static boolean isHostName(String text) {
        return text.length() <= 253 && HOST.matcher(text).matches();
    }
}
