package jackfield.roles.relay.ng;

import java.util.List;
import java.util.Map;

/// Commands of NG that this relay does not do: it says so, rather than that it does not know them.
final class Unsupported {
    private static final List<String> COMMANDS =
            List.of(
                    "start forwarding",
                    "stop forwarding",
                    "publish",
                    "subscribe request",
                    "subscribe answer",
                    "unsubscribe",
                    "connect",
                    "create",
                    "create answer",
                    "inject start",
                    "inject stop",
                    "transform",
                    "mesh",
                    "cli");

    private Unsupported() {}

    /// Adds them, where no other family of commands has.
    static void addTo(Map<String, Command> table) {
        for (String each : COMMANDS) {
            table.putIfAbsent(each, Command.of((_, _) -> Fields.error("Unsupported: " + each)));
        }
    }
}
