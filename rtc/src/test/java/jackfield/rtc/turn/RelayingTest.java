package jackfield.rtc.turn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Permissions, channels, and the way of packets (RFC 8656 sections 9 to 12).
class RelayingTest {
    private static final String PEER = "203.0.113.5:5000";
    private static final byte[] HELLO = "hello".getBytes(UTF_8);

    private final TurnWorld world = new TurnWorld();

    @Test
    void indicationsPassBothWaysOnceThereIsAPermission() {
        TurnParty alice = TurnParty.alice(world).allocated();
        Endpoint peer = TurnParty.endpoint(PEER);
        alice.says(PEER, HELLO);
        world.fromPeer(peer, alice.relayed(), HELLO);
        assertThat(world.take(peer)).isNull();
        assertThat(alice.hears()).isNull();
        assertThat(alice.permit(PEER)).isZero();
        alice.says(PEER, HELLO);
        assertThat(world.take(peer)).isEqualTo(HELLO);
        // Any port of the permitted address.
        Endpoint other = peer.withPort(7);
        world.fromPeer(other, alice.relayed(), HELLO);
        TurnParty.Data heard = alice.hears();
        assertThat(heard.peer()).isEqualTo(other);
        assertThat(heard.data()).isEqualTo(HELLO);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 35, 36, 37, 160, 1200, 1472, 2000})
    void payloadsOfAnyLengthComeThroughWhole(int length) {
        TurnParty alice = TurnParty.alice(world).allocated();
        byte[] data = new byte[length];
        new java.util.Random(length).nextBytes(data);
        Endpoint peer = TurnParty.endpoint(PEER);
        alice.permit(PEER);
        alice.says(PEER, data);
        assertThat(world.take(peer)).isEqualTo(data);
        world.fromPeer(peer, alice.relayed(), data);
        assertThat(alice.hears().data()).isEqualTo(data);
        assertThat(alice.bind(0x4001, PEER)).isZero();
        alice.says(0x4001, data);
        assertThat(world.take(peer)).isEqualTo(data);
        world.fromPeer(peer, alice.relayed(), data);
        ByteBuffer framed = ByteBuffer.wrap(world.take(alice.at));
        assertThat(framed.getShort() & 0xffff).isEqualTo(0x4001);
        assertThat(framed.getShort() & 0xffff).isEqualTo(length);
        assertThat(Arrays.copyOfRange(framed.array(), 4, 4 + length)).isEqualTo(data);
        assertThat(framed.array()).hasSize(4 + length);
    }

    @Test
    void aPermissionLastsFiveMinutesAndAChannelTen() {
        TurnParty alice = TurnParty.alice(world).allocated();
        Endpoint peer = TurnParty.endpoint(PEER);
        alice.refresh(3_000);
        alice.bind(0x4000, PEER);
        world.pass(301);
        world.fromPeer(peer, alice.relayed(), HELLO);
        assertThat(world.take(alice.at)).isNull();
        alice.says(0x4000, HELLO);
        assertThat(world.take(peer)).isEqualTo(HELLO);
        alice.permit(PEER);
        world.fromPeer(peer, alice.relayed(), HELLO);
        assertThat(world.take(alice.at)).hasSize(4 + HELLO.length);
        world.pass(299);
        alice.says(0x4000, HELLO);
        assertThat(world.take(peer)).isNull();
        alice.renewsNonce();
        alice.permit(PEER);
        world.fromPeer(peer, alice.relayed(), HELLO);
        assertThat(alice.hears().data()).isEqualTo(HELLO);
    }

    @Test
    void aChannelThatWasForgottenCanBeBoundAgain() {
        TurnParty alice = TurnParty.alice(world).allocated();
        alice.bind(0x4000, PEER);
        assertThat(alice.bind(0x4000, PEER)).isZero();
        assertThat(alice.bind(0x4000, "203.0.113.6:5000")).isEqualTo(400);
        assertThat(alice.bind(0x4001, PEER)).isEqualTo(400);
        alice.refresh(3_000);
        world.pass(601);
        alice.renewsNonce();
        assertThat(alice.bind(0x4000, "203.0.113.6:5000")).isZero();
        alice.says(0x4000, HELLO);
        assertThat(world.take(TurnParty.endpoint("203.0.113.6:5000"))).isEqualTo(HELLO);
    }

    @Test
    void channelNumbersOutsideTheirRangeAreRefused() {
        TurnParty alice = TurnParty.alice(world).allocated();
        assertThat(alice.bind(0x3fff, PEER)).isEqualTo(400);
        assertThat(alice.bind(0x8000, PEER)).isEqualTo(400);
        assertThat(alice.bind(0x7ffe, PEER)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:80",
                "10.0.0.1:80",
                "192.168.1.1:80",
                "172.16.0.1:80",
                "169.254.169.254:80",
                "0.0.0.0:80",
                "224.0.0.1:80",
                "255.255.255.255:80",
                "100.64.0.1:80",
                "203.0.113.66:80"
            })
    void deniedPeersAreRefused(String peer) {
        TurnParty alice = TurnParty.alice(world).allocated();
        assertThat(alice.permit(peer)).isEqualTo(403);
        assertThat(alice.bind(0x4000, peer)).isEqualTo(403);
        assertThat(alice.permit(PEER, peer)).isEqualTo(403);
        alice.says(PEER, HELLO); // all or nothing
        assertThat(world.take(TurnParty.endpoint(PEER))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[::1]:80",
                "[::]:80",
                "[fe80::1]:80",
                "[fd00:ec2::254]:80",
                "[ff02::1]:80",
                "[64:ff9b::7f00:1]:80",
                "[2002:7f00:1::1]:80",
                "[2001:0:7f00:1::1]:80"
            })
    void deniedPeersOfIpv6AreRefused(String peer) {
        TurnParty alice = TurnParty.alice(world);
        alice.allocated(w ->
                w.put(
                        jackfield.rtc.stun.StunAttribute.REQUESTED_ADDRESS_FAMILY,
                        new byte[] {2, 0, 0, 0}));
        assertThat(alice.permit(peer)).isEqualTo(403);
        assertThat(alice.bind(0x4000, peer)).isEqualTo(403);
    }

    @Test
    void anAllowedNetworkWithinADeniedOneIsReached() {
        TurnParty alice = TurnParty.alice(world).allocated();
        assertThat(alice.permit("10.1.2.3:9")).isZero();
        assertThat(alice.permit("10.2.2.3:9")).isEqualTo(403);
    }

    @Test
    void ofOurOwnAddressOnlyMediaPortsAreReached() {
        TurnParty alice = TurnParty.alice(world).allocated();
        assertThat(alice.bind(0x4000, "192.0.2.1:5060")).isEqualTo(403);
        assertThat(alice.permit("192.0.2.1:1")).isZero();
        alice.says("192.0.2.1:5060", HELLO);
        assertThat(world.take(TurnParty.endpoint("192.0.2.1:5060"))).isNull();
        assertThat(world.server.totals().drops()).containsEntry("denied-peer", 1L);
        alice.says("192.0.2.1:39999", HELLO);
        assertThat(world.take(TurnParty.endpoint("192.0.2.1:39999"))).isEqualTo(HELLO);
    }

    @Test
    void twoClientsOfOursMeetWithoutTheNetwork() {
        TurnParty alice = TurnParty.alice(world).allocated();
        TurnParty bob = new TurnParty(world, "198.51.100.8:1", "bob", "builder").allocated();
        alice.bind(0x4000, bob.relayed().toString());
        bob.permit(alice.relayed().toString());
        alice.says(0x4000, HELLO);
        TurnParty.Data heard = bob.hears();
        assertThat(heard.peer()).isEqualTo(alice.relayed());
        assertThat(heard.data()).isEqualTo(HELLO);
        bob.says(alice.relayed().toString(), HELLO);
        assertThat(world.take(alice.at)).hasSize(4 + HELLO.length);
        bob.bind(0x4abc, alice.relayed().toString());
        alice.says(0x4000, HELLO);
        assertThat(world.take(bob.at))
                .startsWith((byte) 0x4a, (byte) 0xbc, (byte) 0, (byte) HELLO.length)
                .endsWith(HELLO);
        assertThat(world.take(bob.relayed())).isNull();
    }

    @Test
    void permissionsAndChannelsAreLimited() {
        TurnParty alice = TurnParty.alice(world).allocated();
        int most = TurnLimits.DEFAULT.permissions();
        for (int i = 0; i < most; i++) {
            assertThat(alice.permit("203.0." + i / 200 + "." + (i % 200 + 1) + ":1")).isZero();
        }
        assertThat(alice.permit("198.51.100.77:1")).isEqualTo(508);
        world.pass(301);
        assertThat(alice.permit("198.51.100.77:1")).isZero();
    }

    @Test
    void anAllocationCarriesNoMoreThanItMay() {
        TurnLimits slow =
                new TurnLimits(
                        9,
                        9,
                        9,
                        9,
                        1_000,
                        0,
                        600,
                        20,
                        3_600 * TurnWorld.SECOND,
                        600 * TurnWorld.SECOND);
        TurnWorld narrow = new TurnWorld(slow);
        TurnParty alice = TurnParty.alice(narrow).allocated();
        alice.permit(PEER);
        Endpoint peer = TurnParty.endpoint(PEER);
        int passed = 0;
        for (int i = 0; i < 20; i++) {
            alice.says(PEER, new byte[100]);
            passed += narrow.take(peer) == null ? 0 : 1;
        }
        assertThat(passed).isEqualTo(10);
        narrow.pass(1);
        alice.says(PEER, new byte[100]);
        assertThat(narrow.take(peer)).isNotNull();
        assertThat(narrow.server.totals().drops()).containsEntry("bandwidth", 10L);
    }

    @Test
    void aStrangerReachesNobody() {
        TurnParty alice = TurnParty.alice(world).allocated();
        alice.bind(0x4000, PEER);
        TurnParty stranger = new TurnParty(world, "198.51.100.66:6", "", "");
        stranger.says(0x4000, HELLO);
        stranger.says(PEER, HELLO);
        assertThat(world.take(TurnParty.endpoint(PEER))).isNull();
        assertThat(world.take(stranger.at)).isNull();
    }

    /// Whatever comes in, nothing is thrown, nothing goes where there is no permission, and what is
    /// left works.
    @Test
    void mutatedMessagesNeverThrowAndNeverReachAStranger() {
        TurnParty alice = TurnParty.alice(world).allocated();
        alice.permit(PEER);
        alice.bind(0x4000, PEER);
        Endpoint peer = TurnParty.endpoint(PEER);
        byte[][] seeds = {
            alice.request(TurnParty.ALLOCATE, TurnParty.transaction(), TurnParty::udp),
            alice.request(TurnParty.REFRESH, TurnParty.transaction(), _ -> {}),
            send(PEER, HELLO),
            {0x40, 0, 0, 5, 1, 2, 3, 4, 5},
        };
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = seeds[random.nextInt(seeds.length)].clone();
            for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 8));
            }
            alice.send(bytes);
            if (random.nextInt(50) == 0) {
                world.fromPeer(peer, alice.relayed(), bytes);
            }
        }
        world.inboxes.remove(peer);
        world.inboxes.remove(alice.at);
        assertThat(world.inboxes.keySet())
                .allSatisfy(to -> assertThat(to.withPort(0)).isEqualTo(peer.withPort(0)));
        alice.says(0x4000, HELLO);
        assertThat(world.take(peer)).isEqualTo(HELLO);
    }

    private static byte[] send(String peer, byte[] data) {
        return new jackfield.rtc.stun.StunWriter(
                        jackfield.rtc.stun.StunClass.INDICATION, 6, TurnParty.transaction())
                .xorAddress(
                        jackfield.rtc.stun.StunAttribute.XOR_PEER_ADDRESS, TurnParty.endpoint(peer))
                .put(jackfield.rtc.stun.StunAttribute.DATA, data)
                .bare();
    }
}
