package jackfield.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 203.0.113.9, true",
        "::/0, 2001:db8::1, true",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::1, 2001:db8::1, true",
        "fe80::/10, febf::1, true",
        "fe80::/10, fec0::1, false",
    })
    void anAddressIsInItOrNot(String network, String address, boolean in) {
        Network range = Network.parse(network);
        Endpoint remote = Endpoint.literal(address, 5060);
        assertThat(range).isNotNull();
        assertThat(range.contains(remote)).isEqualTo(in);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "example.org",
                "192.0.2.0/33",
                "192.0.2.1/24",
                "192.0.2.0/-1",
                "192.0.2.0/",
                "192.0.2.0/24/8",
                "192.0.2/24",
                "2001:db8::/129",
                "2001:db8::1/32",
                "192.0.2.0/1e1"
            })
    void whatIsNoNetworkIsNotRead(String text) {
        assertThat(Network.parse(text)).isNull();
    }

    @Test
    void whatItPrintsIsReadAsTheSame() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        for (int i = 0; i < 2000; i++) {
            Network network =
                    random.nextBoolean()
                            ? new Network(random.nextLong(), random.nextLong(), random.nextInt(129))
                            : new Network(
                                    0,
                                    0xffff_0000_0000L | random.nextInt() & 0xffff_ffffL,
                                    96 + random.nextInt(33));
            assertThat(Network.parse(network.toString())).isEqualTo(network);
        }
    }
}
