package jackfield.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardingTest {
    private final Forwarding forwarding = new Forwarding(Endpoint::isLoopback);

    private String client(String remote, List<String> forwarded, List<String> forwardedFor) {
        return forwarding.client(address(remote), forwarded, forwardedFor).host();
    }

    private static Endpoint address(String host) {
        return Objects.requireNonNull(Endpoint.literal(host, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1 | 192.0.2.7 | 192.0.2.7",
                "127.0.0.1 | 10.6.6.6, 192.0.2.7 | 192.0.2.7",
                "127.0.0.1 | 192.0.2.7, 127.0.0.2 | 192.0.2.7",
                "127.0.0.1 | 192.0.2.7, nonsense | 127.0.0.1",
                "127.0.0.1 | , | 127.0.0.1",
                "127.0.0.1 | 2001:db8::7 | 2001:db8::7",
                "192.0.2.1 | 10.6.6.6 | 192.0.2.1"
            })
    void theRightmostAddressThatIsNoProxyCounts(String remote, String field, String client) {
        assertThat(client(remote, List.of(), List.of(field))).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "for=192.0.2.7;proto=https | 192.0.2.7",
                "for=10.6.6.6, For=\"[2001:db8::7]:4711\";by=127.0.0.1 | 2001:db8::7",
                "for=\"192.0.2.7:80\" | 192.0.2.7",
                "for=_hidden | 127.0.0.1",
                "proto=https | 127.0.0.1"
            })
    void readsForwarded(String field, String client) {
        assertThat(client("127.0.0.1", List.of(field), List.of("10.6.6.6"))).isEqualTo(client);
    }

    @Test
    void severalFieldsAreOneList() {
        assertThat(client("127.0.0.1", List.of(), List.of("10.6.6.6", "192.0.2.7")))
                .isEqualTo("192.0.2.7");
    }

    @ParameterizedTest
    @CsvSource({
        "https://phone.example.org, phone.example.org:8443, true",
        "https://phone.example.org:8443, Phone.example.org, true",
        "https://evil.example, phone.example.org, false",
        "http://localhost:3000, phone.example.org, true",
        "'https://[2001:db8::1]:8443', '[2001:db8::1]:8443', true",
        "null, phone.example.org, false",
        ", phone.example.org, true",
        "https://phone.example.org, , false"
    })
    void pagesOfTheSameHostMayConnect(String origin, String host, boolean admitted) {
        assertThat(OriginCheck.sameHost().admits(origin, host)).isEqualTo(admitted);
    }
}
