package jackfield.rtc.turn;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.rtc.stun.StunAttribute;
import jackfield.rtc.stun.StunClass;
import jackfield.rtc.stun.StunMessage;
import org.junit.jupiter.api.Test;

/// TCP to peers (RFC 6062).
class TcpRelayTest {
    private static final Endpoint PEER = TurnParty.endpoint("203.0.113.5:80");

    private final TurnWorld world = new TurnWorld();
    private final TurnParty alice =
            new TurnParty(world, ClientTransport.TCP, "198.51.100.7:1", "alice", "wonder");

    private TurnWorld.TcpSide allocated() {
        alice.challenged();
        StunMessage answer =
                alice.ask(
                        TurnParty.ALLOCATE,
                        w -> w.put(StunAttribute.REQUESTED_TRANSPORT, TurnParty.TCP));
        assertThat(answer.errorCode()).isZero();
        return world.tcp.get(answer.xorAddress(StunAttribute.XOR_RELAYED_ADDRESS));
    }

    private void connect() {
        alice.send(
                alice.request(
                        TurnParty.CONNECT,
                        TurnParty.transaction(),
                        w -> w.xorAddress(StunAttribute.XOR_PEER_ADDRESS, PEER)));
    }

    private TurnParty data(String at, String user, String password) {
        return new TurnParty(world, ClientTransport.TCP, at, user, password);
    }

    private static int bind(TurnParty from, long connection) {
        from.ask(TurnParty.CONNECTION_BIND, w -> w.number(StunAttribute.CONNECTION_ID, connection));
        return from.ask(
                        TurnParty.CONNECTION_BIND,
                        w -> w.number(StunAttribute.CONNECTION_ID, connection))
                .errorCode();
    }

    @Test
    void aClientConnectsToAPeerAndBindsTheConnection() {
        TurnWorld.TcpSide side = allocated();
        connect();
        assertThat(world.take(alice.at)).as("no answer before the peer's").isNull();
        assertThat(side.told).containsExactly("connect " + PEER);
        world.server.peerConnected(side.connecting, world.now);
        long id = alice.answer().number(StunAttribute.CONNECTION_ID);
        assertThat((int) id).isEqualTo(side.connecting);

        TurnParty thief = data("198.51.100.9:9", "bob", "builder");
        assertThat(bind(thief, id)).isEqualTo(441);
        TurnParty second = data("198.51.100.7:2", "alice", "wonder");
        assertThat(bind(second, id)).isZero();
        assertThat(side.told).last().isEqualTo("join tcp 198.51.100.7:2");
        TurnParty third = data("198.51.100.7:3", "alice", "wonder");
        assertThat(bind(third, id)).isEqualTo(400);
        connect();
        assertThat(alice.answer().errorCode()).isEqualTo(446);
        world.server.peerGone(side.allocation, side.connecting);
        connect();
        assertThat(side.told).last().isEqualTo("connect " + PEER);
    }

    @Test
    void aPeerThatDoesNotAnswerIsToldOf() {
        TurnWorld.TcpSide side = allocated();
        connect();
        world.server.peerGone(side.allocation, side.connecting);
        assertThat(alice.answer().errorCode()).isEqualTo(447);
        connect();
        world.pass(31);
        assertThat(alice.answer().errorCode()).isEqualTo(447);
        assertThat(side.told).last().isEqualTo("cut");
    }

    @Test
    void aConnectionThatNobodyBindsIsCut() {
        TurnWorld.TcpSide side = allocated();
        connect();
        world.server.peerConnected(side.connecting, world.now);
        alice.answer();
        world.pass(31);
        assertThat(side.told).last().isEqualTo("cut");
    }

    @Test
    void aPeerMayConnectOnlyWithAPermission() {
        TurnWorld.TcpSide side = allocated();
        assertThat(world.server.peerArrived(side.allocation, PEER, world.now)).isNull();
        assertThat(alice.permit(PEER.toString())).isZero();
        Integer id = world.server.peerArrived(side.allocation, PEER, world.now);
        assertThat(id).isNotNull();
        StunMessage attempt = StunMessage.parse(world.take(alice.at)).orThrow();
        assertThat(attempt.kind()).isEqualTo(StunClass.INDICATION);
        assertThat(attempt.xorAddress(StunAttribute.XOR_PEER_ADDRESS)).isEqualTo(PEER);
        assertThat((int) attempt.number(StunAttribute.CONNECTION_ID)).isEqualTo(id);
        assertThat(bind(data("198.51.100.7:2", "alice", "wonder"), id & 0xffff_ffffL)).isZero();
    }

    @Test
    void aDeniedPeerIsNotConnectedTo() {
        allocated();
        StunMessage answer =
                alice.ask(
                        TurnParty.CONNECT,
                        w ->
                                w.xorAddress(
                                        StunAttribute.XOR_PEER_ADDRESS,
                                        TurnParty.endpoint("127.0.0.1:80")));
        assertThat(answer.errorCode()).isEqualTo(403);
    }

    @Test
    void theEndOfAnAllocationEndsItsConnections() {
        TurnWorld.TcpSide side = allocated();
        connect();
        world.server.closed(alice.wire(), world.now);
        assertThat(side.told).last().isEqualTo("close");
        world.pass(100);
        assertThat(world.take(alice.at)).isNull();
    }
}
