package jackfield.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionTokensTest {
    private final Map<String, String> passwords =
            new HashMap<>(Map.of("zoë.o'hara", "one", "alice", "two"));
    private final SessionTokens tokens = new SessionTokens(new byte[32], passwords::get);

    @Test
    void aTokenTellsItsUserUntilItEnds() {
        String token = tokens.make("zoë.o'hara", 1_000);
        assertThat(tokens.user(token, 999)).isEqualTo("zoë.o'hara");
        assertThat(tokens.user(token, 1_000)).isNull();
    }

    @Test
    void anotherPasswordEndsWhatWasSignedBefore() {
        String token = tokens.make("alice", 1_000);
        passwords.put("alice", "three");
        assertThat(tokens.user(token, 1)).isNull();
        assertThat(tokens.isOurs(token)).as("no guess").isTrue();
        assertThat(tokens.user(tokens.make("alice", 1_000), 1)).isEqualTo("alice");
        passwords.remove("alice");
        assertThat(tokens.user(token, 1)).isNull();
        assertThat(tokens.user(tokens.make("alice", 1_000), 1)).isNull();
    }

    @Test
    void anotherNodeBelievesNothing() {
        byte[] other = new byte[32];
        other[31] = 1;
        assertThat(new SessionTokens(other, passwords::get).user(tokens.make("alice", 1_000), 1))
                .isNull();
    }

    @Test
    void aTokenWithAnyCharacterChangedIsWorthNothing() {
        String token = tokens.make("alice", 1_000);
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            int at = random.nextInt(token.length());
            char c = (char) (33 + random.nextInt(94));
            String changed = token.substring(0, at) + c + token.substring(at + 1);
            if (!changed.equals(token)) {
                assertThat(tokens.user(changed, 1)).as(changed).isNull();
                assertThat(tokens.isOurs(changed)).as(changed).isFalse();
            }
        }
    }

    @Test
    void noiseIsWorthNothing() {
        for (String noise :
                new String[] {
                    "", ".", "...", "js2.a.b.c.d", "js2..9..", "js1..9.", "x".repeat(5_000)
                }) {
            assertThat(tokens.user(noise, 1)).isNull();
        }
    }
}
