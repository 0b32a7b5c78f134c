package jackfield.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.base.Endpoint;
import jackfield.server.config.Config;
import jackfield.server.config.DataFolder;
import jackfield.server.config.Settings;
import jackfield.server.config.TurnSection;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortRefusalTest {
    private static final Endpoint AT = Endpoint.ipv4(0xC0000207, 443);

    @TempDir Path folder;

    @Test
    void aTakenPortIsMovedByItsSetting() {
        assertThat(PortRefusal.of("HTTPS", AT, "Address already in use", Settings.HTTPS_PORT))
                .hasMessage(
                        "HTTPS 192.0.2.7:443 is in use by another program: stop that one, or"
                                + " choose another with --set edge.https.port=PORT");
        assertThat(PortRefusal.of("UDP", AT, "Address already in use", Settings.NG_LISTEN))
                .hasMessageEndingWith("--set relay.ng.listen=ADDRESS:PORT");
    }

    @Test
    void aStrangeAddressIsAnsweredWithOurs() {
        String why = "Cannot assign requested address";
        assertThat(PortRefusal.of("UDP", AT, why, Settings.NG_LISTEN))
                .hasMessageContaining("cannot be opened: " + why + ". This machine has 127.0.0.1,")
                .hasMessageEndingWith("name one of these with --set relay.ng.listen=ADDRESS:PORT");
        assertThat(PortRefusal.of("UDP", AT, why, Settings.SIP_UDP_PORT))
                .hasMessageEndingWith("--set listen.address=ADDRESS");
        assertThat(PortRefusal.of("UDP", AT, why, TurnSection.PORT))
                .hasMessageEndingWith("listen.address or turn.addresses");
    }

    @Test
    void aPrivilegedPortNamesThePrivilege() {
        assertThat(PortRefusal.of("HTTPS", AT, "Permission denied", Settings.HTTPS_PORT))
                .hasMessageContaining("CAP_NET_BIND_SERVICE")
                .hasMessageEndingWith("--set edge.https.port=PORT");
        String asLibrariesSay = "a.b.NativeIoException: bind(..) failed (-13): Permission denied";
        assertThat(PortRefusal.of("HTTPS", AT, asLibrariesSay, Settings.HTTPS_PORT))
                .hasMessageContaining("cannot be opened: Permission denied. Ports");
        assertThat(PortRefusal.of("HTTPS", AT, "Too many open files", Settings.HTTPS_PORT))
                .hasMessage(
                        "HTTPS 192.0.2.7:443 cannot be opened: Too many open files (setting"
                                + " edge.https.port)");
    }

    /// By whatever way this machine opens sockets.
    @Test
    void aRelayWithoutItsControlPortSaysWhy() throws Exception {
        assertThatThrownBy(() -> relayWith("192.0.2.7:2223"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("UDP 192.0.2.7:2223 cannot be opened: Cannot assign")
                .hasMessageContaining("relay.ng.listen");
        InetAddress here = InetAddress.ofLiteral("127.52.3.2");
        try (DatagramSocket other = new DatagramSocket(new InetSocketAddress(here, 0))) {
            assertThatThrownBy(() -> relayWith("127.52.3.2:" + other.getLocalPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is in use by another program")
                    .hasMessageContaining("--set relay.ng.listen=ADDRESS:PORT");
        }
    }

    private void relayWith(String control) throws IOException {
        Config config =
                new Config.Sources()
                        .set("roles=relay")
                        .set("listen.address=127.52.3.2")
                        .set("relay.ng.listen=" + control)
                        .set("media.browser.port=0")
                        .read();
        Node.start(config, new DataFolder(folder.resolve("data"))).close();
    }
}
