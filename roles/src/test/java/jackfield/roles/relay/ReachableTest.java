package jackfield.roles.relay;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.rtc.sdp.SessionDescription;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

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
}
