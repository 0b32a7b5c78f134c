package jackfield.roles.relay;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.rtc.sdp.SessionDescription;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// R8: only addresses the peer can reach.
class ReachableTest {
    private static final Endpoint PUBLIC = at("192.0.2.1");
    private static final Endpoint LAN = at("192.168.1.10");
    private static final Endpoint LOOP = at("127.0.0.1");

    private static Endpoint at(String host) {
        return Objects.requireNonNull(Endpoint.literal(host, 40_000));
    }

    private static SessionDescription showing(String address) {
        String sdp = Sdps.browserOffer().replace("203.0.113.9", address);
        return SessionDescription.parse(Sdps.bytes(sdp)).orThrow();
    }

    @Test
    void strangersSeeThePublicAddress() {
        List<Endpoint> all = List.of(PUBLIC, LAN, LOOP);
        assertThat(Reachable.of(all, null)).containsExactly(PUBLIC);
        assertThat(Reachable.of(all, showing("203.0.113.9"))).containsExactly(PUBLIC);
        assertThat(Reachable.of(all, showing("10.0.0.5"))).containsExactly(PUBLIC);
    }

    @Test
    void neighboursSeeThePrivateOneToo() {
        List<Endpoint> all = List.of(PUBLIC, LAN, LOOP);
        assertThat(Reachable.of(all, showing("192.168.7.7"))).containsExactly(PUBLIC, LAN);
    }

    @Test
    void privateOnlyWhereThereIsNoOther() {
        assertThat(Reachable.of(List.of(LAN, LOOP), null)).containsExactly(LAN);
    }

    @Test
    void loopbackForThisMachineOrWhenItIsAll() {
        assertThat(Reachable.of(List.of(LAN, LOOP), showing("127.0.0.1")))
                .containsExactly(LAN, LOOP);
        assertThat(Reachable.of(List.of(LAN, LOOP), showing("192.168.1.10")))
                .containsExactly(LAN, LOOP);
        assertThat(Reachable.of(List.of(LOOP), null)).containsExactly(LOOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.2.3",
                "172.16.0.1",
                "172.31.0.1",
                "192.168.0.1",
                "169.254.1.1",
                "100.64.0.1",
                "fd00::1",
                "fe80::1",
            })
    void privateAddresses(String host) {
        assertThat(Reachable.isPrivate(at(host))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"172.32.0.1", "192.169.0.1", "100.128.0.1", "8.8.8.8", "2001:db8::1"})
    void publicAddresses(String host) {
        assertThat(Reachable.isPrivate(at(host))).isFalse();
    }
}
