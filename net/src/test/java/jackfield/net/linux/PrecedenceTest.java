package jackfield.net.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PrecedenceTest {
    private static final Path STAT = Path.of("/proc/thread-self/stat");

    /// What a thread saw of itself: its niceness before, after and at last, and what the kernel
    /// said.
    private record Seen(int before, int answer, int after, int atLast) {}

    private static int niceness() {
        try {
            String stat = Files.readString(STAT);
            // Behind the name in parentheses, which may have spaces: proc(5), field 19.
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Seen raised() {
        CompletableFuture<Seen> seen = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    int before = niceness();
                    int answer = Precedence.raise();
                    int after = niceness();
                    if (answer == 0) {
                        assertThat(Precedence.lower()).isZero();
                    }
                    seen.complete(new Seen(before, answer, after, niceness()));
                });
        return seen.join();
    }

    @Test
    void aThreadComesBeforeTheOthersOrStaysWhatItWas() {
        assumeTrue(Linux.UNAVAILABLE.isEmpty() && Files.exists(STAT));
        int ours = niceness();
        Seen seen = raised();
        if (seen.answer() == 0) {
            assertThat(seen.after()).isLessThanOrEqualTo(-10);
            if (seen.before() == 0) {
                assertThat(seen.atLast()).as("lowered again").isZero();
            }
        } else {
            assertThat(seen.answer()).isNegative();
            assertThat(seen.after()).isEqualTo(seen.before());
        }
        assertThat(niceness()).as("of the thread that did not ask").isEqualTo(ours);
    }
}
