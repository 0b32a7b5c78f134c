package jackfield.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownSettingTest {
    private static ShownSetting shown(Config config, String key) {
        return config.shown().stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSettingSaysItsValueAndWhereItComesFrom() {
        Config config =
                new Config.Sources()
                        .yaml("a.yaml", "domain: example.org\nnumbers:\n  9999: echo\n")
                        .set("sip.udp.port=5070")
                        .read();
        assertThat(shown(config, "domain").value()).isEqualTo("example.org");
        assertThat(shown(config, "domain").from()).isEqualTo("a.yaml:1");
        assertThat(shown(config, "numbers").value()).isEqualTo("{9999: echo}");
        assertThat(shown(config, "sip.udp.port").value()).isEqualTo("5070");
        assertThat(shown(config, "sip.udp.port").from()).isEqualTo("--set sip.udp.port");
        assertThat(shown(config, "sip.udp.port").ifAbsent()).isEqualTo("5060");
        assertThat(shown(config, "sip.tcp.port").from()).isEqualTo("default");
    }

    @Test
    void noSecretIsShownHoweverItWasGiven() {
        Config config =
                new Config.Sources()
                        .yaml(
                                "a.yaml",
                                """
                                users:
                                  - name: alice
                                    password: s3cret-of-alice
                                trace.hep.key: s3cret-of-homer
                                registrar.upstreams:
                                  - uri: sip:pbx.example.org
                                    mode: mirror
                                    secret: s3cret-of-pbx
                                """)
                        .set("turn.secret=s3cret-of-turn-that-is-long")
                        .read();
        assertThat(config.shown().toString()).doesNotContain("s3cret");
        assertThat(shown(config, "users").value()).isEqualTo("[{name: alice, password: ***}]");
        assertThat(shown(config, "turn.secret").value()).isNull();
        assertThat(new Config.Sources().set("users=alice:s3cret").read().shown().toString())
                .doesNotContain("s3cret");
    }

    @Test
    void whatARestartWouldChangeIsNamed() {
        Config before = new Config.Sources().set("domain=example.org").read();
        Config after = new Config.Sources().set("domain=example.com").read();
        assertThat(before.unlike(after)).containsExactly("domain");
        assertThat(before.unlike(before)).isEmpty();
    }
}
