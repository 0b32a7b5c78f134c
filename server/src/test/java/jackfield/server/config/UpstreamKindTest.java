package jackfield.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `registrar.upstreams`, as the guide writes it and as people write it wrongly.
class UpstreamKindTest {
    private static List<ConfiguredUpstream> upstreams(String text) {
        return new Config.Sources()
                .yaml("jackfield.yaml", text)
                .read()
                .get(RegistrarSection.UPSTREAMS);
    }

    @Test
    void eachRegistrarIsReadWhole() {
        List<ConfiguredUpstream> all =
                upstreams(
                        """
                        registrar:
                          upstreams:
                            - uri: sip:pbx.example.org
                              mode: authenticate
                              domain: example.org, B.example
                            - uri: sip:10.0.0.20:5070;transport=tcp
                              mode: mirror
                              expires: 20m
                              accounts:
                                alice: {user: 1001, password: "a: long one"}
                                bob: {password: another}
                              secret: shared
                        """);
        assertThat(all).hasSize(2);
        ConfiguredUpstream first = all.getFirst();
        assertThat(first.uri()).hasToString("sip:pbx.example.org");
        assertThat(first.mode()).isEqualTo("authenticate");
        assertThat(first.domains()).isEqualTo(Set.of("example.org", "b.example"));
        assertThat(first.expiresSeconds()).isEqualTo(600);
        assertThat(first.accounts()).isEmpty();
        assertThat(first.secret()).isEmpty();
        ConfiguredUpstream second = all.getLast();
        assertThat(second.uri()).hasToString("sip:10.0.0.20:5070;transport=tcp");
        assertThat(second.mode()).isEqualTo("mirror");
        assertThat(second.domains()).isEmpty();
        assertThat(second.expiresSeconds()).isEqualTo(1200);
        assertThat(second.accounts().get("alice"))
                .isEqualTo(new ConfiguredUser("1001", "a: long one"));
        assertThat(second.accounts().get("bob")).isEqualTo(new ConfiguredUser("bob", "another"));
        assertThat(second.secret()).contains("shared");
    }

    @Test
    void passwordsAreNotShown() {
        String shown =
                upstreams(
                                "registrar: {upstreams: [{uri: 'sip:pbx', mode: mirror,"
                                        + " secret: hidden}]}")
                        .toString();
        assertThat(shown).contains("sip:pbx").doesNotContain("hidden");
    }

    @Test
    void thereAreNoneUnlessTheyAreNamed() {
        assertThat(upstreams("registrar: {probe: 30s}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {uri: 'sip:pbx', mode: both}               | mode: authenticate or mirror
                    {uri: 'sip:pbx'}                           | mode is missing
                    {mode: mirror, secret: x}                  | uri is missing
                    {uri: 'pbx', mode: authenticate}           | write the registrar as sip:
                    {uri: 'sip:pbx', mode: mirror}             | a mirror needs accounts
                    {uri: 'sip:pbx', mode: mirror, secret: x, expires: 5s} | from 60s to 1d
                    {uri: 'sip:pbx', mode: mirror, acounts: x} | unknown key "acounts"
                    {uri: 'sip:pbx', mode: mirror, accounts: {a: {user: b}}} | password is missing
                    """)
    void whatIsWrongIsNamedWithItsLine(String upstream, String message) {
        BadSettings bad =
                catchThrowableOfType(
                        BadSettings.class,
                        () -> upstreams("registrar:\n  upstreams:\n    - " + upstream));
        assertThat(bad).as(upstream).isNotNull();
        assertThat(bad.getMessage()).contains("jackfield.yaml:3").contains(message);
    }
}
