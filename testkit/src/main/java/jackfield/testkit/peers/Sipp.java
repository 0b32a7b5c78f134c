package jackfield.testkit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// SIPp, running one XML scenario against a node.
public final class Sipp implements AutoCloseable {
    private final Program program;
    private final Path folder;

    private Sipp(Program program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /// What to run.
    ///
    /// @param scenario the XML, whole
    /// @param answering the scenario for calls that others begin; may be empty
    /// @param address where it binds
    /// @param port its SIP port
    /// @param target `127.0.10.1:5060`
    /// @param transport SIPp's `-t` value: `u1`, `t1`, `l1`
    /// @param calls how many calls, one after another
    /// @param user what `[service]` stands for
    /// @param credentials name and password for `[authentication]`; may be empty
    public record Setup(
            String scenario,
            String answering,
            String address,
            int port,
            String target,
            String transport,
            int calls,
            String user,
            List<String> credentials) {}

    public static Sipp start(Path folder, String name, Setup setup) {
        Path scenario = folder.resolve(name + ".xml");
        Path answering = folder.resolve(name + "-answering.xml");
        try {
            Files.createDirectories(folder);
            Files.writeString(scenario, setup.scenario());
            Files.writeString(answering, setup.answering());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "sipp",
                                setup.target(),
                                "-sf",
                                scenario.toString(),
                                "-i",
                                setup.address(),
                                "-p",
                                Integer.toString(setup.port()),
                                "-mi",
                                setup.address(),
                                "-t",
                                setup.transport(),
                                "-m",
                                Integer.toString(setup.calls()),
                                "-s",
                                setup.user(),
                                "-nostdin",
                                "-timeout",
                                "40s",
                                "-timeout_error",
                                "-trace_err",
                                "-trace_msg",
                                "-message_file",
                                folder.resolve(name + "-messages.log").toString(),
                                "-error_file",
                                folder.resolve(name + "-errors.log").toString()));
        if (!setup.answering().isEmpty()) {
            command.addAll(List.of("-oocsf", answering.toString()));
        }
        if (!setup.credentials().isEmpty()) {
            command.addAll(
                    List.of("-au", setup.credentials().get(0), "-ap", setup.credentials().get(1)));
        }
        return new Sipp(Program.start(name, folder, command), folder);
    }

    /// Waits for the scenario's end; fails with SIPp's own words unless every call succeeded.
    public void awaitSuccess() {
        int exit = program.awaitExit(Duration.ofSeconds(60));
        if (exit != 0) {
            throw new AssertionError("sipp ended with " + exit + "\n" + logs());
        }
    }

    /// What it sent and received, and its errors.
    public String logs() {
        StringBuilder text = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".log")).sorted().toList()) {
                String content =
                        Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                text.append("== ").append(file.getFileName()).append('\n');
                text.append(content, Math.max(0, content.length() - 5_000), content.length());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    @Override
    public void close() {
        program.close();
    }
}
