package jackfield.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The stored corpus, and a handful of mutants of it, on every build. `./jackfield fuzz` looks for
/// more.
class CorpusTest {
    private static final Corpus STORED = new Corpus(Path.of("src/test/resources/corpus"));

    static List<Target> targets() {
        return Targets.all();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void nothingStoredBreaksAnything(Target target) {
        Fuzzer fuzzer = new Fuzzer(target, 1, STORED.of(target));
        assertThat(fuzzer.replay()).isNull();
        assertThat(fuzzer.behaviours()).isGreaterThan(target.name().equals("dtls") ? 0 : 1);
        int mutants = target.name().equals("dtls") ? 10 : 1_000;
        for (int i = 0; i < mutants; i++) {
            assertThat(fuzzer.step()).isNull();
        }
    }

    @Test
    void aFindingIsMadeSmallAndStored(@TempDir Path folder) {
        Target fragile =
                new Target() {
                    @Override
                    public String name() {
                        return "fragile";
                    }

                    @Override
                    public List<byte[]> seeds() {
                        return List.of(
                                "some words and a b in them".getBytes(StandardCharsets.UTF_8));
                    }

                    @Override
                    public long run(byte[] input) {
                        if (new String(input, StandardCharsets.ISO_8859_1).contains("bb")) {
                            throw new IllegalStateException("bb");
                        }
                        return input.length;
                    }
                };
        Fuzzer fuzzer = new Fuzzer(fragile, 5, List.of());
        Fuzzer.Finding finding = fuzzer.replay();
        for (int i = 0; i < 200_000 && finding == null; i++) {
            finding = fuzzer.step();
        }
        assertThat(finding).isNotNull();
        assertThat(new String(finding.input(), StandardCharsets.ISO_8859_1)).isEqualTo("bb");
        Corpus corpus = new Corpus(folder);
        corpus.store(fragile, finding.input());
        assertThat(corpus.of(fragile)).hasSize(1);
        assertThat(new Fuzzer(fragile, 6, corpus.of(fragile)).replay()).isNotNull();
    }
}
