package jackfield.server.config;

import jackfield.base.Network;
import jackfield.base.Parsed;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.routing.Action;
import jackfield.roles.routing.Action.Choice;
import jackfield.roles.routing.Conditions;
import jackfield.roles.routing.Destination;
import jackfield.roles.routing.NumberPattern;
import jackfield.roles.routing.Origin;
import jackfield.roles.routing.Rewrite;
import jackfield.roles.routing.Rule;
import jackfield.server.config.Fields.Wrong;
import jackfield.sip.message.Method;
import jackfield.sip.message.ReasonPhrase;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads one route.
final class RouteKind {
    private static final String DESTINATION =
            "a user, trunk:NAME, called, or a SIP URI like sip:192.0.2.10";
    private static final String ORIGIN =
            "any, users, user:NAME, trunk:NAME, or a network like 192.0.2.0/24";

    /// The actions that later versions will have, by the role that will do them.
    private static final List<String> LATER = List.of("pbx", "apps");

    private RouteKind() {}

    static Rule read(Value value) throws Wrong {
        Fields fields = Fields.of("a route", value);
        String name = fields.text("name");
        boolean before = fields.choice("before", Map.of("users", true), false);
        Conditions when =
                new Conditions(
                        Set.copyOf(
                                fields.words(
                                        "domain",
                                        "a domain",
                                        text -> text.toLowerCase(Locale.ROOT))),
                        fields.words("prefix", "the beginning of a number", RouteKind::plain),
                        Set.copyOf(fields.words("number", "a number", RouteKind::plain)),
                        fields.all("pattern", RouteKind::pattern),
                        Set.copyOf(fields.words("method", "a method", RouteKind::method)),
                        fields.words("from", ORIGIN, RouteKind::origin));
        Action action = action(fields);
        fields.done();
        return new Rule(
                name == null ? summary(action) : name,
                fields.where().toString(),
                before,
                when,
                action);
    }

    private static String summary(Action action) {
        return action.toString();
    }

    // Conditions

    private static @Nullable String plain(String text) {
        return text.length() > 64 ? null : text;
    }

    private static @Nullable Method method(String text) {
        return text.matches("[A-Z]{1,20}") ? new Method(text) : null;
    }

    private static NumberPattern pattern(Value value) throws Wrong {
        return switch (NumberPattern.parse(Fields.text("pattern", value))) {
            case Parsed.Ok<NumberPattern>(NumberPattern pattern) -> pattern;
            case Parsed.Bad<NumberPattern>(String what, String got) ->
                    throw new Wrong(value.where(), "pattern: \"" + got + "\": " + what);
        };
    }

    private static @Nullable Origin origin(String text) {
        if (text.equals("any")) {
            return new Origin.Anyone();
        }
        if (text.equals("users")) {
            return new Origin.AnyUser();
        }
        if (text.startsWith("trunk:")) {
            return new Origin.FromTrunk(text.substring(6));
        }
        if (text.startsWith("user:")) {
            AddressOfRecord user = user(text.substring(5));
            return user == null ? null : new Origin.User(user);
        }
        Network network = Network.parse(text);
        return network == null ? null : new Origin.Source(network);
    }

    /// `alice` or `alice@example.org`; the default domain is the empty one.
    static @Nullable AddressOfRecord user(String text) {
        int at = text.indexOf('@');
        String name = at < 0 ? text : text.substring(0, at);
        String domain = at < 0 ? "" : text.substring(at + 1);
        boolean good = name.matches("[A-Za-z0-9._+*#-]{1,64}") && domain.matches("[\\w.-]{0,253}");
        return good && (at < 0 || !domain.isEmpty()) ? new AddressOfRecord(name, domain) : null;
    }

    // Actions

    private static Action action(Fields fields) throws Wrong {
        Map<String, Value> given = new LinkedHashMap<>();
        for (String key :
                List.of("forward", "fork", "redirect", "reject", "group", "echo", "pbx", "apps")) {
            Value value = fields.take(key);
            if (value != null) {
                given.put(key, value);
            }
        }
        if (given.size() != 1) {
            throw new Wrong(
                    fields.where(),
                    "a route needs one of forward, fork, redirect, reject, group or echo"
                            + (given.isEmpty() ? "" : ", not " + given.keySet()));
        }
        String key = given.keySet().iterator().next();
        if (LATER.contains(key)) {
            throw new Wrong(
                    fields.where(key),
                    key + ": this version has no " + key + ": forward to one, or leave it out");
        }
        return switch (key) {
            case "forward", "fork" -> send(fields, key);
            case "redirect" -> redirect(fields);
            case "reject" -> reject(fields);
            case "group" -> new Action.ToGroup(fields.needed("group"), rewrite(fields));
            default -> {
                fields.choice("echo", Map.of("yes", true, "true", true), true);
                yield new Action.Echo();
            }
        };
    }

    private static Rewrite rewrite(Fields fields) throws Wrong {
        String prepend = fields.text("prepend");
        return new Rewrite(fields.integer("strip", 0, 64, 0), prepend == null ? "" : prepend);
    }

    private static Action send(Fields fields, String key) throws Wrong {
        List<Choice> choices = fields.all(key, RouteKind::choice);
        boolean serial = fields.choice("order", Map.of("parallel", false, "serial", true), false);
        long ring = fields.duration("ring-time", 0);
        if (choices.size() > 1 && key.equals("forward")) {
            throw new Wrong(fields.where(key), "forward has one destination: use fork for several");
        }
        Rewrite rewrite = rewrite(fields);
        boolean number =
                choices.stream()
                        .map(Choice::to)
                        .anyMatch(to ->
                                !(to instanceof Destination.User)
                                        && !(to instanceof Destination.Place(SipUri uri)
                                                && uri.user() != null));
        if (!rewrite.equals(Rewrite.NONE) && !number) {
            throw new Wrong(
                    fields.where(),
                    "strip and prepend change the number that is called, and none of the"
                            + " destinations is called by it");
        }
        return new Action.Send(spread(choices, serial), serial, ring, rewrite);
    }

    /// In a serial fork without any q, the order of the list is meant.
    private static List<Choice> spread(List<Choice> choices, boolean serial) {
        if (!serial || choices.stream().anyMatch(choice -> choice.q() != Choice.USUAL)) {
            return choices;
        }
        List<Choice> spread = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            spread.add(new Choice(choices.get(i).to(), Math.max(0, Choice.USUAL - i)));
        }
        return spread;
    }

    private static Choice choice(Value value) throws Wrong {
        if (value instanceof Value.Entries) {
            Fields fields = Fields.of("a destination", value);
            Value to = fields.take("to");
            if (to == null) {
                throw new Wrong(value.where(), "a destination needs `to`");
            }
            String q = fields.text("q");
            if (q != null && !q.matches("0(\\.\\d{1,3})?|1(\\.0{1,3})?")) {
                throw new Wrong(fields.where("q"), "q is a number from 0 to 1, like 0.5");
            }
            fields.done();
            int thousandths =
                    q == null ? Choice.USUAL : (int) Math.round(Double.parseDouble(q) * 1000);
            return new Choice(destination(to), thousandths);
        }
        return new Choice(destination(value), Choice.USUAL);
    }

    private static Destination destination(Value value) throws Wrong {
        String text = Fields.text("a destination", value);
        if (text.equals("called")) {
            return new Destination.Called();
        }
        if (text.startsWith("trunk:")) {
            return new Destination.ToTrunk(text.substring(6));
        }
        if (text.startsWith("sip:") || text.startsWith("sips:")) {
            return new Destination.Place(Fields.uri("the destination", value));
        }
        AddressOfRecord user = user(text);
        if (user == null) {
            throw new Wrong(value.where(), "\"" + text + "\" is not " + DESTINATION);
        }
        return new Destination.User(user);
    }

    private static Action redirect(Fields fields) throws Wrong {
        List<Choice> choices = fields.all("redirect", RouteKind::choice);
        int status = fields.integer("status", 300, 399, choices.size() > 1 ? 300 : 302);
        return new Action.Redirect(status, choices, rewrite(fields));
    }

    /// `reject: 404`, or `reject: 603 Not Today`.
    private static Action reject(Fields fields) throws Wrong {
        String text = fields.needed("reject");
        String code = text.length() > 3 ? text.substring(0, 3) : text;
        String reason = text.length() > 3 ? text.substring(3).strip() : "";
        if (!code.matches("[456]\\d\\d")
                || text.length() > 3 && text.charAt(3) != ' '
                || !reason.matches("[ -~]{0,100}")) {
            throw new Wrong(
                    fields.where("reject"),
                    "reject: write a status from 400 to 699, like 404 or 603 Not Today");
        }
        int status = Integer.parseInt(code);
        return new Action.Reject(status, reason.isEmpty() ? ReasonPhrase.of(status) : reason);
    }
}
