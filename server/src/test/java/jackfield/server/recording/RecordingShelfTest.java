package jackfield.server.recording;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.server.recording.RecordingShelf.Part;
import jackfield.server.recording.RecordingShelf.Shelved;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingShelfTest {
    @TempDir Path place;
    private Path folder;
    private RecordingShelf shelf;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectory(place.resolve("calls"));
        shelf = new RecordingShelf(folder);
    }

    private void record(String name, String callId, long atMs, String... kinds) throws IOException {
        Path story = folder.resolve(name + ".json");
        Files.createDirectories(story.getParent());
        Files.writeString(
                story,
                "{\"callId\":\""
                        + callId
                        + "\",\"begun\":\"2026-11-21T14:00:00Z\",\"durationMs\":1500,"
                        + "\"endedBecause\":\"asked\",\"files\":[]}");
        Files.setLastModifiedTime(story, FileTime.fromMillis(atMs));
        for (String kind : kinds) {
            Files.writeString(folder.resolve(name + kind), "0123456789");
        }
    }

    private static String id(String inside) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(inside.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theLastOneIsListedFirstPageByPage() throws IOException {
        for (int i = 0; i < 5; i++) {
            record("r" + i, "c" + i, 1_000L * i, ".wav");
        }
        RecordingShelf.Page first = shelf.list(null, 2, _ -> true);
        assertThat(first.all()).isEqualTo(5);
        assertThat(first.recordings()).extracting(Shelved::callId).containsExactly("c4", "c3");
        RecordingShelf.Page second = shelf.list(first.next(), 2, _ -> true);
        assertThat(second.recordings()).extracting(Shelved::callId).containsExactly("c2", "c1");
        RecordingShelf.Page last = shelf.list(second.next(), 2, _ -> true);
        assertThat(last.recordings()).extracting(Shelved::callId).containsExactly("c0");
        assertThat(last.next()).isNull();
        assertThat(shelf.list(null, 9, one -> one.callId().equals("c2")).recordings()).hasSize(1);
    }

    @Test
    void aRecordingHasTheFilesThatAreThere() throws IOException {
        record("2026/ogg", "c1", 1, "-caller.opus", "-callee.opus", ".opus.part", ".exe");
        Shelved one = shelf.list(null, 9, _ -> true).recordings().getFirst();
        assertThat(one.files())
                .extracting(Part::kind)
                .containsExactly("-callee.opus", "-caller.opus");
        assertThat(one.files()).allMatch(part -> part.type().equals("audio/ogg"));
        assertThat(one.durationMs()).isEqualTo(1500);
        assertThat(shelf.file(one.id(), "-caller.opus").orElseThrow().size()).isEqualTo(10);
        assertThat(shelf.file(one.id(), ".wav")).isEmpty();
        assertThat(shelf.file(one.id(), ".json")).isEmpty();
    }

    @Test
    void oneThatIsRemovedIsGoneAndTheOthersStay() throws IOException {
        record("a", "c1", 1, ".wav");
        record("ab", "c2", 2, ".wav");
        assertThat(shelf.remove(id("a"))).isTrue();
        assertThat(shelf.remove(id("a"))).isFalse();
        assertThat(folder.resolve("a.wav")).doesNotExist();
        assertThat(folder.resolve("ab.wav")).exists();
        assertThat(shelf.list(null, 9, _ -> true).recordings())
                .extracting(Shelved::callId)
                .containsExactly("c2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret",
                "..",
                "sub/../../secret",
                "/etc/passwd",
                "sub//x",
                "./x",
                ".hidden",
                "x\0y",
                "x\\y",
                "%2e%2e/secret",
                "",
                "/"
            })
    void noNameLeadsOutOfTheFolder(String inside) throws IOException {
        Files.writeString(
                place.resolve("secret.json"),
                "{\"callId\":\"c\",\"begun\":\"2026-11-21T14:00:00Z\",\"files\":[]}");
        Files.writeString(place.resolve("secret.wav"), "secret");
        assertThat(shelf.find(id(inside))).isEmpty();
        assertThat(shelf.file(id(inside), ".wav")).isEmpty();
        assertThat(shelf.remove(id(inside))).isFalse();
        assertThat(place.resolve("secret.wav")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "====", "a b", "Li4", "\u0000"})
    void whatIsNoIdFindsNothing(String id) throws IOException {
        assertThat(shelf.find(id)).isEmpty();
        assertThat(shelf.remove(id)).isFalse();
        assertThat(shelf.list(id, 9, _ -> true).recordings()).isEmpty();
    }

    @Test
    void aLinkOutOfTheFolderIsNotFollowed() throws IOException {
        Path outside = Files.createDirectory(place.resolve("outside"));
        Files.writeString(
                outside.resolve("x.json"),
                "{\"callId\":\"c\",\"begun\":\"2026-11-21T14:00:00Z\",\"files\":[]}");
        Files.writeString(outside.resolve("x.wav"), "secret");
        Files.createSymbolicLink(folder.resolve("link"), outside);
        record("mine", "c1", 1);
        Files.createSymbolicLink(folder.resolve("mine.wav"), outside.resolve("x.wav"));

        assertThat(shelf.find(id("link/x"))).isEmpty();
        assertThat(shelf.file(id("mine"), ".wav")).isEmpty();
        assertThat(shelf.remove(id("mine"))).isTrue();
        assertThat(outside.resolve("x.wav")).exists();
        assertThat(shelf.list(null, 9, _ -> true).recordings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"begun\":3,\"files\":[]}",
                "{\"begun\":\"x\",\"files\":[]}"
            })
    void aStoryThatIsNoneIsLeftOut(String text) throws IOException {
        Files.writeString(folder.resolve("x.json"), text);
        assertThat(shelf.list(null, 9, _ -> true).recordings()).isEmpty();
        assertThat(shelf.find(id("x"))).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereHoldsNothing() {
        RecordingShelf none = new RecordingShelf(place.resolve("later"));
        assertThat(none.list(null, 9, _ -> true).recordings()).isEqualTo(List.of());
        assertThat(none.find(id("x"))).isEmpty();
    }
}
