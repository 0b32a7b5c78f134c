package jackfield.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyedHashTest {
    private final KeyedHash hash = new KeyedHash(new SplittableRandom(1));

    @Test
    void theSameBytesHaveTheSameHashHoweverTheyAreFed() {
        int whole = hash.begin().add("a branch of some length").end();
        hash.begin();
        for (char c : "a branch of some length".toCharArray()) {
            hash.add((int) c);
        }
        assertThat(hash.end()).isEqualTo(whole);
        assertThat(hash.begin().add("a branch of some ").add("length").end()).isEqualTo(whole);
        assertThat(hash.begin().add(0x6867_6665_6463_6261L).end())
                .isEqualTo(hash.begin().add("abcdefgh").end());
    }

    @Test
    void lengthAndOrderMatter() {
        Set<Integer> seen = new HashSet<>();
        for (String text : new String[] {"", "\0", "\0\0", "ab", "ba", "abcdefgh", "abcdefgh\0"}) {
            seen.add(hash.begin().add(text).end());
        }
        assertThat(seen).hasSize(7);
    }

    @Test
    void whatCollidesAsAStringDoesNotCollideHere() {
        Set<Integer> seen = new HashSet<>();
        int colliding = "AaAaAaAaAaAaAaAa".hashCode();
        for (int i = 0; i < 256; i++) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0; bit < 8; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            assertThat(text.toString().hashCode()).isEqualTo(colliding);
            seen.add(hash.begin().add(text.toString()).end());
        }
        assertThat(seen).hasSize(256);
    }

    @Test
    void anotherKeyGivesAnotherHash() {
        KeyedHash other = new KeyedHash(new SplittableRandom(2));
        assertThat(other.begin().add("z9hG4bK1").end())
                .isNotEqualTo(hash.begin().add("z9hG4bK1").end());
    }
}
