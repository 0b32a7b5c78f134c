package jackfield.server.config;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/// What was given cannot be used. The message has one line for each problem.
public final class BadSettings extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    BadSettings(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /// Every problem, by source and line.
    public List<Problem> problems() {
        return problems;
    }
}
