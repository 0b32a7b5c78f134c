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

    /// Asked for by proxies as a matter of course, and no reason to fail a call.
    private static final List<String> TOLERATED = List.of("start forwarding", "stop forwarding");

    private Unsupported() {}

    /// Adds them, where no other family of commands has.
    static void addTo(Map<String, Command> table) {
        for (String each : TOLERATED) {
            NgValue.Dictionary done =
                    Fields.ok().put("warning", "No media is forwarded here").dictionary();
            table.putIfAbsent(each, Command.of((_, _) -> done));
        }
        for (String each : COMMANDS) {
            table.putIfAbsent(each, Command.of((_, _) -> Fields.error("Unsupported: " + each)));
        }
    }
}
