package jackfield.server.cli;

import jackfield.server.config.Config;
import jackfield.server.config.ConfiguredUser;
import jackfield.server.config.DataFolder;
import jackfield.server.config.Settings;
import jackfield.store.Database;
import jackfield.store.DemoAccounts;
import jackfield.store.User;
import jackfield.store.Users;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `jackfield users ...`. It works on the database: no node needs to run, and one that does sees
/// the change at once.
@Command(
        name = "users",
        description = "Add, list and remove users.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ForwardCommand.class, LinkCommand.class})
final class UsersCommand implements Runnable {
    private static final int LONGEST_PASSWORD = 256;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new Failure(2, "say what to do: add, list, passwd, remove, forward or link");
    }

    @Command(name = "add", description = "Add a user.")
    void add(
            @Parameters(paramLabel = "NAME", description = "The user's name.") String name,
            @Option(
                            names = "--password-stdin",
                            description = "Read the password from standard input, one line.")
                    boolean fromStdin,
            @Mixin NodeOptions options)
            throws IOException {
        Config config = options.config();
        checkName(name, config);
        try (Database database = open(options, config)) {
            Users users = new Users(database);
            if (users.find(name).isPresent()) {
                throw new Failure(
                        "there is a user "
                                + name
                                + " already: change the password with users"
                                + " passwd");
            }
            if (!users.add(user(name, config, password(name, fromStdin)))) {
                throw new Failure("another process has just added " + name);
            }
        }
        out().println("added " + name);
    }

    @Command(name = "passwd", description = "Give a user a new password.")
    void passwd(
            @Parameters(paramLabel = "NAME", description = "The user's name.") String name,
            @Option(
                            names = "--password-stdin",
                            description = "Read the password from standard input, one line.")
                    boolean fromStdin,
            @Mixin NodeOptions options)
            throws IOException {
        Config config = options.config();
        checkName(name, config);
        try (Database database = open(options, config)) {
            Users users = new Users(database);
            if (users.find(name).isEmpty()
                    || !users.replace(user(name, config, password(name, fromStdin)))) {
                throw unknown(name);
            }
        }
        demo(options).forget(name);
        out().println("changed the password of " + name);
    }

    @Command(name = "remove", description = "Remove a user and its registrations.")
    void remove(
            @Parameters(paramLabel = "NAME", description = "The user's name.") String name,
            @Mixin NodeOptions options)
            throws IOException {
        Config config = options.config();
        checkName(name, config);
        try (Database database = open(options, config)) {
            if (!new Users(database).remove(name)) {
                throw unknown(name);
            }
        }
        demo(options).forget(name);
        out().println("removed " + name);
    }

    @Command(name = "list", description = "List the users, one a line.")
    void list(@Mixin NodeOptions options) throws IOException {
        Config config = options.config();
        Set<String> names = new TreeSet<>(configured(config));
        if (Database.exists(options.data().database(config))) {
            try (Database database = open(options, config)) {
                new Users(database).all().forEach(user -> names.add(user.name()));
            }
        }
        names.forEach(out()::println);
    }

    private void checkName(String name, Config config) {
        if (!Settings.isUserName(name)) {
            throw new Failure(2, "\"" + name + "\" is not " + Settings.userNameRule());
        }
        if (configured(config).contains(name)) {
            throw new Failure(
                    name
                            + " is named in the settings ("
                            + config.where(Settings.USERS)
                            + "): change it there");
        }
    }

    private static Set<String> configured(Config config) {
        return config.get(Settings.USERS).stream()
                .map(ConfiguredUser::name)
                .collect(Collectors.toSet());
    }

    private static Failure unknown(String name) {
        return new Failure("there is no user " + name + ": ./jackfield users list shows all");
    }

    private static Database open(NodeOptions options, Config config) {
        DataFolder data = options.data();
        data.create();
        return Database.open(data.database(config));
    }

    private static DemoAccounts demo(NodeOptions options) {
        return new DemoAccounts(options.data().demoAccounts());
    }

    private static User user(String name, Config config, String password) {
        return User.of(name, config.get(Settings.REALM), password, System.currentTimeMillis());
    }

    @SuppressWarnings("SystemConsoleNull") // its documentation still allows null
    private static String password(String name, boolean fromStdin) throws IOException {
        String password;
        if (fromStdin) {
            password =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                            .readLine();
        } else {
            Console console = System.console();
            if (console == null || !console.isTerminal()) {
                throw new Failure(
                        2, "no terminal to ask for the password: give it with --password-stdin");
            }
            char[] typed = console.readPassword("Password for %s: ", name);
            password = typed == null ? null : new String(typed);
        }
        if (password == null || password.isEmpty()) {
            throw new Failure(2, "the password is empty");
        }
        if (password.length() > LONGEST_PASSWORD) {
            throw new Failure(2, "the password is longer than " + LONGEST_PASSWORD + " letters");
        }
        return password;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
