package jackfield.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which push resources a page may name: none of our neighbours'.
class PushEndpointsTest {
    private final PushEndpoints endpoints =
            new PushEndpoints(
                    Set.of("public", "http://127.0.0.1:8090"), PushEndpointsTest::resolve);

    private static InetAddress[] resolve(String host) throws UnknownHostException {
        return switch (host) {
            case "push.internal" -> new InetAddress[] {address("10.0.0.9")};
            case "push.example.net" -> new InetAddress[] {address("93.184.216.34")};
            case "both.example.net" ->
                    new InetAddress[] {address("93.184.216.34"), address("10.0.0.1")};
            case "metadata.example.net" -> new InetAddress[] {address("169.254.169.254")};
            default -> {
                if (!host.matches("[0-9.]+|.*:.*")) {
                    throw new UnknownHostException(host);
                }
                yield new InetAddress[] {address(host)};
            }
        };
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.ofLiteral(literal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://push.example.net/x?y=z",
                "https://push.example.net:8443/x",
                "https://[2606:2800:220:1:248:1893:25c8:1946]/x",
                "http://127.0.0.1:8090/x"
            })
    void theseMayBeNamed(String endpoint) {
        assertThat(endpoints.find(endpoint)).isInstanceOf(PushEndpoints.Place.At.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "https://",
                "ftp://push.example.net/x",
                "http://push.example.net/x",
                "https://user:secret@push.example.net/x",
                "https://push.example.net/x#y",
                "https://both.example.net/x",
                "https://metadata.example.net/x",
                "https://nowhere.example.net/x",
                "https://127.0.0.1/x",
                "https://127.0.0.1:8090/x",
                "http://127.0.0.1:8091/x",
                "https://0.0.0.0/x",
                "https://10.1.2.3/x",
                "https://192.168.0.1/x",
                "https://100.64.0.1/x",
                "https://[::1]/x",
                "https://[::ffff:127.0.0.1]/x",
                "https://[fd00::1]/x",
                "https://[fe80::1]/x",
                "https://[64:ff9b::7f00:1]/x",
                "https://push.example.net/\r\nx"
            })
    void theseMayNot(String endpoint) {
        assertThat(endpoints.find(endpoint)).isInstanceOf(PushEndpoints.Place.None.class);
    }

    @Test
    void aLongOneIsNone() {
        assertThat(endpoints.find("https://push.example.net/" + "x".repeat(2000)))
                .isInstanceOf(PushEndpoints.Place.None.class);
    }

    @Test
    void anOperatorMayNameServicesAndNoOther() {
        PushEndpoints own =
                new PushEndpoints(Set.of("https://push.internal"), PushEndpointsTest::resolve);
        assertThat(own.find("https://push.internal/x")).isInstanceOf(PushEndpoints.Place.At.class);
        assertThat(own.find("https://push.example.net/x").toString()).contains("push.services");
    }

    /// The DNS names a public address when it is asked first, and a neighbour of ours afterwards.
    @Test
    void aNameIsAskedOnceForEachMessage() {
        AtomicInteger asked = new AtomicInteger();
        PushEndpoints rebound =
                new PushEndpoints(
                        Set.of(PushPolicy.PUBLIC),
                        _ ->
                                new InetAddress[] {
                                    address(
                                            asked.getAndIncrement() == 0
                                                    ? "93.184.216.34"
                                                    : "127.0.0.1")
                                });
        assertThat(rebound.find("https://push.example.net/x"))
                .isEqualTo(
                        new PushEndpoints.Place.At(
                                URI.create("https://push.example.net/x"),
                                List.of(InetAddress.ofLiteral("93.184.216.34"))));
        assertThat(rebound.find("https://push.example.net/x"))
                .isInstanceOf(PushEndpoints.Place.None.class);
    }
}
