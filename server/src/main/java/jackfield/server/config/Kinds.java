package jackfield.server.config;

import jackfield.base.Endpoint;
import jackfield.server.config.Kind.Given;
import jackfield.server.config.Kind.Read;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The kinds of values that settings have.
final class Kinds {
    private static final int DNS_PORT = 53;
    private static final Pattern USER_NAME =
            Pattern.compile("[A-Za-z0-9._+-]{1,64}(@[a-z0-9][a-z0-9.-]{0,252})?");
    private static final Pattern NUMBER = Pattern.compile("[0-9*#+A-Za-z._-]{1,64}");

    static final Kind<String> TEXT =
            scalar("text", "text that is not empty", text -> text.isBlank() ? null : text);

    static final Kind<Port> PORT =
            scalar("port", "a port: 1 to 65535, 0 for any free one, or off", Kinds::port);

    static final Kind<PortRange> PORT_RANGE =
            scalar("ports", "a range of ports, like 20000-29999", Kinds::portRange);

    static final Kind<Optional<Endpoint>> LISTEN =
            scalar(
                    "address:port",
                    "an address and a port, like 127.0.0.1:8080 or [::1]:8080, or off",
                    Kinds::listen);

    static final Kind<Optional<Collector>> COLLECTOR =
            scalar(
                    "udp:host:port",
                    "where a collector is, like udp:192.0.2.1:9060 or tcp:homer.example.org:9060,"
                            + " or off",
                    Kinds::collector);

    static final Kind<Optional<InetAddress>> ADDRESS =
            scalar("address", "an IP address, like 192.0.2.1, or auto", Kinds::address);

    static final Kind<Duration> DURATION =
            scalar("duration", "a time, like 500ms, 30s, 5m, 1h or 1d", DurationText::parse);

    static final Kind<List<Endpoint>> NAME_SERVERS =
            scalar("addresses", "addresses separated by commas, or auto", Kinds::nameServers);

    static final Kind<List<ConfiguredUser>> USERS = new UsersKind();
    static final Kind<Map<String, String>> NUMBERS = new NumbersKind();

    /// Any structure: for keys whose meaning a later version gives.
    static final Kind<Boolean> ANYTHING =
            new Kind<>() {
                @Override
                public String name() {
                    return "reserved";
                }

                @Override
                public Read<Boolean> read(Given given) {
                    return new Read.Ok<>(true);
                }
            };

    private Kinds() {}

    static Kind<Integer> integer(int min, int max) {
        return scalar(
                "number", "a number from " + min + " to " + max, text -> number(text, min, max));
    }

    /// A number, or the word that asks Jackfield to find it out.
    static Kind<Optional<Integer>> integerOr(String word, int min, int max) {
        return scalar(
                "number",
                "a number from " + min + " to " + max + ", or " + word,
                text -> {
                    Integer number = number(text, min, max);
                    if (number == null) {
                        return text.equals(word) ? Optional.empty() : null;
                    }
                    return Optional.of(number);
                });
    }

    private static @Nullable Integer number(String text, int min, int max) {
        if (!text.matches("\\d{1,9}")) {
            return null;
        }
        int number = Integer.parseInt(text);
        return number < min || number > max ? null : number;
    }

    static Kind<String> choice(String... choices) {
        String all = String.join(", ", choices);
        return scalar(
                String.join(" or ", choices),
                "one of " + all,
                text -> Arrays.asList(choices).contains(text) ? text : null);
    }

    /// Text, or the word that asks Jackfield to find it out.
    static Kind<Optional<String>> textOr(String word) {
        return scalar(
                "text",
                "text that is not empty, or " + word,
                text -> {
                    if (text.isBlank()) {
                        return null;
                    }
                    return text.equals(word) ? Optional.empty() : Optional.of(text);
                });
    }

    /// Some of `words`, or `all`.
    static Kind<Set<String>> someOf(List<String> words) {
        return new Kind<>() {
            @Override
            public String name() {
                return "list";
            }

            @Override
            public Read<Set<String>> read(Given given) {
                List<Value.Text> givenWords = Value.words(given.value());
                Set<String> chosen = new LinkedHashSet<>();
                for (Value.Text word : givenWords) {
                    if (word.text().equals("all")) {
                        chosen.addAll(words);
                    } else if (words.contains(word.text())) {
                        chosen.add(word.text());
                    } else {
                        return bad(word, "all, or some of " + String.join(", ", words));
                    }
                }
                return chosen.isEmpty()
                        ? bad(given.value(), "all, or some of " + String.join(", ", words))
                        : new Read.Ok<>(chosen);
            }
        };
    }

    private static @Nullable Port port(String text) {
        if (text.equals("off")) {
            return Port.OFF;
        }
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 0xffff) {
            return null;
        }
        return new Port(Integer.parseInt(text));
    }

    static @Nullable PortRange portRange(String text) {
        String[] ends = text.split("-", -1);
        if (ends.length != 2 || !ends[0].matches("\\d{1,5}") || !ends[1].matches("\\d{1,5}")) {
            return null;
        }
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[1]);
        return first < 1 || last > 0xffff || first > last ? null : new PortRange(first, last);
    }

    @SuppressWarnings("NullableOptional") // null: cannot be read; empty: off or auto
    private static @Nullable Optional<Endpoint> listen(String text) {
        if (text.equals("off")) {
            return Optional.empty();
        }
        Endpoint endpoint = Endpoint.parse(text);
        return endpoint == null ? null : Optional.of(endpoint);
    }

    @SuppressWarnings("NullableOptional") // null: cannot be read; empty: off
    private static @Nullable Optional<Collector> collector(String text) {
        if (text.equals("off")) {
            return Optional.empty();
        }
        Collector collector = Collector.parse(text);
        return collector == null ? null : Optional.of(collector);
    }

    private static @Nullable List<Endpoint> nameServers(String text) {
        if (text.equals("auto")) {
            return List.of();
        }
        List<Endpoint> servers = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Endpoint literal = Endpoint.literal(part.strip(), DNS_PORT);
            Endpoint server = literal == null ? Endpoint.parse(part.strip()) : literal;
            if (server == null) {
                return null;
            }
            servers.add(server);
        }
        return List.copyOf(servers);
    }

    @SuppressWarnings("NullableOptional") // null: cannot be read; empty: off or auto
    private static @Nullable Optional<InetAddress> address(String text) {
        if (text.equals("auto")) {
            return Optional.empty();
        }
        Endpoint endpoint = Endpoint.literal(text, 0);
        return endpoint == null ? null : Optional.of(endpoint.address());
    }

    private static <T> Kind<T> scalar(
            String name, String what, Function<String, @Nullable T> reader) {
        return new Kind<>() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Read<T> read(Given given) {
                T value =
                        given.value() instanceof Value.Text text
                                ? reader.apply(text.text().strip())
                                : null;
                return value == null ? bad(given.value(), what) : new Read.Ok<>(value);
            }
        };
    }

    private static <T> Read<T> bad(Value value, String what) {
        String got =
                switch (value) {
                    case Value.Text text -> "\"" + text.text() + "\"";
                    case Value.Items _ -> "a list";
                    case Value.Entries _ -> "a mapping";
                };
        return new Read.Bad<>(new Problem(value.where(), got + " is not " + what));
    }

    private static <T> Read<T> wrong(Where where, String message) {
        return new Read.Bad<>(new Problem(where, message));
    }

    /// `users`: a list of `{name, password}`, a mapping from name to password, or
    /// `alice:secret,bob:secret` in one line.
    private static final class UsersKind implements Kind<List<ConfiguredUser>> {
        private static final String WHAT =
                "a list of users, each with name and password (or alice:secret,bob:secret)";

        @Override
        public String name() {
            return "users";
        }

        @Override
        public Read<List<ConfiguredUser>> read(Given given) {
            Map<String, ConfiguredUser> users = new LinkedHashMap<>();
            return switch (given.value()) {
                case Value.Text text -> line(text, users);
                case Value.Items items -> list(items, users);
                case Value.Entries entries -> mapping(entries, users);
            };
        }

        private static Read<List<ConfiguredUser>> line(
                Value.Text text, Map<String, ConfiguredUser> users) {
            for (Value.Text word : Value.words(text)) {
                int colon = word.text().indexOf(':');
                if (colon < 1) {
                    return wrong(text.where(), "write users as alice:secret,bob:secret");
                }
                Problem problem =
                        add(
                                users,
                                new Value.Text(text.where(), word.text().substring(0, colon)),
                                word.text().substring(colon + 1));
                if (problem != null) {
                    return new Read.Bad<>(problem);
                }
            }
            return done(users);
        }

        private static Read<List<ConfiguredUser>> list(
                Value.Items items, Map<String, ConfiguredUser> users) {
            for (Value item : items.items()) {
                if (!(item instanceof Value.Entries entries)) {
                    return wrong(item.where(), "this is not " + WHAT);
                }
                Map<String, Value.Text> parts = new LinkedHashMap<>();
                for (Map.Entry<Value.Key, Value> part : entries.entries().entrySet()) {
                    String key = part.getKey().name();
                    if (!key.equals("name") && !key.equals("password")) {
                        return wrong(
                                part.getKey().where(),
                                "unknown key \""
                                        + key
                                        + "\" of a user: name and password are"
                                        + " known");
                    }
                    if (!(part.getValue() instanceof Value.Text text)) {
                        return wrong(part.getValue().where(), "the " + key + " must be text");
                    }
                    parts.put(key, text);
                }
                Value.Text name = parts.get("name");
                Value.Text password = parts.get("password");
                if (name == null || password == null) {
                    return wrong(
                            item.where(),
                            "a user needs both name and password; "
                                    + (name == null ? "name" : "password")
                                    + " is missing");
                }
                Problem problem = add(users, name, password.text());
                if (problem != null) {
                    return new Read.Bad<>(problem);
                }
            }
            return done(users);
        }

        private static Read<List<ConfiguredUser>> mapping(
                Value.Entries entries, Map<String, ConfiguredUser> users) {
            for (Map.Entry<Value.Key, Value> user : entries.entries().entrySet()) {
                if (!(user.getValue() instanceof Value.Text password)) {
                    return wrong(
                            user.getValue().where(),
                            "the password of " + user.getKey().name() + " must be text");
                }
                Problem problem =
                        add(
                                users,
                                new Value.Text(user.getKey().where(), user.getKey().name()),
                                password.text());
                if (problem != null) {
                    return new Read.Bad<>(problem);
                }
            }
            return done(users);
        }

        private static @Nullable Problem add(
                Map<String, ConfiguredUser> users, Value.Text name, String password) {
            String who = name.text();
            if (!isUserName(who)) {
                return new Problem(
                        name.where(), "\"" + who + "\" is not " + Settings.USER_NAME_RULE);
            }
            if (password.isEmpty()) {
                return new Problem(name.where(), "the password of " + who + " is empty");
            }
            if (users.put(who, new ConfiguredUser(who, password)) != null) {
                return new Problem(name.where(), who + " is named twice");
            }
            return null;
        }

        private static Read<List<ConfiguredUser>> done(Map<String, ConfiguredUser> users) {
            return new Read.Ok<>(List.copyOf(users.values()));
        }
    }

    static boolean isUserName(String name) {
        return USER_NAME.matcher(name).matches();
    }

    /// `numbers`: a mapping from what is dialled to the service, or `9999=echo` in one line.
    private static final class NumbersKind implements Kind<Map<String, String>> {
        private static final String WHAT = "numbers and their services, like 9999: echo";

        @Override
        public String name() {
            return "numbers";
        }

        @Override
        public Read<Map<String, String>> read(Given given) {
            Map<String, String> numbers = new LinkedHashMap<>();
            if (given.value() instanceof Value.Entries entries) {
                for (Map.Entry<Value.Key, Value> entry : entries.entries().entrySet()) {
                    String number = entry.getKey().name();
                    if (!NUMBER.matcher(number).matches()) {
                        return wrong(entry.getKey().where(), "\"" + number + "\" is not a number");
                    }
                    if (!(entry.getValue() instanceof Value.Text service) || !known(service)) {
                        return bad(entry.getValue(), services());
                    }
                    numbers.put(number, service.text());
                }
                return new Read.Ok<>(numbers);
            }
            for (Value.Text word : Value.words(given.value())) {
                int equals = word.text().indexOf('=');
                if (equals < 1 || !NUMBER.matcher(word.text().substring(0, equals)).matches()) {
                    return bad(given.value(), WHAT);
                }
                Value.Text service =
                        new Value.Text(word.where(), word.text().substring(equals + 1));
                if (!known(service)) {
                    return bad(service, services());
                }
                numbers.put(word.text().substring(0, equals), service.text());
            }
            boolean empty = given.value() instanceof Value.Text text && text.text().isBlank();
            return numbers.isEmpty() && !empty ? bad(given.value(), WHAT) : new Read.Ok<>(numbers);
        }

        private static boolean known(Value.Text service) {
            return Settings.SERVICES.contains(service.text());
        }

        private static String services() {
            return "a service: " + String.join(", ", Settings.SERVICES);
        }
    }
}
