package jackfield.server.kamailio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a kamailio.cfg says: its global parameters, modules and their parameters, and the lines of
/// its routing script.
final class KamailioFile {
    /// `key=value` of the global part; quotes are taken off.
    record Global(int line, String key, String value) {}

    /// `modparam("modules", "name", value)`; quotes are taken off.
    record Modparam(int line, Set<String> modules, String name, String value) {}

    private static final Pattern ROUTE =
            Pattern.compile(
                    "^(?:request_|reply_|onreply_|failure_|branch_|onsend_|event_)?route\\b.*");
    private static final Pattern ASSIGNMENT = Pattern.compile("^([A-Za-z_][\\w.]*)\\s*=\\s*(.+)$");
    private static final Pattern LOAD = Pattern.compile("^loadmodule\\s+\"([^\"]+)\".*");
    private static final Pattern MODPARAM =
            Pattern.compile(
                    "^modparam\\(\\s*\"([^\"]+)\"\\s*,\\s*\"([^\"]+)\"\\s*,\\s*(.+?)\\s*\\).*$");

    private final List<Global> globals = new ArrayList<>();
    private final List<Modparam> modparams = new ArrayList<>();
    private final Set<String> modules = new HashSet<>();
    private final List<Preprocessor.Line> script = new ArrayList<>();

    private KamailioFile() {}

    /// Reads a file and what it includes.
    static KamailioFile read(Path path, List<Note> notes) throws IOException {
        KamailioFile file = new KamailioFile();
        boolean inScript = false;
        for (Preprocessor.Line line : new Preprocessor(notes).run(path)) {
            inScript |= ROUTE.matcher(line.text()).matches();
            if (inScript) {
                file.script.add(line);
            } else {
                file.global(line);
            }
        }
        return file;
    }

    private void global(Preprocessor.Line line) {
        Matcher load = LOAD.matcher(line.text());
        Matcher parameter = MODPARAM.matcher(line.text());
        Matcher assignment = ASSIGNMENT.matcher(line.text());
        if (load.matches()) {
            String name = load.group(1).substring(load.group(1).lastIndexOf('/') + 1);
            modules.add(name.endsWith(".so") ? name.substring(0, name.length() - 3) : name);
        } else if (parameter.matches()) {
            modparams.add(
                    new Modparam(
                            line.number(),
                            Set.copyOf(List.of(parameter.group(1).split("\\|"))),
                            parameter.group(2),
                            unquoted(parameter.group(3))));
        } else if (assignment.matches()) {
            globals.add(
                    new Global(line.number(), assignment.group(1), unquoted(assignment.group(2))));
        }
    }

    private static String unquoted(String text) {
        String bare = text.strip();
        return bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"")
                ? bare.substring(1, bare.length() - 1)
                : bare;
    }

    /// Every global parameter with this name, in order.
    List<Global> globals(String key) {
        return globals.stream().filter(each -> each.key().equals(key)).toList();
    }

    /// True where a module is loaded.
    boolean loads(String module) {
        return modules.contains(module);
    }

    /// Every module that is loaded.
    Set<String> modules() {
        return modules;
    }

    /// Each value of a module's parameter, in order.
    List<Modparam> modparams(String module, String name) {
        return modparams.stream()
                .filter(each -> each.modules().contains(module) && each.name().equals(name))
                .toList();
    }

    /// The last value of a module's parameter, which is the one that holds.
    Optional<Modparam> modparam(String module, String name) {
        List<Modparam> all = modparams(module, name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /// The lines of the script in which `pattern` is found.
    List<Preprocessor.Line> script(Pattern pattern) {
        return script.stream().filter(line -> pattern.matcher(line.text()).find()).toList();
    }
}
