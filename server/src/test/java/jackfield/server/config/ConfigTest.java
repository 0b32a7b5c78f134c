package jackfield.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jackfield.base.Network;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigTest {
    @TempDir Path folder;

    @Test
    void everythingHasADefault() {
        Config config = Config.defaults();
        assertThat(config.get(Settings.HTTPS_PORT)).isEqualTo(new Port(8443));
        assertThat(config.get(Settings.WS_LISTEN).orElseThrow()).hasToString("127.0.0.1:8080");
        assertThat(config.get(Settings.SIP_UDP_PORT)).isEqualTo(new Port(5060));
        assertThat(config.get(Settings.RTP_RANGE)).isEqualTo(new PortRange(20000, 29999));
        assertThat(config.get(Settings.NG_LISTEN)).isEmpty();
        assertThat(config.get(Settings.SILENT_TIMEOUT)).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.get(Settings.NUMBERS)).containsExactly(Map.entry("9999", "echo"));
        assertThat(config.get(Settings.USERS)).isEmpty();
        assertThat(config.get(Settings.ROLES_HERE)).containsExactlyElementsOf(Settings.ROLES);
        assertThat(config.warnings()).isEmpty();
        for (Setting<?> setting : Settings.ALL) {
            assertThat(config.get(setting)).as(setting.key()).isNotNull();
            assertThat(config.where(setting)).isEqualTo(Where.DEFAULT);
        }
    }

    @Test
    void noTwoSettingsShareAKeyOrAVariable() {
        assertThat(Settings.ALL).extracting(Setting::key).doesNotHaveDuplicates();
        assertThat(Settings.ALL).extracting(Setting::variable).doesNotHaveDuplicates();
    }

    @Test
    void aWholeFileIsRead() {
        Config config =
                yaml(
                        """
                        # a small office
                        domain: example.org
                        edge.https.port: 443
                        sip:
                          udp: {port: 5070}
                          tcp:
                            port: off
                        media.rtp.range: 40000-40099
                        relay.ng.listen: "[::1]:2223"
                        registrar.expires.max: 3h
                        roles: [edge, proxy, relay]
                        log.format: json
                        users:
                          - name: carol
                            password: "12345, and: more"
                          - {name: dave, password: x}
                        numbers:
                          9999: echo
                          "*43": echo
                        """);
        assertThat(config.get(Settings.DOMAIN)).contains("example.org");
        assertThat(config.get(Settings.HTTPS_PORT).number()).isEqualTo(443);
        assertThat(config.get(Settings.SIP_UDP_PORT).number()).isEqualTo(5070);
        assertThat(config.get(Settings.SIP_TCP_PORT).isOff()).isTrue();
        assertThat(config.get(Settings.RTP_RANGE).size()).isEqualTo(100);
        assertThat(config.get(Settings.NG_LISTEN).orElseThrow()).hasToString("[::1]:2223");
        assertThat(config.get(RegistrarSection.EXPIRES_MAX)).isEqualTo(Duration.ofHours(3));
        assertThat(config.has("relay")).isTrue();
        assertThat(config.has("pbx")).isFalse();
        assertThat(config.get(Settings.LOG_FORMAT)).isEqualTo("json");
        assertThat(config.get(Settings.USERS))
                .containsExactly(
                        new ConfiguredUser("carol", "12345, and: more"),
                        new ConfiguredUser("dave", "x"));
        assertThat(config.get(Settings.USERS).toString()).doesNotContain("12345");
        assertThat(config.get(Settings.NUMBERS)).containsOnlyKeys("9999", "*43");
        assertThat(config.where(Settings.RTP_RANGE)).hasToString("jackfield.yaml:8");
    }

    @Test
    void theLaterSourceWins() {
        Config config =
                new Config.Sources()
                        .yaml("f.yaml", "sip.udp.port: 1000\nsip.tcp.port: 1000\nlog.level: warn")
                        .environment(
                                Map.of(
                                        "JACKFIELD_SIP_TCP_PORT", "2000",
                                        "JACKFIELD_LOG_LEVEL", "debug",
                                        "JACKFIELD_RELAY_NG_LISTEN", "127.0.0.1:2223",
                                        "JACKFIELD_MEDIA_SILENT_TIMEOUT", "90s",
                                        "JACKFIELD_JAVA_HOME", "/opt/jdk",
                                        "PATH", "/bin"))
                        .set("log.level=trace")
                        .read();
        assertThat(config.get(Settings.SIP_UDP_PORT).number()).isEqualTo(1000);
        assertThat(config.get(Settings.SIP_TCP_PORT).number()).isEqualTo(2000);
        assertThat(config.get(Settings.LOG_LEVEL)).isEqualTo("trace");
        assertThat(config.get(Settings.NG_LISTEN)).isPresent();
        assertThat(config.get(Settings.SILENT_TIMEOUT)).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.where(Settings.LOG_LEVEL)).hasToString("--set log.level");
        assertThat(config.where(Settings.SIP_TCP_PORT)).hasToString("JACKFIELD_SIP_TCP_PORT");
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void aVariableOfAContainerPlatformIsOnlyWarnedOf() {
        Config config =
                new Config.Sources()
                        .environment(Map.of("JACKFIELD_PORT_5060_UDP_ADDR", "10.0.0.1"))
                        .read();
        assertThat(config.warnings())
                .singleElement()
                .hasToString("JACKFIELD_PORT_5060_UDP_ADDR: is no setting and is ignored");
    }

    @Test
    void aReservedKeyIsWarnedOf() {
        assertThat(yaml("apps: {drachtio.secret: x}\ncluster:\n  redis: redis://a").warnings())
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "jackfield.yaml:1: apps.drachtio.secret is known, but this version does not use it",
                        "jackfield.yaml:3: cluster.redis is known, but this version does not use it");
    }

    @Test
    void usersAndNumbersFitInOneVariable() {
        Config config =
                new Config.Sources()
                        .environment(
                                Map.of(
                                        "JACKFIELD_USERS", "carol:a:b,dave:c",
                                        "JACKFIELD_NUMBERS", "100=echo,200=echo",
                                        "JACKFIELD_ROLES", "proxy, relay"))
                        .read();
        assertThat(config.get(Settings.USERS))
                .containsExactly(
                        new ConfiguredUser("carol", "a:b"), new ConfiguredUser("dave", "c"));
        assertThat(config.get(Settings.NUMBERS)).containsOnlyKeys("100", "200");
        assertThat(config.get(Settings.ROLES_HERE)).containsExactly("proxy", "relay");
    }

    @Test
    void aTrustedPeerIsKnownByItsNetworkOrItsDomain() {
        Config config =
                yaml(
                        """
                        sip.trusted:
                          - 192.0.2.7
                          - {domain: Carrier.Example, may: [users]}
                        sip.tls.client-auth: optional
                        tls.client-authorities: /etc/carriers.pem
                        """);
        assertThat(config.get(SecuritySettings.TRUSTED))
                .containsExactly(
                        new TrustedPeer(
                                Network.parse("192.0.2.7"),
                                null,
                                "192.0.2.7/32",
                                TrustedPeer.EVERYTHING),
                        new TrustedPeer(
                                null, "carrier.example", "carrier.example", Set.of("users")));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                bad("roles: [proxy]", ":1: roles: proxy passes media by the relay of its own node"),
                bad("roles: [edge, relay]", ":1: roles: edge brings browsers to the proxy"),
                bad("roles: [web, proxy, relay]", ":1: roles: the web page reaches SIP by edge"),
                bad("roles: [pbx]", ":1: roles: nothing of this is in this version: name some of"),
                bad("roles: [relay]", ":1: roles: a relay without proxy is driven by NG"),
                bad(
                        "edge.htps.port: 1",
                        ":1: unknown key \"edge.htps.port\": did you mean edge.https.port?"),
                bad(
                        "\n\nsip:\n  upd:\n    port: 5060",
                        ":4: unknown key \"sip.upd\": did you mean sip.udp?"),
                bad(
                        "completely_else: 1",
                        ":1: unknown key \"completely_else\": ./jackfield settings lists all keys"),
                bad(
                        "# c\nsip.udp.port: 70000",
                        ":2: sip.udp.port: \"70000\" is not a port: 1 to 65535, 0 for any free"
                                + " one, or off"),
                bad("sip.udp.port: -1", ":1: sip.udp.port: \"-1\" is not a port"),
                bad("sip.udp.port: [1]", ":1: sip.udp.port: a list is not a port"),
                bad("sip.udp.port: {a: 1}", ":1: sip.udp.port: a mapping is not a port"),
                bad("sip.udp.port:", ":1: sip.udp.port: \"\" is not a port"),
                bad("sip: 5060", ":1: sip holds other keys: sip.udp.port, sip.tcp.port"),
                bad(
                        "media.rtp.range: 20-10",
                        ":1: media.rtp.range: \"20-10\" is not a range of ports, like 20000-29999"),
                bad("media.rtp.range: 20", ":1: media.rtp.range: \"20\" is not a range"),
                bad(
                        "relay.ng.listen: localhost:2223",
                        ":1: relay.ng.listen: \"localhost:2223\" is not an address and a port"),
                bad(
                        "listen.address: eth0",
                        ":1: listen.address: \"eth0\" is not an IP address, like 192.0.2.1, or"
                                + " auto"),
                bad(
                        "registrar.expires.min: 60",
                        ":1: registrar.expires.min: \"60\" is not a time, like 500ms, 30s, 5m, 1h"),
                bad("log.format: xml", ":1: log.format: \"xml\" is not one of text, json"),
                bad("limits.calls: 0", ":1: limits.calls: \"0\" is not a number from 1 to 1000000"),
                bad("roles: [edge, prxy]", ":1: roles: \"prxy\" is not all, or some of edge,"),
                bad("roles: []", ":1: roles: a list is not all, or some of edge,"),
                bad(
                        "users:\n  - name: carol",
                        ":2: users: a user needs both name and password; password is missing"),
                bad(
                        "users:\n  - name: carol\n    pasword: x",
                        ":3: users: unknown key \"pasword\" of a user: name and password are"),
                bad("users:\n  - carol", ":2: users: this is not a list of users, each with name"),
                bad(
                        "users:\n  - {name: 'c d', password: x}",
                        ":2: users: \"c d\" is not a user name: 1 to 64 letters"),
                bad("users:\n  - {name: c, password: ''}", ":2: users: the password of c is empty"),
                bad(
                        "users:\n  - {name: c, password: x}\n  - {name: c, password: y}",
                        ":3: users: c is named twice"),
                bad("users: carol", ":1: users: write users as alice:secret,bob:secret"),
                bad("numbers:\n  9999: eco", ":2: numbers: \"eco\" is not a service: echo"),
                bad("numbers:\n  '9 9': echo", ":2: numbers: \"9 9\" is not a number"),
                bad("numbers: [1]", ":1: numbers: a list is not numbers and their services"),
                bad(
                        "sip.trusted:\n  - {name: carrier}",
                        "a trusted peer needs its network, or the domain that its certificate"),
                bad(
                        "sip.trusted:\n  - {network: 10.0.0.0/8, domain: carrier.example}",
                        "a trusted peer needs its network, or the domain that its certificate"),
                bad("sip.trusted:\n  - {domain: 'a b'}", "a b is not a domain"),
                bad(
                        "sip.trusted:\n  - {domain: carrier.example}",
                        "nobody can prove to be carrier.example while sip.tls.client-auth is off"),
                bad(
                        "log.level: info\nlog.level: warn",
                        ":2: \"log.level\" is given twice: keep one"),
                bad("log: {level: info}\nlog.level: warn", ":2: log.level is given twice"),
                bad("sip.udp.port: [1", "is not YAML: "),
                bad("\tsip.udp.port: 1", ":1: is not YAML: "),
                bad("- a\n- b", ":1: settings are lines like `sip.udp.port: 5060`"),
                bad("just words", ":1: settings are lines like"),
                bad("? [a]\n: b", ":1: a key must be text"),
                bad(
                        "sip.udp.port: 20010",
                        ":1: sip.udp.port: 20010 lies in media.rtp.range (20000-29999): choose one"
                                + " outside"),
                bad(
                        "sip.tls.port: 5060",
                        ":1: sip.tls.port: TCP port 5060 is that of sip.tcp.port: choose another"),
                bad("media.browser.port: 5060", ": UDP port 5060 is that of sip.udp.port"),
                bad(
                        "media.shards: 9",
                        ":1: media.shards: \"9\" is not a number from 1 to 8, or auto"),
                bad(
                        "media.sockets: xdp\nmedia.shards: 2",
                        ":2: media.shards: all media of an interface comes to one thread by XDP:"
                                + " choose 1, or leave it at auto"),
                bad(
                        "media.browser.port: 5058\nmedia.shards: 4",
                        ":1: media.browser.port: media.shards takes 5058 to 5061, but 5060 is that"
                                + " of sip.udp.port: choose another, or fewer shards"),
                bad(
                        "media.browser.port: 19999\nmedia.shards: 2",
                        "takes 19999 to 20000, but 20000 lies in media.rtp.range"),
                bad(
                        "media.browser.port: 65535\nmedia.shards: 2",
                        "takes 65535 to 65536, but there is no port 65536"),
                bad("registrar.expires.max: 5m", ":1: registrar.expires: min must be at least 1s"),
                bad(
                        "store.url: jdbc:postgresql://db/jackfield",
                        ":1: store.url: this version stores in SQLite only"));
    }

    @Test
    void onePortThatIsChosenOrPublishedIsTheOnlyOne() {
        int cores = Math.min(Runtime.getRuntime().availableProcessors(), 8);
        assertThat(MediaSettings.shards(yaml("roles: all"))).isEqualTo(cores);
        assertThat(MediaSettings.shards(yaml("public.address: 127.0.0.9"))).isEqualTo(cores);
        assertThat(MediaSettings.shards(yaml("media.browser.port: 0"))).isEqualTo(cores);
        assertThat(MediaSettings.shards(yaml("media.browser.port: 3479"))).isEqualTo(1);
        assertThat(MediaSettings.shards(yaml("public.address: 203.0.113.10"))).isEqualTo(1);
        assertThat(
                        MediaSettings.shards(
                                yaml(
                                        "relay.interfaces: [out/127.0.0.1!203.0.113.10, in/127.0.0.1]")))
                .isEqualTo(1);
        Config chosen = yaml("public.address: 203.0.113.10\nmedia.shards: 4");
        assertThat(MediaSettings.shards(chosen)).isEqualTo(4);
        assertThat(MediaSettings.whyOnePort(chosen)).contains("203.0.113.10 is not this machine's");
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsWrongIsNamedWithItsLineAndItsCure(String yaml, String message) {
        BadSettings bad = catchThrowableOfType(BadSettings.class, () -> yaml(yaml));
        assertThat(bad).as("accepted").isNotNull();
        assertThat(bad.getMessage()).startsWith("jackfield.yaml:").contains(message);
        assertThat(bad.problems()).hasSize(1);
    }

    @Test
    void allProblemsAreNamedAtOnceInOrder() {
        BadSettings bad =
                catchThrowableOfType(
                        BadSettings.class,
                        () -> yaml("log.level: loud\nfoo.bar: 1\nsip.udp.port: x"));
        assertThat(bad.problems()).extracting(p -> p.where().line()).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @MethodSource("wrongOptions")
    void aWrongOptionIsNamed(String option, String message) {
        BadSettings bad =
                catchThrowableOfType(
                        BadSettings.class, () -> new Config.Sources().set(option).read());
        assertThat(bad).hasMessageContaining(message);
    }

    static Stream<Arguments> wrongOptions() {
        return Stream.of(
                Arguments.of("sip.udp.port", "--set sip.udp.port: write --set key=value"),
                Arguments.of("sip.udp.prt=1", "did you mean sip.udp.port?"),
                Arguments.of("sip.udp.port=x", "--set sip.udp.port: sip.udp.port: \"x\" is not"));
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("missing.yaml");
        BadSettings bad =
                catchThrowableOfType(
                        BadSettings.class, () -> new Config.Sources().file(file).read());
        assertThat(bad)
                .hasMessage(
                        file + ": there is no such file: name one that exists with" + " --config");
    }

    @Test
    void aFileThatIsNotTextIsRefused() throws Exception {
        Path file = Files.write(folder.resolve("jackfield.yaml"), new byte[] {(byte) 0xff, 0, 1});
        BadSettings bad =
                catchThrowableOfType(
                        BadSettings.class, () -> new Config.Sources().file(file).read());
        assertThat(bad).hasMessageStartingWith("jackfield.yaml: is not");
    }

    @Test
    void anEmptyFileIsFine() {
        assertThat(yaml("").get(Settings.REALM)).isEqualTo("jackfield");
        assertThat(yaml("# only words\n").get(Settings.REALM)).isEqualTo("jackfield");
        assertThat(yaml("---\n").get(Settings.REALM)).isEqualTo("jackfield");
    }

    static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    /// Whatever is in the file, it is read or refused in words.
    @ParameterizedTest
    @MethodSource("seeds")
    void aDamagedFileIsReadOrRefused(int seed) {
        Random random = new Random(seed);
        for (int variant = 0; variant < 20; variant++) {
            byte[] text =
                    """
                    a: &x [1, 2]
                    sip: {udp: {port: 5070}}
                    users: [{name: c, password: "p"}]
                    numbers: {9999: echo}
                    roles: [edge, *x]
                    log.level: |
                      info
                    """
                            .getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                text[random.nextInt(text.length)] = (byte) (9 + random.nextInt(118));
            }
            try {
                assertThat(yaml(new String(text, StandardCharsets.UTF_8)).get(Settings.REALM))
                        .isNotNull();
            } catch (BadSettings refused) {
                assertThat(refused.problems()).isNotEmpty();
            }
        }
    }

    @Test
    void addressesAreFoundUnlessTheyAreGiven() {
        InetAddress card = InetAddress.ofLiteral("192.0.2.7");
        assertThat(Addresses.of(Config.defaults(), () -> card))
                .isEqualTo(new Addresses(InetAddress.ofLiteral("0.0.0.0"), card));
        assertThat(Addresses.of(set("listen.address=127.0.0.1"), () -> card).advertised())
                .isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
        assertThat(Addresses.of(set("public.address=203.0.113.5"), () -> card).advertised())
                .isEqualTo(InetAddress.ofLiteral("203.0.113.5"));
        Addresses real = Addresses.of(Config.defaults());
        assertThat(real.advertised().isAnyLocalAddress()).isFalse();
        assertThat(Addresses.ofThisMachine()).contains(real.advertised());
    }

    @Test
    void theDataFolderIsTheOneAskedForOrTheUsersOwn() {
        Path home = Path.of("/home/u");
        assertThat(DataFolder.choose(Path.of("/d"), Map.of("JACKFIELD_DATA", "/e"), "Linux", home))
                .isEqualTo(new DataFolder(Path.of("/d")));
        assertThat(DataFolder.choose(null, Map.of("JACKFIELD_DATA", "/e"), "Linux", home).path())
                .isEqualTo(Path.of("/e"));
        assertThat(DataFolder.choose(null, Map.of("XDG_DATA_HOME", "/x"), "Linux", home).path())
                .isEqualTo(Path.of("/x/jackfield"));
        assertThat(DataFolder.choose(null, Map.of(), "Linux", home).path())
                .isEqualTo(Path.of("/home/u/.local/share/jackfield"));
        assertThat(DataFolder.choose(null, Map.of(), "Mac OS X", home).path())
                .isEqualTo(Path.of("/home/u/Library/Application Support/Jackfield"));
    }

    @Test
    void theManualIsMadeFromTheTable() throws Exception {
        Path page = Path.of("..", "docs", "guide", "settings.md");
        assertThat(Files.readString(page))
                .as("make it again: ./jackfield settings --markdown > docs/guide/settings.md")
                .isEqualTo(SettingsPage.markdown());
        assertThat(List.of(SettingsPage.text().split("\n")))
                .anyMatch(line -> line.startsWith("relay.ng.listen (address:port, default off)"));
    }

    private static Config yaml(String text) {
        return new Config.Sources().yaml("jackfield.yaml", text).read();
    }

    private static Config set(String assignment) {
        return new Config.Sources().set(assignment).read();
    }

    private static Arguments bad(String yaml, String message) {
        return Arguments.of(yaml, message);
    }
}
