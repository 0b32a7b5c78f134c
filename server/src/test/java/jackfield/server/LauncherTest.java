package jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The launcher script, in a tree of its own with tools that only pretend.
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final String MAVEN =
            """
            #!/bin/sh
            if [ "$1" = -v ]; then echo "Apache Maven 3.9.9"; exit 0; fi
            echo "[INFO] Building server 1 [2/2]"
            mkdir -p server/target/app server/target/surefire-reports
            echo app >server/target/app/library-1.jar
            echo app >server/target/server-1.jar
            if [ -f report.xml ]; then cp report.xml server/target/surefire-reports/TEST-a.xml; fi
            if [ -f report.txt ]; then cp report.txt server/target/surefire-reports/a.T.txt; fi
            if [ -f broken ]; then echo "[ERROR] it does not compile"; exit 1; fi
            """;

    @TempDir Path folder;
    private Path root;
    private Path bin;
    private final Map<String, String> environment = new HashMap<>();

    private record Run(int code, String out, String err) {
        String lastLine() {
            String[] lines = out.strip().split("\n");
            return lines[lines.length - 1];
        }
    }

    @BeforeEach
    void makeATree() throws IOException {
        folder = folder.toRealPath();
        root = Files.createDirectories(folder.resolve("tree with a space"));
        Files.copy(Path.of("..", "jackfield"), root.resolve("jackfield"));
        runnable(root.resolve("jackfield"));
        Files.createDirectories(root.resolve("server/src/main"));
        Files.writeString(root.resolve("server/src/main/A.java"), "class A {}");
        Files.writeString(root.resolve("server/pom.xml"), "<project/>");
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        bin = Files.createDirectories(folder.resolve("bin"));
        program(bin.resolve("mvn"), MAVEN);
        environment.put("PATH", bin + ":/usr/bin:/bin");
        environment.put("HOME", folder.toString());
        environment.put("JACKFIELD_JAVA_HOME", jdk("jdk-25", "25.0.1").toString());
    }

    @Test
    void theFirstJdkThatIsNewEnoughIsTaken() throws IOException {
        Path jdk25 = folder.resolve("jdk-25");
        assertThat(run("tools").out).contains("java  " + jdk25 + "\n");
        Path jdk26 = jdk("jdk-26", "26");
        environment.put("JAVA_HOME", jdk26.toString());
        environment.put("JACKFIELD_JAVA_HOME", jdk("jdk-17", "17.0.9").toString());
        assertThat(run("tools").out).contains("java  " + jdk26 + "\n");
        Path jre = jdk("jre-25", "25.0.1");
        Files.delete(jre.resolve("bin/javac"));
        environment.put("JACKFIELD_JAVA_HOME", jre.toString());
        assertThat(run("tools").out).contains("java  " + jdk26 + "\n");
        environment.put("JACKFIELD_JAVA_HOME", folder.resolve("nowhere").toString());
        environment.remove("JAVA_HOME");
        Files.createSymbolicLink(bin.resolve("java"), jdk25.resolve("bin/java"));
        assertThat(run("tools").out).contains("java  " + jdk25 + "\n");
    }

    @Test
    void itBuildsOnceAndAgainWhenASourceIsNewer() throws IOException {
        Run first = run("version");
        assertThat(first.code).as(first.err).isZero();
        assertThat(first.err).contains("Building Jackfield", "[2/2] server", "Built in");
        assertThat(first.out)
                .contains("jackfield.server.boot.Main version")
                .contains("@" + root + "/build/app/java.args");
        assertThat(Files.readString(root.resolve("build/app/java.args")))
                .contains("-XX:+UseSerialGC")
                .contains("-cp \"" + root + "/build/app/lib/library-1.jar:");
        assertThat(run("version").err).isEmpty();
        Files.setLastModifiedTime(
                root.resolve("server/src/main/A.java"),
                FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(run("version").err).contains("Building Jackfield");
    }

    @Test
    void aFileThatWentAwayMeansABuild() throws IOException {
        run("build");
        assertThat(run("build").err).isEmpty();
        Files.delete(root.resolve("server/src/main/A.java"));
        Files.setLastModifiedTime(
                root.resolve("server/src/main"), FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(run("build").err).contains("Building Jackfield");
    }

    @Test
    void anotherJdkMeansABuild() throws IOException {
        run("build");
        environment.put("JACKFIELD_JAVA_HOME", jdk("jdk-25-2", "25.0.2").toString());
        assertThat(run("build").err).contains("Building Jackfield");
    }

    @Test
    void itIsFoundThroughASymbolicLinkFromAnywhere() throws IOException {
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, Path.of("tree with a space/jackfield"));
        Run run = execute(folder, link.toString(), "calls", "--data", "a b");
        assertThat(run.code).as(run.err).isZero();
        assertThat(run.out).contains("jackfield.server.boot.Main calls --data a b");
        assertThat(root.resolve("build/app/stamp")).exists();
    }

    @Test
    void aBuildThatFailsSaysWhereItsLogIs() throws IOException {
        Files.writeString(root.resolve("broken"), "");
        Run run = run("version");
        assertThat(run.code).isEqualTo(1);
        assertThat(run.err)
                .contains("[ERROR] it does not compile")
                .contains("the build failed; all of it is in " + root + "/build/log/build.log");
        assertThat(root.resolve("build/app")).doesNotExist();
    }

    @Test
    void testsEndWithOneLineThatSumsThemUp() throws IOException {
        report(
                "<testsuite name=\"a\" time=\"0.1\" tests=\"7\" errors=\"1\" skipped=\"2\""
                        + " failures=\"1\">");
        Run run = run("test", "fast");
        assertThat(run.lastLine()).isEqualTo("3 passed, 2 failed, 2 skipped");
        assertThat(run.code).isEqualTo(1);
        report("<testsuite name=\"a\" tests=\"7\" errors=\"0\" skipped=\"1\" failures=\"0\">");
        run = run("test", "fast");
        assertThat(run.lastLine()).isEqualTo("6 passed, 0 failed, 1 skipped");
        assertThat(run.code).isZero();
    }

    @Test
    void noTestAtAllIsAFailureAndSoIsABuildThatFailsBesides() throws IOException {
        Run none = run("test", "fast");
        assertThat(none.lastLine()).isEqualTo("0 passed, 0 failed, 0 skipped");
        assertThat(none.code).isEqualTo(1);
        report("<testsuite name=\"a\" tests=\"7\" errors=\"0\" skipped=\"0\" failures=\"0\">");
        Files.writeString(root.resolve("broken"), "");
        Run broken = run("test", "fast");
        assertThat(broken.lastLine()).isEqualTo("7 passed, 0 failed, 0 skipped");
        assertThat(broken.code).isEqualTo(1);
    }

    @Test
    void helpNeedsNothingAndAWrongTestIsRefused() throws IOException {
        environment.put("JACKFIELD_JAVA_HOME", "");
        Run help = run("--help");
        assertThat(help.code).isZero();
        assertThat(help.out).contains("users add NAME", "test [fast|interop]", "bench");
        assertThat(run("test", "fats").code).isEqualTo(1);
    }

    @Test
    void whatAFailingTestWroteIsShown() throws IOException {
        report("<testsuite name=\"a\" tests=\"1\" errors=\"0\" skipped=\"0\" failures=\"1\">");
        Files.writeString(
                root.resolve("report.txt"),
                "Tests run: 1 <<< FAILURE! -- in a.T\nexpected two, but was one\n");
        Run run = run("test", "fast");
        assertThat(run.code).isEqualTo(1);
        assertThat(run.err).contains("---- a.T.txt", "expected two, but was one");
        assertThat(run.lastLine()).isEqualTo("0 passed, 1 failed, 0 skipped");
    }

    private void report(String suite) throws IOException {
        Files.writeString(root.resolve("report.xml"), "<?xml version=\"1.0\"?>\n" + suite + "\n");
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "X=1\nJAVA_VERSION=\"" + version + "\"\n");
        program(home.resolve("bin/java"), "#!/bin/sh\necho \"$@\"\n");
        program(home.resolve("bin/javac"), "#!/bin/sh\n");
        return home;
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        runnable(file);
    }

    private static void runnable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run run(String... arguments) throws IOException {
        return execute(folder, root.resolve("jackfield").toString(), arguments);
    }

    private Run execute(Path in, String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", script));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            int code = builder.start().waitFor();
            return new Run(
                    code,
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
