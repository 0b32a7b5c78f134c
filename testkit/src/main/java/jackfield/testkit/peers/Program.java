package jackfield.testkit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A child process that ends with its owner. Its output goes to a file beside its settings, and
/// into the message when something it should have done does not happen.
public final class Program implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SHOWN = 6_000;

    private final Process process;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Starts `command` in `folder`; what it prints goes to `folder/name.log`.
    public static Program start(String name, Path folder, List<String> command) {
        Path log = folder.resolve(name + ".log");
        try {
            Files.createDirectories(folder);
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(log.toFile())
                            .start();
            return new Program(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), e);
        }
    }

    /// What it has printed until now.
    public String output() {
        try {
            return Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until `condition` holds; fails with the program's output when it does not come, or
    /// when the program ends before it.
    public void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new AssertionError(
                        "ended with " + process.exitValue() + " before " + what + "\n" + tail());
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("no " + what + "\n" + tail());
            }
            Patience.pause();
        }
    }

    /// Waits until `text` is printed.
    public void awaitOutput(String text) {
        await("'" + text + "' in its output", () -> output().contains(text));
    }

    /// Waits for the end and gives the exit code.
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + limit + "\n" + tail());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Asks it to end (SIGTERM) and returns at once.
    public void terminate() {
        process.destroy();
    }

    /// Ends it at once (SIGKILL), as a failure of power does: it finishes nothing.
    public void kill() {
        process.destroyForcibly();
        awaitExit(PATIENCE);
    }

    /// Ends it: SIGTERM, and SIGKILL where that is not enough.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String tail() {
        String all = output();
        return all.length() <= SHOWN ? all : "…" + all.substring(all.length() - SHOWN);
    }
}
