package jackfield.roles.relay.ng;

import java.util.List;
import java.util.Map;

/// Commands of NG that this relay does not do: it says so, rather than that it does not know them.
final class Unsupported {
    private static final List<String> COMMANDS =
            List.of(
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

    /// With what does the same here.
    private static final Map<String, String> INSTEAD =
            Map.of(
                    "start forwarding", "use subscribe request",
                    "stop forwarding", "use unsubscribe");

    private Unsupported() {}

    /// Adds them, where no other family of commands has.
    static void addTo(Map<String, Command> table) {
        INSTEAD.forEach((each, instead) ->
                table.putIfAbsent(
                        each,
                        Command.of(
                                (_, _) -> Fields.error("Unsupported: " + each + "; " + instead))));
        for (String each : COMMANDS) {
            table.putIfAbsent(each, Command.of((_, _) -> Fields.error("Unsupported: " + each)));
        }
    }
}
