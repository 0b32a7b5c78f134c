package jackfield.server.cli;

import jackfield.roles.forwarding.Forwarding;
import jackfield.server.config.Config;
import jackfield.server.config.ConfiguredUser;
import jackfield.server.config.DataFolder;
import jackfield.server.config.Settings;
import jackfield.store.Database;
import jackfield.store.ForwardingTable;
import jackfield.store.Users;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `jackfield users forward`. It works on the database, as all of `users` does.
@Command(
        name = "forward",
        description =
                "Say where a user's calls go that it does not take; without options, show it.")
final class ForwardCommand implements Runnable {
    @Parameters(paramLabel = "NAME", description = "The user's name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Option(names = "--always", paramLabel = "TARGET", description = "Every call.")
    private @Nullable String always;

    @Option(names = "--busy", paramLabel = "TARGET", description = "When the user is busy.")
    private @Nullable String busy;

    @Option(names = "--no-answer", paramLabel = "TARGET", description = "When nobody answers.")
    private @Nullable String noAnswer;

    @Option(
            names = "--after",
            paramLabel = "TIME",
            description = "How long it rings before that (20s).")
    private @Nullable String after;

    @Option(names = "--offline", paramLabel = "TARGET", description = "When no device is there.")
    private @Nullable String offline;

    @Option(
            names = "--do-not-disturb",
            paramLabel = "on|off",
            description = "Calls go where they go when the user is busy, or are declined.")
    private @Nullable String quiet;

    @Option(names = "--off", description = "Forward no calls.")
    private boolean off;

    @Mixin private NodeOptions options = new NodeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        Config config = options.config();
        DataFolder data = options.data();
        data.create();
        try (Database database = Database.open(data.database(config))) {
            boolean configured =
                    config.get(Settings.USERS).stream()
                            .map(ConfiguredUser::name)
                            .anyMatch(name::equals);
            if (!configured && new Users(database).find(name).isEmpty()) {
                throw new Failure(
                        "there is no user " + name + ": ./jackfield users list shows all");
            }
            ForwardingTable table = new ForwardingTable(database);
            if (off || wished() || quiet != null) {
                Forwarding before = table.find(name);
                Forwarding wish =
                        (off ? Forwarding.NONE : wished() ? wish() : before)
                                .quiet(quiet == null ? before.quiet() : isOn(quiet));
                String problem = wish.problem();
                if (problem != null) {
                    throw new Failure(2, problem);
                }
                table.put(name, wish);
            }
            show(table.find(name));
        }
    }

    private boolean wished() {
        return always != null
                || busy != null
                || noAnswer != null
                || offline != null
                || after != null;
    }

    private Forwarding wish() {
        return new Forwarding(or(always), or(busy), or(noAnswer), seconds(), or(offline));
    }

    private static boolean isOn(String word) {
        if (!word.equals("on") && !word.equals("off")) {
            throw new Failure(2, "--do-not-disturb: write on or off");
        }
        return word.equals("on");
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    private int seconds() {
        String time = after == null ? Forwarding.NONE.afterSeconds() + "s" : after;
        if (!time.matches("\\d{1,4}s?")) {
            throw new Failure(2, "--after: write seconds, like 20s");
        }
        return Integer.parseInt(time.replace("s", ""));
    }

    private void show(Forwarding wish) {
        PrintWriter out = spec.commandLine().getOut();
        if (wish.isOff()) {
            out.println(name + " forwards no calls");
        }
        if (wish.quiet()) {
            out.println("do not disturb");
        }
        line("always", wish.always());
        line("busy", wish.busy());
        line("no answer after " + wish.afterSeconds() + " s", wish.noAnswer());
        line("offline", wish.offline());
    }

    private void line(String when, String target) {
        if (!target.isEmpty()) {
            spec.commandLine().getOut().println(when + ": " + target);
        }
    }
}
