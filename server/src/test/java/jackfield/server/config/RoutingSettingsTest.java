package jackfield.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jackfield.roles.dispatcher.Algorithm;
import jackfield.roles.dispatcher.GroupSettings;
import jackfield.roles.dispatcher.Probing;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.routing.RoutingRules;
import jackfield.roles.routing.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingSettingsTest {
    private static final String WHOLE =
            """
            domain: example.org
            domains:
              - name: b.example
                aliases: [www.b.example, c.example]
                users: own
              - d.example
            aliases:
              sales: [alice, bob]
              100: alice@b.example
            trunks:
              - name: carrier
                uri: sip:sip.carrier.example
                transport: tls
                sources: 198.51.100.0/24, 2001:db8::/32
            groups:
              - name: gateways
                algorithm: least-calls
                members:
                  - sip:10.0.0.10
                  - {uri: "sip:10.0.0.11:5070", weight: 2, priority: 3, capacity: 30}
                probing:
                  interval: 10s
                  timeout: 2s
                  up: 1
                  down: 2
                  accept: 200-299, 404
                  from: sip:probe@example.org
              - {name: quiet, members: [sip:10.0.0.12], probing: off}
            routes:
              - name: emergency
                before: users
                number: [112, 110]
                forward: trunk:carrier
              - prefix: "00"
                from: users, trunk:carrier, 10.0.0.0/8
                group: gateways
                strip: 2
                prepend: +
              - {pattern: "7\\\\d{2}", fork: [alice, {to: bob, q: 0.5}], order: serial, ring-time: 15s}
              - {number: 88, redirect: "sip:new.example"}
              - {domain: outside, forward: called}
              - {number: "*43", method: INVITE, echo: yes}
              - {reject: 603 Not Today}
            """;

    private static Config yaml(String text) {
        return new Config.Sources().yaml("jackfield.yaml", text).read();
    }

    @Test
    void aWholeFileIsRead() {
        Config config = yaml(WHOLE);
        RoutingRules rules = RoutingSettings.rules(config);
        assertThat(rules.domains()).hasSize(2);
        assertThat(rules.domains().getFirst().ownUsers()).isTrue();
        assertThat(rules.domains().getFirst().aliases())
                .containsExactlyInAnyOrder("www.b.example", "c.example");
        assertThat(rules.aliases())
                .containsOnlyKeys(new AddressOfRecord("sales", ""), new AddressOfRecord("100", ""));
        assertThat(rules.trunks().get("carrier").uri())
                .hasToString("sip:sip.carrier.example;transport=tls");
        assertThat(rules.trunks().get("carrier").sources()).hasSize(2);
        GroupSettings gateways = config.get(RoutingSettings.GROUPS).getFirst();
        assertThat(gateways.algorithm()).isEqualTo(Algorithm.LEAST_CALLS);
        assertThat(gateways.members().getLast().capacity()).isEqualTo(30);
        assertThat(gateways.probing().accepted())
                .containsExactly(new Probing.Codes(200, 299), new Probing.Codes(404, 404));
        assertThat(config.get(RoutingSettings.GROUPS).getLast().probing().interval()).isZero();
        assertThat(rules.rules())
                .extracting(rule -> rule.where() + " " + rule.action())
                .containsExactly(
                        "jackfield.yaml:30 forward to trunk:carrier",
                        "jackfield.yaml:34 group gateways",
                        "jackfield.yaml:39 fork one by one to [alice, bob (q 0.5)]",
                        "jackfield.yaml:40 redirect (302) to [sip:new.example]",
                        "jackfield.yaml:41 forward to called",
                        "jackfield.yaml:42 echo",
                        "jackfield.yaml:43 reject with 603 Not Today");
        Rule first = rules.rules().getFirst();
        assertThat(first.beforeUsers()).isTrue();
        assertThat(first.name()).isEqualTo("emergency");
        assertThat(config.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "routes: [{forward: bob, fork: bob}]|1: routes: a route needs one of",
                "routes: [{number: 1}]|1: routes: a route needs one of forward",
                "routes:\\n  - forward: bob\\n    nmber: 1|3: routes: unknown key \"nmber\"",
                "routes:\\n  - forward: trunk:x|2: routes: there is no trunk x",
                "routes:\\n  - group: x|2: routes: there is no group x: add it to groups",
                "routes:\\n  - pbx: main|2: routes: pbx: this version has no pbx",
                "routes:\\n  - apps: ivr|2: routes: apps: this version has no apps",
                "routes:\\n  - {pattern: \"(a\", echo: yes}|2: routes: pattern: \"(a\": \"(\" without",
                "routes: [{forward: 'b b'}]|1: routes: \"b b\" is not a user",
                "routes: [{forward: 'sip:'}]|1: routes: the destination: \"sip:\" is not a SIP URI",
                "routes: [{from: 10.0.0.1/8, echo: yes}]|1: routes: from: \"10.0.0.1/8\" is not any",
                "routes: [{reject: 200}]|1: routes: reject: write a status",
                "routes: [{forward: bob, strip: 2}]|1: routes: strip and prepend",
                "routes: [{forward: [a, b]}]|1: routes: forward has one destination",
                "routes: [{redirect: bob, status: 200}]|1: routes: status: \"200\" is not a number",
                "routes: [{fork: [{to: bob, q: 2}]}]|1: routes: q is a number from 0 to 1",
                "routes: 7|1: routes: a route is lines like",
                "trunks: [{name: a}]|1: trunks: uri is missing",
                "trunks: [{name: a, uri: sip:a, transport: ws}]|1: trunks: transport: \"ws\"",
                "trunks: [{name: a, uri: sip:a}, {name: a, uri: sip:b}]|1: trunks: a is named twice",
                "groups: [{name: g}]|1: groups: group g needs members",
                "groups: [{name: g, members: sip:a, algorithm: best}]|1: groups: algorithm: \"best\"",
                "groups: [{name: g, members: sip:a, probing: {interval: 1ms}}]|1: groups: interval",
                "aliases: [a]|1: aliases: aliases is lines like",
                "aliases: {a: 'x y'}|1: aliases: a: \"x y\" is not a user",
                "domains: [{name: '-'}]|1: domains: name: \"-\" is not a domain name",
                "domains: [a.example, a.example]|1: domains: a.example is named twice",
            })
    void aMistakeHasItsLineAndItsCure(String yaml, String message) {
        BadSettings bad =
                catchThrowableOfType(BadSettings.class, () -> yaml(yaml.replace("\\n", "\n")));
        assertThat(bad).as(yaml).isNotNull();
        assertThat(bad.getMessage()).startsWith("jackfield.yaml:" + message);
    }

    @Test
    void theSameSourcesAreReadAgain(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("jackfield.yaml");
        Files.writeString(file, "routes: [{number: 1, echo: yes}]");
        Config config = new Config.Sources().file(file).set("log.level=debug").read();
        Files.writeString(file, "routes: [{number: 1, echo: yes}, {reject: 404}]");
        Config again = config.again();
        assertThat(RoutingSettings.rules(again).rules()).hasSize(2);
        assertThat(again.get(Settings.LOG_LEVEL)).isEqualTo("debug");
        Files.writeString(file, "routes: [{number: 1}]");
        assertThat(catchThrowableOfType(BadSettings.class, config::again)).isNotNull();
        assertThat(RoutingSettings.rules(config).rules()).hasSize(1);
    }
}
