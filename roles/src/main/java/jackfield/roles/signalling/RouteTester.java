package jackfield.roles.signalling;

import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.proxy.Target;
import jackfield.roles.proxy.TargetSet.Attempt;
import jackfield.roles.routing.Query;
import jackfield.roles.routing.Router;
import jackfield.roles.transactionuser.Addresses;
import java.util.ArrayList;
import java.util.List;

/// Answers operators who ask what would become of a request, by asking the planner itself.
final class RouteTester {
    private final CallPlanner planner;
    private final Addresses addresses;

    RouteTester(CallPlanner planner, Addresses addresses) {
        this.planner = planner;
        this.addresses = addresses;
    }

    RouteTest.Answer answer(RouteTest question, long now) {
        Router router = planner.rules().router();
        String domain = addresses.domain(question.called());
        Query query =
                new Query(
                        question.method(),
                        question.called(),
                        domain,
                        question.sender(),
                        question.source(),
                        false);
        List<String> steps = new ArrayList<>();
        boolean matched = explain(router, query, true, steps);
        if (!matched && domain != null) {
            matched = known(AddressOfRecord.of(question.called(), domain), steps);
        } else if (!matched) {
            steps.add(question.called().host() + " is none of our domains");
        }
        if (!matched) {
            explain(router, query, false, steps);
        }
        List<String> targets = new ArrayList<>();
        String outcome =
                switch (planner.plan(query, "route-test", now)) {
                    case CallPlan.Forward(var set) -> {
                        for (Attempt attempt : set.attempts()) {
                            targets.add(text(attempt, targets.isEmpty()));
                        }
                        yield "forwarded";
                    }
                    case CallPlan.Echo _ -> "answered by the echo test";
                    case CallPlan.Redirect redirect -> {
                        redirect.contacts().forEach(contact -> targets.add(contact.uri() + ""));
                        yield "redirected with " + redirect.status();
                    }
                    case CallPlan.Refuse(int status, String reason) ->
                            "refused with " + status + " " + reason;
                };
        return new RouteTest.Answer(outcome, steps, targets);
    }

    private static boolean explain(Router router, Query query, boolean before, List<String> steps) {
        for (Router.Tried tried : router.explain(query, before)) {
            steps.add(
                    "route \""
                            + tried.rule().name()
                            + "\" ("
                            + tried.rule().where()
                            + "): "
                            + (tried.why().isEmpty()
                                    ? "matches: " + tried.rule().action()
                                    : "no: " + tried.why()));
            if (tried.why().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private boolean known(AddressOfRecord callee, List<String> steps) {
        String what = planner.known(callee);
        steps.add(what.isEmpty() ? callee + " is no user, number or alias" : callee + " " + what);
        return !what.isEmpty();
    }

    private static String text(Attempt attempt, boolean first) {
        List<String> uris =
                attempt.targets().stream().map(Target::uri).map(Object::toString).toList();
        return String.join(" and ", uris)
                + (attempt.ringTime() > 0
                        ? ", rings " + attempt.ringTime() / 1_000_000_000L + " s"
                        : "")
                + (first || attempt.after().size() > 4 ? "" : ", after " + attempt.after());
    }
}
