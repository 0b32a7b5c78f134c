package jackfield.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1:5060",
                "[2001:db8::1]:5060",
                "[::1]:0",
                "[1:0:0:2::3]:65535",
                "[::]:1",
                "[fe80::1:0:0:1]:9"
            })
    void textSurvivesARoundTrip(String text) {
        assertThat(Endpoint.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:5060", "192.0.2.1", ":1", "1.2.3.4:65536", "1.2.3.4:x", ""})
    void whatIsNoLiteralAddressIsNull(String text) {
        assertThat(Endpoint.parse(text)).isNull();
    }

    @Test
    void ipv4IsMappedAndComesBackAsFourBytes() {
        Endpoint endpoint = Endpoint.ipv4(0x7f000001, 80);
        assertThat(endpoint.isIpv4()).isTrue();
        assertThat(endpoint.isLoopback()).isTrue();
        assertThat(endpoint.ipv4()).isEqualTo(0x7f000001);
        assertThat(endpoint.address().getAddress()).containsExactly(127, 0, 0, 1);
        assertThat(Endpoint.of(endpoint.socketAddress())).isEqualTo(endpoint);
    }
}
