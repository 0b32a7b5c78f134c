package jackfield.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoingFirstTest {
    private final List<String> done = new ArrayList<>();
    private final GoingFirst thread =
            new GoingFirst(() -> done.add("first"), () -> done.add("as others"));

    @Test
    void aThreadWithTimeToSpareStaysFirst() {
        thread.accept(0.2);
        thread.accept(0.89);
        thread.accept(0);
        assertThat(done).isEmpty();
    }

    @Test
    void oneThatIsBusyAllTheTimeLetsTheCompilersRunUntilItIsQuicker() {
        thread.accept(0.99);
        thread.accept(0.99);
        thread.accept(0.8);
        assertThat(done).containsExactly("as others");
        thread.accept(0.5);
        thread.accept(0.5);
        assertThat(done).containsExactly("as others", "first");
    }
}
