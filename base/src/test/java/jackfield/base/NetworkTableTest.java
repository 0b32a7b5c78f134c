package jackfield.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTableTest {
    @Test
    void shortFormsAreNoAddresses() {
        assertThat(Network.parse("10.1/16")).isNull();
        assertThat(Network.parse("10")).isNull();
    }

    @Test
    void aSourceOfIpv6IsItsSite() {
        assertThat(Network.source(endpoint("2001:db8::1:2:3:4"))).hasToString("2001:db8::/64");
        assertThat(Network.source(endpoint("192.0.2.1"))).hasToString("192.0.2.1/32");
    }

    @Test
    void theNarrowestNetworkCounts() {
        NetworkTable<String> table = new NetworkTable<>();
        table.put(network("10.0.0.0/8"), "wide");
        table.put(network("10.1.0.0/16"), "narrow");
        table.put(network("10.1.2.3"), "one");
        assertThat(table.find(endpoint("10.1.2.3"))).isEqualTo("one");
        assertThat(table.find(endpoint("10.1.2.4"))).isEqualTo("narrow");
        assertThat(table.find(endpoint("10.2.0.0"))).isEqualTo("wide");
        assertThat(table.find(endpoint("11.0.0.0"))).isNull();
        table.remove(network("10.1.0.0/16"));
        assertThat(table.find(endpoint("10.1.2.4"))).isEqualTo("wide");
    }

    /// Whatever is put and taken out, the table finds what a search through all of them finds.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsWhatASearchFinds(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        NetworkTable<Integer> table = new NetworkTable<>();
        Map<Network, Integer> model = new HashMap<>();
        for (int i = 0; i < 3_000; i++) {
            Endpoint address = address(random);
            Network network = new Network(address.high(), address.low(), 100 + random.nextInt(29));
            if (random.nextInt(3) == 0) {
                table.remove(network);
                model.remove(network);
            } else {
                table.put(network, i);
                model.put(network, i);
            }
            Endpoint asked = address(random);
            assertThat(table.find(asked)).isEqualTo(search(model, asked));
            assertThat(table.size()).isEqualTo(model.size());
        }
        assertThat(table.values()).containsExactlyInAnyOrderElementsOf(model.values());
    }

    /// Few addresses, so that they meet.
    private static Endpoint address(RandomGenerator random) {
        return Endpoint.ipv4(0x0a000000 | random.nextInt(4) << 16 | random.nextInt(64), 5060);
    }

    private static @Nullable Integer search(Map<Network, Integer> model, Endpoint asked) {
        Network best = null;
        for (Network network : model.keySet()) {
            if (network.contains(asked) && (best == null || best.bits() < network.bits())) {
                best = network;
            }
        }
        return best == null ? null : model.get(best);
    }

    private static Network network(String text) {
        return Objects.requireNonNull(Network.parse(text));
    }

    private static Endpoint endpoint(String host) {
        return Objects.requireNonNull(Endpoint.literal(host, 5060));
    }
}
