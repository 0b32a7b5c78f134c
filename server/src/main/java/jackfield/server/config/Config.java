package jackfield.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a node was told: a valid value for every setting. Later sources win: defaults, the file,
/// the environment, `--set`.
public final class Config {
    private static final Map<String, Setting<?>> BY_KEY = new LinkedHashMap<>();
    private static final Map<String, Setting<?>> BY_VARIABLE = new LinkedHashMap<>();

    /// Every key and what stands before a dot in one: what a writer may have meant.
    private static final Set<String> KEYS_AND_GROUPS = new LinkedHashSet<>();

    static {
        for (Setting<?> setting : Settings.ALL) {
            BY_KEY.put(setting.key(), setting);
            BY_VARIABLE.put(setting.variable(), setting);
            for (int dot = setting.key().indexOf('.');
                    dot > 0;
                    dot = setting.key().indexOf('.', dot + 1)) {
                KEYS_AND_GROUPS.add(setting.key().substring(0, dot));
            }
            KEYS_AND_GROUPS.add(setting.key());
        }
    }

    private final Map<Setting<?>, Object> values;
    private final Map<Setting<?>, Value> given;
    private final List<Problem> warnings;
    private final List<Consumer<Sources>> sources;

    private Config(
            Map<Setting<?>, Object> values,
            Map<Setting<?>, Value> given,
            List<Problem> warnings,
            List<Consumer<Sources>> sources) {
        this.values = values;
        this.given = given;
        this.sources = List.copyOf(sources);
        this.warnings = List.copyOf(warnings);
    }

    /// The value of `setting`.
    @SuppressWarnings("unchecked") // the value was read by this setting's own kind
    public <T> T get(Setting<T> setting) {
        return (T) Objects.requireNonNull(values.get(setting));
    }

    /// Where the value of `setting` comes from; [Where#DEFAULT] where nobody gave one.
    public Where where(Setting<?> setting) {
        Value value = given.get(setting);
        return value == null ? Where.DEFAULT : value.where();
    }

    /// The keys whose values are others in `other`.
    public List<String> unlike(Config other) {
        return Settings.ALL.stream()
                .filter(setting -> !Objects.equals(values.get(setting), other.values.get(setting)))
                .map(Setting::key)
                .toList();
    }

    /// Every setting that this version uses, without secrets.
    public List<ShownSetting> shown() {
        return Settings.ALL.stream()
                .filter(setting -> !setting.reserved())
                .map(setting -> ShownSetting.of(setting, given.get(setting)))
                .toList();
    }

    /// What is right but will not do what its writer may think.
    public List<Problem> warnings() {
        return warnings;
    }

    /// The same sources read again: what the file says now.
    ///
    /// @throws BadSettings where that is not right
    public Config again() {
        Sources again = new Sources();
        sources.forEach(source -> source.accept(again));
        return again.read();
    }

    /// True when this node has the role.
    public boolean has(String role) {
        return get(Settings.ROLES_HERE).contains(role);
    }

    /// True where users of ours sign in to this node: for calls, by SIP or not, or for TURN.
    public boolean hasUsers() {
        return has("proxy") || has("p2p") || has("turn");
    }

    /// True where HTTPS is to be open. A node that is a relay alone has nobody to show a page to:
    /// there the API and the metrics are open where a port was asked for.
    public boolean opensHttps() {
        return hasUsers() || has("edge") || !where(Settings.HTTPS_PORT).equals(Where.DEFAULT);
    }

    /// The defaults and nothing else.
    public static Config defaults() {
        return new Sources().read();
    }

    /// The sources of one configuration.
    public static final class Sources {
        private final List<Problem> problems = new ArrayList<>();
        private final List<Problem> warnings = new ArrayList<>();
        private final Map<Setting<?>, Value> given = new HashMap<>();
        private final List<Consumer<Sources>> steps = new ArrayList<>();

        /// The settings file.
        public Sources file(Path file) {
            steps.add(again -> again.file(file));
            take("", YamlFile.read(file, problems));
            return this;
        }

        /// The text of a settings file.
        public Sources yaml(String name, String text) {
            steps.add(again -> again.yaml(name, text));
            take("", YamlFile.parse(name, text, problems));
            return this;
        }

        /// The variables that begin with `JACKFIELD_`. One that is no setting is only warned of:
        /// container platforms make such variables themselves.
        public Sources environment(Map<String, String> environment) {
            steps.add(again -> again.environment(environment));
            for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
                String variable = entry.getKey();
                if (!variable.startsWith("JACKFIELD_") || Launcher.VARIABLES.contains(variable)) {
                    continue;
                }
                Where where = new Where(variable, 0);
                Setting<?> setting = BY_VARIABLE.get(variable);
                if (setting == null) {
                    warnings.add(new Problem(where, "is no setting and is ignored"));
                } else {
                    given.put(setting, new Value.Text(where, entry.getValue()));
                }
            }
            return this;
        }

        /// One `--set key=value`.
        public Sources set(String assignment) {
            steps.add(again -> again.set(assignment));
            int equals = assignment.indexOf('=');
            Where where = new Where("--set " + assignment, 0);
            if (equals < 1) {
                problems.add(new Problem(where, "write --set key=value"));
                return this;
            }
            String key = assignment.substring(0, equals).strip();
            where = new Where("--set " + key, 0);
            Setting<?> setting = BY_KEY.get(key);
            if (setting == null) {
                problems.add(unknown(where, key));
            } else {
                given.put(setting, new Value.Text(where, assignment.substring(equals + 1)));
            }
            return this;
        }

        /// The configuration, or every problem at once.
        public Config read() {
            Map<Setting<?>, Object> values = new HashMap<>();
            for (Setting<?> setting : Settings.ALL) {
                read(setting, values);
            }
            if (problems.isEmpty()) {
                Config config = new Config(values, given, warnings, steps);
                Consistency.check(config, problems);
                if (problems.isEmpty()) {
                    return config;
                }
            }
            problems.sort(
                    Comparator.comparing((Problem p) -> p.where().source())
                            .thenComparingInt(p -> p.where().line()));
            throw new BadSettings(problems);
        }

        private <T> void read(Setting<T> setting, Map<Setting<?>, Object> values) {
            Value value = given.get(setting);
            if (value == null) {
                value = new Value.Text(Where.DEFAULT, setting.ifAbsent());
            } else if (setting.reserved()) {
                warnings.add(
                        new Problem(
                                value.where(),
                                setting.key() + " is known, but this version does not use it"));
            }
            switch (setting.kind().read(new Kind.Given(value))) {
                case Kind.Read.Ok<T>(T read) -> values.put(setting, read);
                case Kind.Read.Bad<T>(Problem problem) ->
                        problems.add(
                                new Problem(
                                        problem.where(), setting.key() + ": " + problem.message()));
            }
        }

        /// Takes the settings of a mapping; `a.b: c` and `a: {b: c}` are the same.
        private void take(String prefix, Value.Entries entries) {
            for (Map.Entry<Value.Key, Value> entry : entries.entries().entrySet()) {
                String key = prefix + entry.getKey().name();
                Where where = entry.getKey().where();
                Setting<?> setting = BY_KEY.get(key);
                if (setting != null) {
                    if (given.put(setting, entry.getValue()) != null) {
                        problems.add(new Problem(where, key + " is given twice: keep one"));
                    }
                } else if (!isPrefix(key)) {
                    problems.add(unknown(where, key));
                } else if (entry.getValue() instanceof Value.Entries inner) {
                    take(key + ".", inner);
                } else {
                    problems.add(
                            new Problem(
                                    where,
                                    key + " holds other keys: " + String.join(", ", below(key))));
                }
            }
        }
    }

    private static boolean isPrefix(String key) {
        return !below(key).isEmpty();
    }

    private static List<String> below(String key) {
        return BY_KEY.keySet().stream().filter(known -> known.startsWith(key + ".")).toList();
    }

    private static Problem unknown(Where where, String key) {
        String nearest = nearest(key);
        return new Problem(
                where,
                "unknown key \""
                        + key
                        + "\": "
                        + (nearest == null
                                ? "./jackfield settings lists all keys"
                                : "did you mean " + nearest + "?"));
    }

    /// The known key that is fewest changes away; null when none is near.
    private static @Nullable String nearest(String key) {
        String best = null;
        int fewest = Math.max(2, key.length() / 3) + 1;
        for (String known : KEYS_AND_GROUPS) {
            int changes = EditDistance.between(key, known);
            if (changes < fewest) {
                fewest = changes;
                best = known;
            }
        }
        return best;
    }
}
