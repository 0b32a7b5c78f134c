package jackfield.roles.routing;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Network;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.routing.Action.Choice;
import jackfield.roles.routing.Route.Hop;
import jackfield.sip.message.Method;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");
    private static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");
    private static final Trunk CARRIER =
            new Trunk(
                    "carrier",
                    uri("sip:198.51.100.1;transport=tcp"),
                    List.of(Network.parse("198.51.100.0/24")));
    private static final Endpoint HOME = Endpoint.parse("10.0.0.2:5060");
    private static final Endpoint AT_CARRIER = Endpoint.parse("198.51.100.77:5060");

    private static SipUri uri(String text) {
        return SipUri.parse(text).orThrow();
    }

    private static Rule rule(String name, Conditions when, Action action) {
        return new Rule(name, "test:1", false, when, action);
    }

    private static Action to(Destination... places) {
        List<Choice> choices = new ArrayList<>();
        for (Destination place : places) {
            choices.add(new Choice(place, Choice.USUAL));
        }
        return new Action.Send(choices, false, 0, Rewrite.NONE);
    }

    private static Router router(Rule... rules) {
        Domain other = new Domain("b.example", Set.of("www.b.example"), true);
        return new Router(
                new RoutingRules(
                        List.of(other),
                        Map.of(new AddressOfRecord("sales", "example.org"), List.of(ALICE, BOB)),
                        Map.of("carrier", CARRIER),
                        List.of(rules)),
                "example.org");
    }

    private static Query query(String called) {
        return new Query(Method.INVITE, uri(called), "example.org", ALICE, HOME, false);
    }

    private static Query outside(String called, AddressOfRecord sender, Endpoint source) {
        return new Query(Method.INVITE, uri(called), null, sender, source, false);
    }

    private static Conditions prefix(String... prefixes) {
        return new Conditions(
                Set.of(), List.of(prefixes), Set.of(), List.of(), Set.of(), List.of());
    }

    private static Conditions from(Origin... origins) {
        return new Conditions(Set.of(), List.of(), Set.of(), List.of(), Set.of(), List.of(origins));
    }

    private static Conditions domain(String... domains) {
        return new Conditions(Set.of(domains), List.of(), Set.of(), List.of(), Set.of(), List.of());
    }

    private static String name(Route route) {
        return switch (route) {
            case Route.None _ -> "none";
            case Route.Send send -> send.rule().name();
            case Route.ToGroup group -> group.rule().name();
            case Route.Redirect redirect -> redirect.rule().name();
            case Route.Reject reject -> reject.rule().name();
            case Route.Echo echo -> echo.rule().name();
            case Route.Forbidden forbidden -> "forbidden " + forbidden.rule().name();
        };
    }

    @Test
    void withoutRulesThereIsNoRoute() {
        assertThat(Router.EMPTY.route(query("sip:1@example.org"))).isEqualTo(new Route.None());
    }

    @Test
    void theFirstRuleThatMatchesDecides() {
        Router router =
                router(
                        rule("emergency", prefix("112", "110"), to(new Destination.User(BOB))),
                        rule("abroad", prefix("00"), to(new Destination.ToTrunk("carrier"))),
                        rule("rest", Conditions.NONE, new Action.Reject(404, "Nobody")));
        assertThat(name(router.route(query("sip:112@example.org")))).isEqualTo("emergency");
        assertThat(name(router.route(query("sip:0049@example.org")))).isEqualTo("abroad");
        assertThat(name(router.route(query("sip:0@example.org")))).isEqualTo("rest");
        assertThat(name(router.route(query("sip:example.org")))).isEqualTo("rest");
    }

    @Test
    void theNumberGoesToTheTrunkRewritten() {
        Action action =
                new Action.Send(
                        List.of(new Choice(new Destination.ToTrunk("carrier"), 1000)),
                        false,
                        0,
                        new Rewrite(2, "+"));
        Route route = router(rule("abroad", prefix("00"), action)).route(query("sip:0049@x"));
        assertThat(route)
                .isInstanceOfSatisfying(
                        Route.Send.class,
                        send ->
                                assertThat(send.steps().getFirst().hops())
                                        .singleElement()
                                        .isInstanceOfSatisfying(
                                                Hop.Remote.class,
                                                hop ->
                                                        assertThat(hop.uri())
                                                                .hasToString(
                                                                        "sip:+49@198.51.100.1"
                                                                                + ";transport=tcp")));
    }

    @Test
    void aNumberIsComparedWithoutEscapesAndSentWithThem() {
        Action action = to(new Destination.Place(uri("sip:10.9.9.9")));
        Router router = router(rule("codes", prefix("#31#"), action));
        assertThat(router.route(query("sip:%2331%23123@example.org")))
                .isInstanceOfSatisfying(
                        Route.Send.class,
                        send ->
                                assertThat(send.steps().getFirst().hops().getFirst())
                                        .hasToString(
                                                "Remote[uri=sip:%2331%23123@10.9.9.9,"
                                                        + " next=sip:%2331%23123@10.9.9.9]"));
    }

    @Test
    void aSerialForkGoesByFallingPreference() {
        Action action =
                new Action.Send(
                        List.of(
                                new Choice(new Destination.User(BOB), 500),
                                new Choice(new Destination.User(ALICE), 1000),
                                new Choice(new Destination.ToTrunk("carrier"), 500)),
                        true,
                        20,
                        Rewrite.NONE);
        Route route = router(rule("fork", prefix("1"), action)).route(query("sip:1@example.org"));
        assertThat(route)
                .isInstanceOfSatisfying(
                        Route.Send.class,
                        send -> {
                            assertThat(send.ringTime()).isEqualTo(20);
                            assertThat(send.steps()).hasSize(2);
                            assertThat(send.steps().getFirst().hops())
                                    .containsExactly(new Hop.Local(ALICE));
                            assertThat(send.steps().getLast().hops()).hasSize(2);
                        });
    }

    @Test
    void nobodyUnknownGetsOut() {
        Router router =
                router(rule("all", Conditions.NONE, to(new Destination.ToTrunk("carrier"))));
        assertThat(name(router.route(outside("sip:1@x.example", ALICE, HOME)))).isEqualTo("all");
        assertThat(name(router.route(outside("sip:1@x.example", null, AT_CARRIER))))
                .isEqualTo("all");
        assertThat(name(router.route(outside("sip:1@x.example", null, HOME))))
                .isEqualTo("forbidden all");
        Query trusted = new Query(Method.INVITE, uri("sip:1@x"), null, null, HOME, true);
        assertThat(name(router.route(trusted))).isEqualTo("all");
        Router group =
                router(
                        rule(
                                "g",
                                from(new Origin.Anyone()),
                                new Action.ToGroup("gateways", Rewrite.NONE)));
        assertThat(name(group.route(outside("sip:1@x.example", null, HOME))))
                .isEqualTo("forbidden g");
    }

    @Test
    void domainsAreKnownByAllTheirNames() {
        Router router =
                router(
                        rule("b", domain("b.example"), new Action.Echo()),
                        rule("partner", domain("partner.example"), new Action.Echo()),
                        rule("out", domain(Conditions.OUTSIDE), to(new Destination.Called())));
        Query inB =
                new Query(
                        Method.INVITE, uri("sip:1@WWW.b.example"), "b.example", ALICE, HOME, false);
        assertThat(name(router.route(inB))).isEqualTo("b");
        assertThat(name(router.route(outside("sip:1@partner.example", ALICE, HOME))))
                .isEqualTo("partner");
        assertThat(router.route(outside("sip:1@c.example;transport=tls", ALICE, HOME)))
                .isInstanceOfSatisfying(
                        Route.Send.class,
                        send ->
                                assertThat(send.steps().getFirst().hops().getFirst().toString())
                                        .contains("sip:1@c.example;transport=tls"));
        assertThat(name(router.route(query("sip:1@example.org")))).isEqualTo("none");
    }

    @Test
    void whoCallsDecidesWhereARuleSaysSo() {
        Router router =
                router(
                        rule("bob's", from(new Origin.User(BOB)), new Action.Echo()),
                        rule("in", from(new Origin.FromTrunk("carrier")), new Action.Echo()),
                        rule(
                                "lab",
                                from(new Origin.Source(Network.parse("10.1.0.0/16"))),
                                new Action.Echo()),
                        rule("signed in", from(new Origin.AnyUser()), new Action.Echo()),
                        rule("rest", from(new Origin.Anyone()), new Action.Echo()));
        assertThat(name(router.route(outside("sip:1@x", BOB, HOME)))).isEqualTo("bob's");
        assertThat(name(router.route(outside("sip:1@x", null, AT_CARRIER)))).isEqualTo("in");
        assertThat(name(router.route(outside("sip:1@x", null, Endpoint.parse("10.1.2.3:9")))))
                .isEqualTo("lab");
        assertThat(name(router.route(outside("sip:1@x", ALICE, HOME)))).isEqualTo("signed in");
        assertThat(name(router.route(outside("sip:1@x", null, HOME)))).isEqualTo("rest");
    }

    @Test
    void aTestTellsWhyTheOthersDidNotMatch() {
        Conditions messages =
                new Conditions(
                        Set.of(),
                        List.of(),
                        Set.of(),
                        List.of(NumberPattern.parse("1\\d").orThrow()),
                        Set.of(Method.MESSAGE),
                        List.of());
        Router router =
                router(
                        rule("texts", messages, new Action.Echo()),
                        rule("abroad", prefix("00"), new Action.Echo()),
                        rule("b", domain("b.example"), new Action.Echo()),
                        rule("bob's", from(new Origin.User(BOB)), new Action.Echo()),
                        rule("rest", Conditions.NONE, new Action.Echo()),
                        rule("never", Conditions.NONE, new Action.Echo()));
        assertThat(router.explain(query("sip:17@example.org"), false))
                .extracting(tried -> tried.rule().name() + ": " + tried.why())
                .containsExactly(
                        "texts: INVITE is none of its methods [MESSAGE]",
                        "abroad: \"17\" is not a number that begins with one of [00]",
                        "b: example.org is none of its domains [b.example]",
                        "bob's: alice@example.org's address 10.0.0.2 is none of"
                                + " [user:bob@example.org]",
                        "rest: ");
    }

    @Test
    void redirectionsGiveContacts() {
        Action action =
                new Action.Redirect(
                        302,
                        List.of(
                                new Choice(new Destination.Place(uri("sip:new.example")), 1000),
                                new Choice(new Destination.User(BOB), 500)),
                        Rewrite.NONE);
        Route route = router(rule("moved", prefix("7"), action)).route(query("sip:77@x"));
        assertThat(route)
                .isInstanceOfSatisfying(
                        Route.Redirect.class,
                        redirect ->
                                assertThat(redirect.contacts())
                                        .extracting(Object::toString)
                                        .containsExactly(
                                                "Contact[uri=sip:77@new.example, q=1000]",
                                                "Contact[uri=sip:bob@example.org, q=500]"));
    }

    @Test
    void theTrieFindsWhatLookingAtEveryRuleFinds() {
        for (long seed = 0; seed < 200; seed++) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            List<Rule> rules = new ArrayList<>();
            for (int i = random.nextInt(40); i > 0; i--) {
                Conditions when =
                        new Conditions(
                                Set.of(),
                                digits(random, 2),
                                Set.copyOf(digits(random, 4)),
                                random.nextInt(8) == 0
                                        ? List.of(NumberPattern.parse("[12]+").orThrow())
                                        : List.of(),
                                Set.of(),
                                List.of());
                rules.add(rule("r" + rules.size(), when, new Action.Echo()));
            }
            Router router = router(rules.toArray(new Rule[0]));
            for (int i = 0; i < 50; i++) {
                Query query = query("sip:" + number(random, 5) + "@example.org");
                List<Router.Tried> tried = router.explain(query, false);
                String expected =
                        tried.isEmpty() || !tried.getLast().why().isEmpty()
                                ? "none"
                                : tried.getLast().rule().name();
                assertThat(name(router.route(query)))
                        .as("seed " + seed + ", " + query.called())
                        .isEqualTo(expected);
            }
        }
    }

    private static List<String> digits(RandomGenerator random, int longest) {
        List<String> all = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String number = number(random, longest);
            if (!all.contains(number)) {
                all.add(number);
            }
        }
        return all;
    }

    private static String number(RandomGenerator random, int longest) {
        StringBuilder number = new StringBuilder();
        for (int i = 1 + random.nextInt(longest); i > 0; i--) {
            number.append("123".charAt(random.nextInt(3)));
        }
        return number.toString();
    }
}
