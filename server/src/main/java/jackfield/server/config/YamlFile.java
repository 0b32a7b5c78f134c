package jackfield.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Reads the settings file as a tree of [Value]s that know their lines. Scalars stay text: what
/// they are is for the table of settings to say.
final class YamlFile {
    private static final int DEEPEST = 20;
    private static final int LARGEST = 1 << 20;

    private final String source;
    private final List<Problem> problems;

    private YamlFile(String source, List<Problem> problems) {
        this.source = source;
        this.problems = problems;
    }

    /// The mapping in the file; empty where it is not one. What is wrong is added to `problems`.
    static Value.Entries read(Path file, List<Problem> problems) {
        String source =
                file.getFileName() == null ? file.toString() : file.getFileName().toString();
        try {
            if (Files.size(file) > LARGEST) {
                problems.add(new Problem(new Where(source, 0), "is larger than 1 MiB"));
                return nothing(source);
            }
            return parse(source, Files.readString(file), problems);
        } catch (NoSuchFileException e) {
            problems.add(
                    new Problem(
                            new Where(file.toString(), 0),
                            "there is no such file: name one that exists with --config"));
        } catch (CharacterCodingException e) {
            problems.add(new Problem(new Where(source, 0), "is not UTF-8: save it as UTF-8"));
        } catch (IOException e) {
            problems.add(new Problem(new Where(file.toString(), 0), "cannot be read: " + e));
        }
        return nothing(source);
    }

    /// The mapping in `text`, as [#read].
    static Value.Entries parse(String source, String text, List<Problem> problems) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(source)
                        .setUseMarks(true)
                        .setAllowNonScalarKeys(true)
                        .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                return nothing(source);
            }
            YamlFile file = new YamlFile(source, problems);
            Value value = file.value(root.get(), 0);
            if (value instanceof Value.Entries entries) {
                return entries;
            }
            if (!(value instanceof Value.Text blank && blank.text().isBlank())) {
                problems.add(
                        new Problem(
                                file.where(root.get()),
                                "settings are lines like `sip.udp.port: 5060`"));
            }
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
            problems.add(
                    new Problem(
                            new Where(source, line),
                            "is not YAML: " + e.getProblem() + ": check indentation and quotes"));
        } catch (YamlEngineException e) {
            problems.add(new Problem(new Where(source, 0), "is not YAML: " + e.getMessage()));
        }
        return nothing(source);
    }

    private static Value.Entries nothing(String source) {
        return new Value.Entries(new Where(source, 0), Map.of());
    }

    private Value value(Node node, int depth) {
        if (depth > DEEPEST) {
            problems.add(new Problem(where(node), "is nested too deep"));
            return new Value.Text(where(node), "");
        }
        return switch (node) {
            case ScalarNode scalar -> new Value.Text(where(node), text(scalar));
            case SequenceNode sequence -> {
                List<Value> items = new ArrayList<>();
                sequence.getValue().forEach(item -> items.add(value(item, depth + 1)));
                yield new Value.Items(where(node), items);
            }
            case MappingNode mapping -> mapping(mapping, depth);
            default -> new Value.Text(where(node), "");
        };
    }

    private static String text(ScalarNode scalar) {
        boolean isNull = scalar.isPlain() && scalar.getValue().matches("~|null|");
        return isNull ? "" : scalar.getValue();
    }

    private Value mapping(MappingNode mapping, int depth) {
        Map<Value.Key, Value> entries = new LinkedHashMap<>();
        for (NodeTuple pair : mapping.getValue()) {
            @Nullable String name =
                    pair.getKeyNode() instanceof ScalarNode key ? key.getValue() : null;
            if (name == null) {
                problems.add(new Problem(where(pair.getKeyNode()), "a key must be text"));
                continue;
            }
            Value.Key key = new Value.Key(where(pair.getKeyNode()), name);
            if (entries.containsKey(key)) {
                problems.add(new Problem(key.where(), "\"" + name + "\" is given twice: keep one"));
            } else {
                entries.put(key, value(pair.getValueNode(), depth + 1));
            }
        }
        return new Value.Entries(where(mapping), entries);
    }

    private Where where(Node node) {
        return new Where(source, node.getStartMark().map(Mark::getLine).orElse(-1) + 1);
    }
}
