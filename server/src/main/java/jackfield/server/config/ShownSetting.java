package jackfield.server.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A setting as people may see it: without secrets.
///
/// @param key `sip.udp.port`
/// @param value what holds, as one would write it; null where it is a secret
/// @param from `default`, or the file and line, variable or option that gives it
/// @param ifAbsent the default
/// @param kind what its value is
/// @param about what it does
/// @param variable the environment variable of the same meaning
public record ShownSetting(
        String key,
        @Nullable String value,
        String from,
        String ifAbsent,
        String kind,
        String about,
        String variable) {
    /// Values that are secrets, or lists that may hold some and are written in one line.
    private static final Set<String> SECRET =
            Set.of(
                    "users",
                    "turn.secret",
                    "trace.hep.key",
                    "registrar.upstreams",
                    "trunks",
                    "apps.drachtio.secret",
                    "cluster.redis");

    private static final Pattern SECRET_KEY =
            Pattern.compile("(?i).*(pass|secret|token|key|ha1|credential|accounts).*");

    private static final Pattern IN_URL = Pattern.compile("//[^/@\\s]*@|(?i)(password=)[^&;]*");

    static ShownSetting of(Setting<?> setting, @Nullable Value given) {
        return new ShownSetting(
                setting.key(),
                given == null ? setting.ifAbsent() : shown(setting.key(), given),
                (given == null ? Where.DEFAULT : given.where()).toString(),
                setting.ifAbsent(),
                setting.kind().name(),
                setting.about(),
                setting.variable());
    }

    private static @Nullable String shown(String key, Value value) {
        if (value instanceof Value.Text text) {
            boolean said = !text.text().isBlank() && !text.text().equals("auto");
            return SECRET.contains(key) && said ? null : plain(text.text());
        }
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static String plain(String text) {
        return IN_URL.matcher(text)
                .replaceAll(match -> match.group(1) == null ? "//***@" : match.group(1) + "***");
    }

    private static void write(Value value, StringBuilder out) {
        switch (value) {
            case Value.Text(Where _, String text) -> out.append(plain(text));
            case Value.Items(Where _, List<Value> items) -> {
                out.append('[');
                for (int i = 0; i < items.size(); i++) {
                    out.append(i == 0 ? "" : ", ");
                    write(items.get(i), out);
                }
                out.append(']');
            }
            case Value.Entries(Where _, Map<Value.Key, Value> entries) -> {
                out.append('{');
                String comma = "";
                for (Map.Entry<Value.Key, Value> entry : entries.entrySet()) {
                    out.append(comma).append(entry.getKey().name()).append(": ");
                    comma = ", ";
                    if (SECRET_KEY.matcher(entry.getKey().name()).matches()) {
                        out.append("***");
                    } else {
                        write(entry.getValue(), out);
                    }
                }
                out.append('}');
            }
        }
    }
}
