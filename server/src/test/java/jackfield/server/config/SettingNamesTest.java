package jackfield.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Advice that names a setting names one that there is: in the guide, in the sentences of the
/// console, and in the program's own.
class SettingNamesTest {
    /// What looks like a setting and is none: files, hosts, and a word of RFC 5626.
    private static final Pattern OTHER =
            Pattern.compile(".*\\.md|.*\\.example\\..*|sip\\.instance|tls\\.cfg|push\\.key");

    private static final Set<String> KEYS =
            Settings.ALL.stream().map(Setting::key).collect(Collectors.toSet());

    private static final Pattern LIKE_A_KEY =
            Pattern.compile(
                    "(?<![\\w./@:-])(?:"
                            + KEYS.stream()
                                    .filter(key -> key.contains("."))
                                    .map(key -> key.substring(0, key.indexOf('.')))
                                    .distinct()
                                    .sorted()
                                    .collect(Collectors.joining("|"))
                            + ")(?:\\.[a-z][a-z-]*)+(?![\\w/(@])");

    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*\"");

    @ParameterizedTest
    @CsvSource({
        "docs/guide, .md, 20",
        "docs/ng-protocol.md, .md, 1",
        "README.md, .md, 1",
        "web/console/src, words.en.ts, 1",
        "web/console/src, words.de.ts, 1",
        "web/console/src, words.ar.ts, 1",
        "roles/src/main/java, .java, 100",
        "server/src/main/java, .java, 100",
        "net/src/main/java, .java, 20",
        "rtc/src/main/java, .java, 100",
    })
    void everySettingThatIsNamedIsThere(String folder, String end, int files) throws IOException {
        List<Path> read;
        try (Stream<Path> all = Files.walk(Path.of("..").resolve(folder))) {
            read = all.filter(file -> file.toString().endsWith(end)).toList();
        }
        assertThat(read).hasSizeGreaterThanOrEqualTo(files);
        List<String> wrong = new ArrayList<>();
        for (Path file : read) {
            String text = Files.readString(file);
            named(end.equals(".java") ? literals(text) : text)
                    .filter(name -> !isKnown(name))
                    .forEach(name -> wrong.add(file + ": " + name));
        }
        assertThat(wrong).isEmpty();
    }

    private static Stream<String> named(String text) {
        return LIKE_A_KEY.matcher(text).results().map(MatchResult::group);
    }

    /// Of a program only what it says.
    private static String literals(String java) {
        return LITERAL.matcher(java)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining("\n"));
    }

    /// A setting, or the beginning of some (`turn.limits.*`).
    private static boolean isKnown(String name) {
        return KEYS.contains(name)
                || KEYS.stream().anyMatch(key -> key.startsWith(name + "."))
                || OTHER.matcher(name).matches();
    }
}
