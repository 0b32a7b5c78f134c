package jackfield.bench.fuzz;

import java.util.List;

/// What is fuzzed: it takes bytes of a stranger's, and nothing it does with them may be wrong.
interface Target {
    /// As the command line and the folders of the corpus name it.
    String name();

    /// Good inputs, to begin with.
    List<byte[]> seeds();

    /// Words of the format, to be put in anywhere.
    default List<byte[]> words() {
        return List.of();
    }

    /// Does everything with the input. What it throws is a finding: an exception where there must
    /// be a refusal, an [AssertionError] where a promise is broken.
    ///
    /// @return what it did, as a number: inputs that do something new are worth changing further
    long run(byte[] input);
}
