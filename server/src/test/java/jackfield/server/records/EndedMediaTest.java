package jackfield.server.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EndedMediaTest {
    private static final long HOUR = 3_600_000_000_000L;

    @Test
    void theMediaOfACallStaysAsItWasAtTheEnd() {
        EndedMedia media = new EndedMedia(new EndedMedia.Limits(10, 1 << 20, HOUR));
        media.add("c1", List.of(Sounding.leg("a", 4, 0)), 7);

        EndedMedia.Kept kept = media.find("c1", 8).orElseThrow();
        assertThat(kept.atNs()).isEqualTo(7);
        assertThat(kept.legs().getFirst().tag()).isEqualTo("a");
        assertThat(media.find("c2", 8)).isEmpty();
    }

    @Test
    void aCallWithoutMediaTakesNoPlace() {
        EndedMedia media = new EndedMedia(new EndedMedia.Limits(10, 1 << 20, HOUR));
        media.add("c1", List.of(), 7);
        assertThat(media.find("c1", 7)).isEmpty();
    }

    @Test
    void theOldestGoesFirst() {
        EndedMedia media = new EndedMedia(new EndedMedia.Limits(3, 1 << 20, HOUR));
        for (int i = 0; i < 5; i++) {
            media.add("c" + i, List.of(Sounding.leg("a", 1, 0)), i);
        }
        assertThat(media.find("c1", 5)).isEmpty();
        assertThat(media.find("c2", 5)).isPresent();
        assertThat(media.find("c2", HOUR + 3)).as("an hour later").isEmpty();
        assertThat(media.find("c4", HOUR + 3)).isPresent();
    }

    @Test
    void longCallsTakeNoMoreThanTheirRoom() {
        EndedMedia media = new EndedMedia(new EndedMedia.Limits(1000, 50_000, HOUR));
        for (int i = 0; i < 100; i++) {
            media.add("c" + i, List.of(Sounding.leg("a", 119, 0), Sounding.leg("b", 119, 0)), i);
        }
        assertThat(media.find("c99", 100)).isPresent();
        assertThat(media.find("c98", 100)).isPresent();
        assertThat(media.find("c90", 100)).as("ten more calls do not fit").isEmpty();
    }

    @Test
    void aCallIdThatComesAgainCountsOnce() {
        EndedMedia media = new EndedMedia(new EndedMedia.Limits(10, 8_000, HOUR));
        for (int i = 0; i < 100; i++) {
            media.add("same", List.of(Sounding.leg("a", 1, 0)), i);
        }
        media.add("other", List.of(Sounding.leg("a", 1, 0)), 100);
        assertThat(media.find("same", 100).orElseThrow().atNs()).isEqualTo(99);
        assertThat(media.find("other", 100)).isPresent();
    }

    @Test
    void nothingIsKeptWhereNothingIsWanted() {
        EndedMedia media = new EndedMedia(new EndedMedia.Limits(0, 1 << 20, HOUR));
        media.add("c1", List.of(Sounding.leg("a", 1, 0)), 7);
        assertThat(media.find("c1", 7)).isEmpty();
    }
}
