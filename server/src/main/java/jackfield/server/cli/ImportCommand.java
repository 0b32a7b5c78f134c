package jackfield.server.cli;

import jackfield.server.config.DataFolder;
import jackfield.server.kamailio.Note;
import jackfield.server.kamailio.Subscribers;
import jackfield.server.kamailio.Translation;
import jackfield.store.Database;
import jackfield.store.OwnerOnly;
import jackfield.store.Users;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `jackfield import ...`: takes over what another program was told.
@Command(
        name = "import",
        description = "Translate another program's settings.",
        synopsisSubcommandLabel = "COMMAND")
final class ImportCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new Failure(2, "say from what: kamailio");
    }

    @Command(
            name = "kamailio",
            description =
                    "Write a jackfield.yaml from a kamailio.cfg, with notes on what it leaves out.")
    void kamailio(
            @Parameters(paramLabel = "FILE", description = "The kamailio.cfg.") Path file,
            @Option(
                            names = "--rtpengine",
                            paramLabel = "FILE",
                            description = "Its rtpengine.conf (default: looked for beside it).")
                    @Nullable Path rtpengine,
            @Option(
                            names = "--turn",
                            paramLabel = "FILE",
                            description = "Its turnserver.conf (default: looked for beside it).")
                    @Nullable Path turn,
            @Option(
                            names = "--subscribers",
                            paramLabel = "FILE",
                            description =
                                    "An export of the subscriber table: its users are added to the"
                                            + " data folder.")
                    @Nullable Path subscribers,
            @Option(
                            names = "--out",
                            paramLabel = "FILE",
                            defaultValue = "jackfield.yaml",
                            description =
                                    "Where to write (default: jackfield.yaml; - for the screen).")
                    Path out,
            @Option(names = "--force", description = "Overwrite a file that is there.")
                    boolean force,
            @Mixin NodeOptions options)
            throws IOException {
        if (!Files.isReadable(file)) {
            throw new Failure("cannot read " + file + ": name a kamailio.cfg that exists");
        }
        Translation translation =
                Translation.of(
                        file,
                        found(rtpengine, file, "rtpengine.conf", "rtpengine"),
                        found(turn, file, "turnserver.conf", "turnserver"));
        PrintWriter screen = spec.commandLine().getOut();
        if (out.toString().equals("-")) {
            screen.print(translation.yaml());
        } else {
            if (Files.exists(out) && !force) {
                throw new Failure(out + " is there already: name another with --out, or --force");
            }
            OwnerOnly.write(out, translation.yaml().getBytes(StandardCharsets.UTF_8));
            tell(translation, out, screen);
        }
        if (subscribers != null) {
            add(subscribers, translation.domainName().orElse("jackfield"), options.data(), screen);
        } else if (!out.toString().equals("-")) {
            translation.userDatabase().ifPresent(url -> howToExport(url, file, screen));
        }
        screen.flush();
    }

    private static void tell(Translation translation, Path out, PrintWriter screen) {
        screen.println("wrote " + out);
        List<Note> left =
                translation.notes().stream()
                        .filter(note -> note.kind() == Note.Kind.LEFT_OUT)
                        .toList();
        screen.println(
                left.isEmpty()
                        ? "nothing was left out"
                        : left.size() + " things were left out; decide about each:");
        left.forEach(note ->
                screen.println(
                        "  "
                                + (note.line() == 0 ? "" : "line " + note.line() + ": ")
                                + note.text()));
        screen.println("next: ./jackfield check --config " + out);
    }

    private static void howToExport(String url, Path file, PrintWriter screen) {
        String columns = "SELECT username, domain, password, ha1 FROM subscriber";
        String command =
                url.startsWith("mysql:")
                        ? "mysql --batch -e '" + columns + "' kamailio > subscribers.tsv"
                        : url.startsWith("postgres:")
                                ? "psql --csv -c '" + columns + "' kamailio > subscribers.csv"
                                : url.startsWith("sqlite:")
                                        ? "sqlite3 -header -csv "
                                                + url.replaceFirst("sqlite:/*", "/")
                                                + " '"
                                                + columns
                                                + "' > subscribers.csv"
                                        : "export " + columns + " with a header line";
        screen.println("the users are in " + url + ". To take them over:");
        screen.println("  " + command);
        screen.println(
                "  ./jackfield import kamailio " + file + " --force --subscribers subscribers.tsv");
    }

    private static void add(Path file, String realm, DataFolder data, PrintWriter screen)
            throws IOException {
        if (!Files.isReadable(file)) {
            throw new Failure("cannot read " + file);
        }
        Subscribers subscribers = Subscribers.read(file, realm, System.currentTimeMillis());
        data.create();
        int added;
        try (Database database = Database.open(data.path().resolve("jackfield.db"))) {
            added = new Users(database).addAll(subscribers.users());
        }
        int there = subscribers.users().size() - added;
        screen.println("added " + added + " users with passwords for the realm " + realm);
        if (there > 0) {
            screen.println(there + " were there already and stay as they are");
        }
        subscribers.problems().stream().limit(20).forEach(each -> screen.println("  " + each));
        if (subscribers.problems().size() > 20) {
            screen.println("  and " + (subscribers.problems().size() - 20) + " more");
        }
    }

    /// A companion file: the one that was named, else one where a package puts it.
    private static Optional<Path> found(
            @Nullable Path named, Path beside, String name, String folder) {
        if (named != null) {
            if (!Files.isReadable(named)) {
                throw new Failure("cannot read " + named);
            }
            return Optional.of(named);
        }
        Path home = beside.toAbsolutePath().normalize();
        return Stream.of(
                        home.resolveSibling(name),
                        home.resolveSibling("../" + name),
                        home.resolveSibling("../" + folder + "/" + name))
                .map(Path::normalize)
                .filter(Files::isReadable)
                .findFirst();
    }
}
