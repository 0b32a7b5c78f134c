package jackfield.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import jackfield.server.config.Settings;
import jackfield.store.Database;
import jackfield.store.User;
import jackfield.store.Users;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineToolTest {
    @TempDir Path folder;

    private static final Starter NO_NODES =
            new Starter() {
                @Override
                public void run(Config config, DataFolder data) throws IOException {
                    throw new IOException(
                            "started " + data.path() + " on " + config.get(Settings.SIP_UDP_PORT));
                }

                @Override
                public void rehearse(Config config, DataFolder data, Rehearsal meanwhile) {
                    throw new AssertionError("nobody asked for this");
                }
            };

    private record Run(int code, String out, String err) {}

    @Test
    void withoutACommandANodeRuns() {
        for (String[] arguments :
                new String[][] {{"--set", "sip.udp.port=1"}, {"run", "--set", "sip.udp.port=1"}}) {
            Run run = run(arguments);
            assertThat(run.err).isEqualTo("jackfield: started " + folder + " on 1\n");
            assertThat(run.code).isEqualTo(1);
        }
        assertThat(run("--set", "sip.udp.port=x").code).isEqualTo(2);
    }

    @Test
    void usersAreAddedListedChangedAndRemoved() {
        assertThat(typed("first\n", "users", "add", "carol", "--password-stdin"))
                .isEqualTo(new Run(0, "added carol\n", ""));
        assertThat(typed("x\n", "users", "add", "bertil", "--password-stdin").code).isZero();
        assertThat(run("users", "list").out).isEqualTo("bertil\ncarol\n");
        assertThat(user("carol").hasPassword("first")).isTrue();
        assertThat(user("carol").realm()).isEqualTo("jackfield");
        assertThat(typed("second", "users", "passwd", "carol", "--password-stdin").code).isZero();
        assertThat(user("carol").hasPassword("second")).isTrue();
        assertThat(run("users", "remove", "carol").out).isEqualTo("removed carol\n");
        assertThat(run("users", "list").out).isEqualTo("bertil\n");
    }

    @Test
    void whatCannotBeDoneIsExplained() {
        typed("pw\n", "users", "add", "carol", "--password-stdin");
        Run twice = typed("pw\n", "users", "add", "carol", "--password-stdin");
        assertThat(twice.code).isEqualTo(1);
        assertThat(twice.err).contains("there is a user carol already", "users passwd");
        Run unknown = run("users", "remove", "dora");
        assertThat(unknown.code).isEqualTo(1);
        assertThat(unknown.err).contains("there is no user dora", "users list");
        assertThat(typed("pw\n", "users", "passwd", "dora", "--password-stdin").code).isEqualTo(1);
        Run badName = typed("pw\n", "users", "add", "a b", "--password-stdin");
        assertThat(badName.code).isEqualTo(2);
        assertThat(badName.err).contains("\"a b\" is not a user name");
        Run empty = typed("\n", "users", "add", "dora", "--password-stdin");
        assertThat(empty.code).isEqualTo(2);
        assertThat(empty.err).contains("the password is empty");
        Run noTerminal = run("users", "add", "dora");
        assertThat(noTerminal.code).isEqualTo(2);
        assertThat(noTerminal.err).contains("--password-stdin");
        assertThat(run("users").code).isEqualTo(2);
    }

    @Test
    void aUserOfTheSettingsIsChangedThere() throws Exception {
        Files.writeString(folder.resolve("jackfield.yaml"), "users:\n  - {name: c, password: x}\n");
        assertThat(run("users", "list").out).isEqualTo("c\n");
        Run add = typed("pw\n", "users", "add", "c", "--password-stdin");
        assertThat(add.code).isEqualTo(1);
        assertThat(add.err).contains("jackfield.yaml:2", "change it there");
    }

    @Test
    void checkSaysWhatIsGoodAndWhatIsNot() throws Exception {
        Path file = Files.writeString(folder.resolve("j.yaml"), "sip.udp.port: 5070\n");
        Run good = run("check", "--config", file.toString());
        assertThat(good.code).isZero();
        assertThat(good.out)
                .contains("sip.udp.port: from j.yaml:1", "advertises ", "the settings are good");
        Files.writeString(file, "a: 1\nsip.udp.port: five\n");
        Run bad = run("check", "--config", file.toString(), "--set", "log.format=xml");
        assertThat(bad.code).isEqualTo(2);
        assertThat(bad.err)
                .contains("--set log.format: ", "j.yaml:1: unknown key", "j.yaml:2: sip.udp.port:")
                .hasLineCount(3);
        assertThat(run("check", "--roles", "edge,prxy").err).contains("\"prxy\" is not");
    }

    @Test
    void withoutANodeThereIsNothingToAsk() {
        for (String command : List.of("registrations", "calls")) {
            Run run = run(command);
            assertThat(run.code).isEqualTo(1);
            assertThat(run.err).contains("no node runs on the data folder " + folder, "--data");
        }
    }

    @Test
    void everyCommandHelps() {
        for (String command :
                CommandLineTool.commandLine(NO_NODES).getSubcommands().keySet().stream()
                        .filter(name -> !name.equals("train"))
                        .toList()) {
            Run help = quiet(command, "--help");
            assertThat(help.code).as(command).isZero();
            assertThat(help.out).as(command).startsWith("Usage: jackfield " + command);
        }
        assertThat(quiet("users", "add", "--help").out).contains("--password-stdin", "--data");
        assertThat(quiet("--help").out)
                .contains("check", "users", "settings")
                .doesNotContain("train");
    }

    @Test
    void theLaunchersHelpNamesEveryCommand() throws Exception {
        String script = Files.readString(Path.of("..", "jackfield"));
        assertThat(CommandLineTool.commandLine(NO_NODES).getSubcommands().keySet())
                .filteredOn(name -> !name.equals("train"))
                .allSatisfy(name -> assertThat(script).contains("\n  " + name + " "));
    }

    @Test
    void aTypingMistakeIsExitCodeTwo() {
        assertThat(quiet("rn").code).isEqualTo(2);
        assertThat(quiet("check", "--confg", "x").code).isEqualTo(2);
        assertThat(quiet("version").out).startsWith("jackfield ");
        assertThat(quiet("settings").out).contains("sip.udp.port (port, default 5060)");
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Run run = typed("pw\n", "users", "add", "carol", "--password-stdin", "--data", file + "/x");
        assertThat(run.code).isEqualTo(1);
        assertThat(run.err).contains("cannot be made", "--data");
    }

    private Run typed(String input, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return run(arguments);
        } finally {
            System.setIn(before);
        }
    }

    private Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        boolean group = all.equals(List.of("users"));
        if (!all.contains("--data") && !group) {
            all.addAll(List.of("--data", folder.toString()));
        }
        return quiet(all.toArray(new String[0]));
    }

    private static Run quiet(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands = CommandLineTool.commandLine(NO_NODES);
        commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = commands.execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }

    private User user(String name) {
        try (Database database =
                Database.open(new DataFolder(folder).path().resolve("jackfield.db"))) {
            return new Users(database).find(name).orElseThrow();
        }
    }
}
