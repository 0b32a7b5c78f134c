package jackfield.testkit.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A real Kamailio: a registrar and proxy for a few users, in the foreground, with all it keeps in
/// memory, on an address of 127.0.0.0/8 of its own.
public final class Kamailio implements AutoCloseable {
    private static final String CONTROL = "control";

    private final Program program;
    private final Path folder;
    private final String address;

    private Kamailio(Program program, Path folder, String address) {
        this.program = program;
        this.folder = folder;
        this.address = address;
    }

    /// Starts one that keeps its files in `folder`, and waits until it can be asked.
    ///
    /// @param users passwords by name
    public static Kamailio start(Path folder, String address, Map<String, String> users) {
        return start(folder, address, users, "kamailio.cfg", "");
    }

    /// Starts one between browsers and phones: it takes WebSockets too, on port 8080, and has media
    /// relayed by whoever speaks NG over UDP at `relay`.
    public static Kamailio startRelaying(
            Path folder, String address, Map<String, String> users, String relay) {
        return start(folder, address, users, "kamailio-relay.cfg", relay);
    }

    /// Starts one that has all it may ask of a relay at the command of an operator:
    /// `kamailio-controls.cfg`. Its relays are in a table, which `rtpengine.reload` reads again.
    public static Kamailio startCommanded(Path folder, String address, String... relays) {
        relays(folder, relays);
        return start(folder, address, Map.of(), "kamailio-controls.cfg", "");
    }

    /// Writes the table of relays.
    private static void relays(Path folder, String... relays) {
        StringBuilder rows =
                new StringBuilder("setid(int) url(string) weight(int) disabled(int)\n");
        for (String relay : relays) {
            rows.append("0:").append(relay.replace(":", "\\:")).append(":1:0\n");
        }
        try {
            Path tables = Files.createDirectories(folder.resolve("tables"));
            Files.writeString(tables.resolve("relays"), rows);
            Files.writeString(
                    tables.resolve("version"), "table_name(string) table_version(int)\nrelays:1\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Kamailio start(
            Path folder, String address, Map<String, String> users, String template, String relay) {
        StringBuilder accounts = new StringBuilder();
        users.forEach((user, password) ->
                accounts.append("  $sht(users=>%s) = \"%s\";\n".formatted(user, password)));
        Path config = folder.resolve("kamailio.cfg");
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(CONTROL));
            Files.writeString(
                    config,
                    config(template, address, folder.resolve(CONTROL), accounts)
                            .replace("@relay@", relay)
                            .replace("@folder@", folder.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program program =
                Program.start(
                        "kamailio",
                        folder,
                        List.of(
                                "/usr/sbin/kamailio",
                                "-DD",
                                "-E",
                                "-m",
                                "32",
                                "-M",
                                "4",
                                "-Y",
                                folder.toString(),
                                "-P",
                                folder.resolve("kamailio.pid").toString(),
                                "-f",
                                config.toString()));
        Kamailio kamailio = new Kamailio(program, folder, address);
        try {
            program.await("control socket", () -> Files.exists(folder.resolve(CONTROL)));
        } catch (AssertionError e) {
            kamailio.close();
            throw e;
        }
        return kamailio;
    }

    public String address() {
        return address;
    }

    /// Everybody it knows the place of, as `kamcmd ul.dump` writes it.
    public String location() {
        return command("ul.dump");
    }

    /// What `kamcmd` prints for a command.
    public String command(String... command) {
        List<String> line =
                new ArrayList<>(
                        List.of("/usr/sbin/kamcmd", "-s", "unix:" + folder.resolve(CONTROL)));
        line.addAll(List.of(command));
        Program asked = Program.start("kamcmd", folder, line);
        asked.awaitExit(Duration.ofSeconds(20));
        return asked.output();
    }

    public String output() {
        return program.output();
    }

    @Override
    public void close() {
        program.close();
    }

    private static String config(String template, String address, Path control, CharSequence users)
            throws IOException {
        try (InputStream in = Kamailio.class.getResourceAsStream(template)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@address@", address)
                    .replace("@control@", control.toString())
                    .replace("@users@", users);
        }
    }
}
