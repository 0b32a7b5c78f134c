package jackfield.server.boot;

import jackfield.roles.dispatcher.GroupView;
import jackfield.roles.dispatcher.MemberView;
import jackfield.server.api.AlertView;
import jackfield.server.boot.EventFeed.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/// What an operator should know now: looked for every few seconds, told when it changes.
final class Alerts {
    private static final long DAY = 86_400;
    private static final long CERTIFICATE_SECONDS = 14 * DAY;
    private static final double BUSY = 0.9;
    private static final int BUSY_LOOKS = 6;
    private static final long LATELY_MS = 300_000;
    private static final int MOST_LOOKED_AT = 200;

    private final Parts parts;
    private final Seeing seeing;
    private final Routing routing;
    private final RelayNodes relays;
    private final EventFeed feed;
    private final DoubleSupplier cpu;
    private final Map<String, Long> since = new HashMap<>();
    private int busy;
    private volatile List<AlertView> now = List.of();

    Alerts(
            Parts parts,
            Seeing seeing,
            Routing routing,
            RelayNodes relays,
            EventFeed feed,
            DoubleSupplier cpu) {
        this.parts = parts;
        this.seeing = seeing;
        this.routing = routing;
        this.relays = relays;
        this.feed = feed;
        this.cpu = cpu;
    }

    List<AlertView> now() {
        return now;
    }

    /// Looks once; on the one thread that does.
    void look(long nowMs) {
        List<AlertView> found = new ArrayList<>();
        stores(found, nowMs);
        places(found, nowMs);
        calls(found, nowMs);
        machine(found, nowMs);
        settings(found, nowMs);
        since.keySet().retainAll(found.stream().map(Alerts::key).toList());
        found.sort(
                (a, b) -> Boolean.compare(b.severity().equals("bad"), a.severity().equals("bad")));
        if (!found.equals(now)) {
            now = List.copyOf(found);
            feed.publish(new Event("alerts", Map.of("alerts", now)));
        }
    }

    private void stores(List<AlertView> found, long nowMs) {
        if (!parts.store().isHealthy()) {
            add(
                    found,
                    "database",
                    true,
                    "The database cannot be written: registrations are kept in memory only. Is the"
                            + " disk full?",
                    Map.of(),
                    nowMs);
        }
        if (!seeing.keepsRecords()) {
            add(
                    found,
                    "records",
                    true,
                    "Call records cannot be written. Is the disk full?",
                    Map.of(),
                    nowMs);
        }
        parts.health()
                .down()
                .forEach((part, why) ->
                        add(
                                found,
                                "part",
                                true,
                                part + ": " + why,
                                Map.of("part", part, "why", why),
                                nowMs));
    }

    private void places(List<AlertView> found, long nowMs) {
        for (GroupView group : routing.groups()) {
            for (MemberView member : group.members()) {
                if (member.state().equals("down")) {
                    add(
                            found,
                            "gateway",
                            true,
                            "Gateway "
                                    + member.uri()
                                    + " of group "
                                    + group.name()
                                    + " is down: "
                                    + (member.why().isEmpty() ? "no answer" : member.why()),
                            Map.of("uri", member.uri(), "group", group.name(), "why", member.why()),
                            nowMs);
                }
            }
        }
        relays.nodes().stream()
                .filter(node -> node.state().equals("down"))
                .forEach(node ->
                        add(
                                found,
                                "relay",
                                true,
                                "Media relay " + node.uri() + " does not answer. " + node.why(),
                                Map.of("uri", node.uri(), "why", node.why()),
                                nowMs));
    }

    private void calls(List<AlertView> found, long nowMs) {
        LateCalls late = LateCalls.since(seeing.ended(MOST_LOOKED_AT), nowMs - LATELY_MS);
        late.failing()
                .ifPresent(share ->
                        add(
                                found,
                                "failing",
                                true,
                                share.count()
                                        + " of "
                                        + share.all()
                                        + " calls of the last five minutes failed, mostly: "
                                        + share.mostly(),
                                facts(share),
                                nowMs));
        late.silent()
                .ifPresent(share ->
                        add(
                                found,
                                "sound",
                                true,
                                share.count()
                                        + " of "
                                        + share.all()
                                        + " calls of the last five minutes had no good sound,"
                                        + " mostly: "
                                        + share.mostly(),
                                facts(share),
                                nowMs));
    }

    private static Map<String, String> facts(LateCalls.Share share) {
        return Map.of(
                "count",
                Integer.toString(share.count()),
                "all",
                Integer.toString(share.all()),
                "mostly",
                share.mostly());
    }

    private void machine(List<AlertView> found, long nowMs) {
        busy = cpu.getAsDouble() > BUSY ? busy + 1 : 0;
        if (busy >= BUSY_LOOKS) {
            add(
                    found,
                    "cpu",
                    false,
                    "The processors have been over 90 % busy for half a minute.",
                    Map.of(),
                    nowMs);
        }
        parts.tls()
                .certificates()
                .secondsLeft()
                .forEach((name, seconds) -> {
                    if (seconds < CERTIFICATE_SECONDS) {
                        boolean over = seconds < DAY;
                        add(
                                found,
                                seconds <= 0 ? "certificate-expired" : "certificate",
                                over,
                                "The certificate of "
                                        + name
                                        + (seconds <= 0
                                                ? " has expired."
                                                : " expires in " + seconds / DAY + " days."),
                                Map.of("name", name, "days", Long.toString(seconds / DAY)),
                                nowMs);
                    }
                });
    }

    private void settings(List<AlertView> found, long nowMs) {
        parts.config()
                .warnings()
                .forEach(problem ->
                        add(
                                found,
                                "settings",
                                false,
                                problem.toString(),
                                Map.of("text", problem.toString()),
                                nowMs));
    }

    private void add(
            List<AlertView> found,
            String code,
            boolean bad,
            String text,
            Map<String, String> facts,
            long nowMs) {
        AlertView alert = new AlertView(code, bad ? "bad" : "warn", text, facts, nowMs);
        long began = since.computeIfAbsent(key(alert), _ -> nowMs);
        found.add(new AlertView(code, alert.severity(), text, facts, began));
    }

    /// What stays while the alert does: numbers in its text may change.
    private static String key(AlertView alert) {
        return switch (alert.code()) {
            case "failing", "sound" -> alert.code();
            case "gateway" -> "gateway " + alert.facts().get("uri") + alert.facts().get("group");
            default -> alert.text();
        };
    }
}
