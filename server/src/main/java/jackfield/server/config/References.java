package jackfield.server.config;

import jackfield.roles.routing.Action;
import jackfield.roles.routing.Destination;
import jackfield.roles.routing.Origin;
import jackfield.roles.routing.Rule;
import java.util.List;

/// What a route names must be there.
final class References {
    private References() {}

    static void check(Rule rule, List<String> trunks, List<String> groups, List<Problem> problems) {
        for (Origin origin : rule.when().from()) {
            if (origin instanceof Origin.FromTrunk(String name)) {
                known("trunk", name, trunks, rule, problems);
            }
        }
        List<Action.Choice> choices =
                switch (rule.action()) {
                    case Action.Send send -> send.choices();
                    case Action.Redirect redirect -> redirect.choices();
                    case Action.ToGroup(String name, var _) -> {
                        known("group", name, groups, rule, problems);
                        yield List.of();
                    }
                    case Action.Reject _, Action.Echo _ -> List.of();
                };
        for (Action.Choice choice : choices) {
            if (choice.to() instanceof Destination.ToTrunk(String name)) {
                known("trunk", name, trunks, rule, problems);
            }
        }
    }

    private static void known(
            String what, String name, List<String> all, Rule rule, List<Problem> problems) {
        if (!all.contains(name)) {
            problems.add(
                    new Problem(
                            place(rule.where()),
                            "routes: there is no "
                                    + what
                                    + " "
                                    + name
                                    + (all.isEmpty()
                                            ? ": add it to " + what + "s"
                                            : ": known are " + String.join(", ", all))));
        }
    }

    private static Where place(String where) {
        int colon = where.lastIndexOf(':');
        String line = where.substring(colon + 1);
        return colon > 0 && line.matches("\\d{1,9}")
                ? new Where(where.substring(0, colon), Integer.parseInt(line))
                : new Where(where, 0);
    }
}
