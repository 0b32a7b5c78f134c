package jackfield.server.kamailio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.server.config.Config;
import jackfield.server.config.MediaSettings;
import jackfield.server.config.Port;
import jackfield.server.config.RegistrarSection;
import jackfield.server.config.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranslationTest {
    private static final Path ETC = Path.of("src/test/resources/kamailio/etc");
    private static final Path CFG = ETC.resolve("kamailio/kamailio.cfg");

    @TempDir private Path folder;

    private static Translation edge() throws IOException {
        return Translation.of(
                CFG,
                Optional.of(ETC.resolve("rtpengine/rtpengine.conf")),
                Optional.of(ETC.resolve("turnserver.conf")));
    }

    private Translation of(String text) throws IOException {
        Path file = folder.resolve("kamailio.cfg");
        Files.writeString(file, text);
        return Translation.of(file, Optional.empty(), Optional.empty());
    }

    private static Config read(Translation translation) {
        return new Config.Sources().yaml("jackfield.yaml", translation.yaml()).read();
    }

    @Test
    void whatItWritesIsAGoodSettingsFile() throws IOException {
        Config config = read(edge());

        assertThat(config.get(Settings.LISTEN_ADDRESS).orElseThrow().getHostAddress())
                .isEqualTo("192.0.2.10");
        assertThat(config.get(Settings.PUBLIC_ADDRESS).orElseThrow().getHostAddress())
                .isEqualTo("203.0.113.20");
        assertThat(config.get(Settings.DOMAIN)).contains("phones.example.org");
        assertThat(config.get(Settings.REALM)).isEqualTo("phones.example.org");
        assertThat(config.get(Settings.SIP_UDP_PORT)).isEqualTo(new Port(5070));
        assertThat(config.get(Settings.SIP_TCP_PORT)).isEqualTo(new Port(5070));
        assertThat(config.get(Settings.SIP_TLS_PORT)).isEqualTo(new Port(5071));
        assertThat(config.get(Settings.HTTPS_PORT)).isEqualTo(new Port(4443));
        assertThat(config.get(Settings.WS_LISTEN).orElseThrow()).hasToString("127.0.0.1:8081");
        assertThat(config.get(RegistrarSection.EXPIRES_MAX)).isEqualTo(Duration.ofHours(1));
        assertThat(config.get(RegistrarSection.EXPIRES_MIN)).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.get(Settings.RTP_RANGE).first()).isEqualTo(16384);
        assertThat(config.get(Settings.SILENT_TIMEOUT)).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.get(MediaSettings.HELD_TIMEOUT)).isEqualTo(Duration.ofHours(2));
        assertThat(config.get(MediaSettings.UNANSWERED_TIMEOUT)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void whatItLeavesOutIsNamedWithItsLine() throws IOException {
        assertThat(edge().yaml())
                .contains("calls are sent to sip:198.51.100.7:5060: write a route to it (line ")
                .contains("numbers like ^00[1-9] are told apart (line ")
                .contains("route[PSTN]: write its rule as a route to a gateway")
                .contains("presence (PUBLISH, SUBSCRIBE) is not in this version")
                .contains("the users of turnserver.conf")
                .doesNotContain("203.0.113.1")
                .doesNotContain("route[AUTH]");
    }

    @Test
    void passwordsOfTheDatabaseAreNotRepeated() throws IOException {
        Translation translation = edge();

        assertThat(translation.userDatabase()).contains("mysql://kamailio@localhost/kamailio");
        assertThat(translation.yaml()).doesNotContain("not-for-the-log");
    }

    @Test
    void aConditionThatDoesNotHoldLeavesItsLinesOut() throws IOException {
        Translation translation =
                of(
                        """
                        #!define WITH_A
                        #!ifdef WITH_A
                        #!ifndef WITH_B
                        listen=udp:192.0.2.1:5062
                        #!else
                        listen=udp:192.0.2.1:5063
                        #!endif
                        #!else
                        listen=udp:192.0.2.1:5064
                        #!endif
                        """);

        assertThat(read(translation).get(Settings.SIP_UDP_PORT)).isEqualTo(new Port(5062));
    }

    @Test
    void severalAddressesAndAnAdvertisedOne() throws IOException {
        Translation translation =
                of(
                        """
                        listen=udp:10.0.0.1:5060 advertise 203.0.113.7:5060
                        listen=tcp:[2001:db8::1]:5060
                        """);

        Config config = read(translation);
        assertThat(config.get(Settings.LISTEN_ADDRESS)).isEmpty();
        assertThat(config.get(Settings.PUBLIC_ADDRESS).orElseThrow().getHostAddress())
                .isEqualTo("203.0.113.7");
        assertThat(translation.yaml()).contains("it listens on 10.0.0.1, [2001:db8::1]");
    }

    @Test
    void aScriptWithoutPasswordsIsWarnedOf() throws IOException {
        assertThat(of("request_route {\nroute(LOCATION);\n}\n").yaml())
                .contains("the script asks nobody for a password");
    }

    @Test
    void aFileThatIncludesItselfEnds() {
        assertThatThrownBy(() -> of("include_file \"kamailio.cfg\"\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("included by itself");
    }

    @Test
    void anIncludedFileCounts() throws IOException {
        Files.writeString(folder.resolve("local.cfg"), "#!define PORT 5099\n");

        Translation translation =
                of(
                        "include_file \"local.cfg\"\nimport_file \"none.cfg\"\nport=PORT\nlisten=udp:10.0.0.1\n");

        assertThat(read(translation).get(Settings.SIP_UDP_PORT)).isEqualTo(new Port(5099));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void damagedFilesGiveSettingsOrAnErrorAndNothingElse(long seed) throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] bytes = Files.readAllBytes(CFG);
        for (int round = 0; round < 20; round++) {
            byte[] damaged = bytes.clone();
            for (int i = 0; i < 40; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Translation translation = of(new String(damaged, StandardCharsets.ISO_8859_1));

            assertThat(new Config.Sources().yaml("damaged", translation.yaml())).isNotNull();
        }
    }
}
