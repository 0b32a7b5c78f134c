package jackfield.roles.routing;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Parsed;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberPatternTest {
    private static NumberPattern pattern(String text) {
        return NumberPattern.parse(text).orThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "[0-9]{4} 1234 true",
                "[0-9]{4} 12345 false",
                "^00[1-9]\\d*$ 0049301234 true",
                "^00[1-9]\\d*$ 000 false",
                "\\+49.* +4930 true",
                "(sales|support)-\\w+ sales-de true",
                "(sales|support)-\\w+ buy-de false",
                "a{2,3} aa true",
                "a{2,3} aaaa false",
                "a{2,} aaaaaaa true",
                "[^0-9]+ alice true",
                "[^0-9]+ al1ce false",
                "\\*43 *43 true",
                "(a|b|)c c true",
                "x?y y true",
                "[a-c-]+ a-b true",
            })
    void aWholeNumberMatchesOrNot(String pattern, String input, boolean matches) {
        assertThat(pattern(pattern).matches(input)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "(ab without",
                "ab) without",
                "[ab without",
                "[] empty",
                "*1 repeat",
                "a** parentheses",
                "a{x} {n}",
                "a{65} most",
                "a{3,2} empty",
                "a\\ end",
                "\\q known",
                "(?i)a known",
                "a^b middle",
                "[9-0] wrong",
                "((a{64}){64}){64} large",
            })
    void whatIsWrongIsSaidInWords(String pattern, String word) {
        assertThat(NumberPattern.parse(pattern))
                .isInstanceOfSatisfying(
                        Parsed.Bad.class, bad -> assertThat(bad.what()).contains(word));
    }

    @Test
    void patternsThatBreakOthersTakeLinearTime() {
        String input = "a".repeat(NumberPattern.LONGEST_INPUT - 1) + "!";
        for (String evil : new String[] {"(a+)+", "(a|a)*", "(a*)*b", "((a?){64}){8}"}) {
            // A matcher that tries all ways would not come back before the sun goes out.
            assertThat(pattern(evil).matches(input)).isFalse();
        }
        assertThat(pattern("a*").matches("a".repeat(NumberPattern.LONGEST_INPUT + 1))).isFalse();
    }

    @Test
    void itAgreesWithTheMatcherOfTheLibrary() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        int matched = 0;
        for (int i = 0; i < 3000; i++) {
            String text = random(random, 3);
            if (!(NumberPattern.parse(text) instanceof Parsed.Ok<NumberPattern>(var ours))) {
                continue;
            }
            Pattern theirs = Pattern.compile(text);
            for (int j = 0; j < 20; j++) {
                String input = input(random);
                boolean matches = theirs.matcher(input).matches();
                assertThat(ours.matches(input)).as(text + " on " + input).isEqualTo(matches);
                matched += matches ? 1 : 0;
            }
        }
        assertThat(matched).isGreaterThan(500);
    }

    private static String random(RandomGenerator random, int depth) {
        StringBuilder text = new StringBuilder();
        int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            String one =
                    switch (random.nextInt(depth == 0 ? 4 : 6)) {
                        case 0 -> "a";
                        case 1 -> "[ab]";
                        case 2 -> "\\d";
                        case 3 -> ".";
                        case 4 -> "(" + random(random, depth - 1) + ")";
                        default ->
                                "("
                                        + random(random, depth - 1)
                                        + "|"
                                        + random(random, depth - 1)
                                        + ")";
                    };
            text.append(one);
            text.append(
                    switch (random.nextInt(7)) {
                        case 0 -> "*";
                        case 1 -> "+";
                        case 2 -> "?";
                        case 3 -> "{1,2}";
                        default -> "";
                    });
        }
        return text.toString();
    }

    private static String input(RandomGenerator random) {
        StringBuilder input = new StringBuilder();
        int length = random.nextInt(7);
        for (int i = 0; i < length; i++) {
            input.append("ab12".charAt(random.nextInt(4)));
        }
        return input.toString();
    }

    @Test
    void noPatternMakesTheCompilerThrow() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(12);
        String letters = "ab09().*+?{},|[]^$\\-d";
        int good = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(12);
            for (int j = 0; j < length; j++) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            if (NumberPattern.parse(text.toString()) instanceof Parsed.Ok<NumberPattern>(var one)) {
                one.matches("ab09");
                good++;
            }
        }
        assertThat(good).isGreaterThan(100);
    }
}
