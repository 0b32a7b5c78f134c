package jackfield.rtc.turn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.rtc.stun.StunAttribute;
import jackfield.rtc.stun.StunClass;
import jackfield.rtc.stun.StunMessage;
import jackfield.rtc.stun.StunWriter;
import jackfield.rtc.stun.TransactionId;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Allocate, Refresh and credentials (RFC 8656 sections 6 to 8, RFC 8489 section 9.2).
class AllocateTest {
    private final TurnWorld world = new TurnWorld();

    @Test
    void anybodyMayAskWhereItIs() {
        TurnParty stranger = new TurnParty(world, "198.51.100.9:1234", "", "");
        StunMessage answer = stranger.ask(StunMessage.BINDING, _ -> {});
        assertThat(answer.xorMappedAddress()).isEqualTo(stranger.at);
        assertThat(answer.fingerprinted()).isTrue();
    }

    @Test
    void aClientIsChallengedAndThenHasARelayedAddress() {
        TurnParty alice = TurnParty.alice(world).allocated();
        assertThat(alice.relayed().withPort(0)).isEqualTo(TurnWorld.SERVER.withPort(0));
        assertThat(alice.relayed().port()).isBetween(30_000, 39_999);
        assertThat(world.open).containsOnlyKeys(alice.relayed());
        assertThat(world.server.allocations(world.now))
                .singleElement()
                .satisfies(view -> assertThat(view.user()).isEqualTo("alice"));
    }

    @Test
    void theBetterHashOfThePasswordIsTaken() {
        TurnParty alice = TurnParty.alice(world);
        alice.sha256 = true;
        alice.allocated();
        assertThat(alice.refresh(600).errorCode()).isZero();
    }

    @Test
    void aClientWhoseOfferWasChangedOnTheWayIsRefused() {
        TurnParty alice = TurnParty.alice(world).challenged();
        StunMessage answer =
                alice.ask(
                        TurnParty.ALLOCATE,
                        writer ->
                                TurnParty.udp(writer)
                                        .put(
                                                StunAttribute.PASSWORD_ALGORITHMS,
                                                new byte[] {0, 1, 0, 0})
                                        .put(
                                                StunAttribute.PASSWORD_ALGORITHM,
                                                new byte[] {0, 1, 0, 0}));
        assertThat(answer.errorCode()).isEqualTo(400);
    }

    @Test
    void aUsernameMayComeAsItsHash() {
        TurnParty alice = TurnParty.alice(world).challenged();
        byte[] hash = TurnWorld.hash("SHA-256", "alice:" + TurnWorld.REALM);
        StunWriter request =
                new StunWriter(StunClass.REQUEST, TurnParty.ALLOCATE, TurnParty.transaction());
        TurnParty.udp(request)
                .put(StunAttribute.USERHASH, hash)
                .put(StunAttribute.REALM, TurnWorld.REALM)
                .put(StunAttribute.NONCE, alice.nonce);
        alice.send(request.sign(alice.keys.md5()).finish());
        assertThat(alice.answer().errorCode()).isZero();
    }

    @Test
    void aWrongPasswordAndAnUnknownUserGetTheSameAnswer() {
        TurnParty wrong = new TurnParty(world, "198.51.100.7:1", "alice", "guess").challenged();
        assertThat(wrong.ask(TurnParty.ALLOCATE, TurnParty::udp).errorCode()).isEqualTo(401);
        TurnParty nobody = new TurnParty(world, "198.51.100.7:2", "carol", "x").challenged();
        assertThat(nobody.ask(TurnParty.ALLOCATE, TurnParty::udp).errorCode()).isEqualTo(401);
        assertThat(world.events)
                .extracting(event -> event instanceof TurnEvent.Refused r ? r.why() : "")
                .containsExactly("", "a wrong password", "", "no such user");
        assertThat(world.open).isEmpty();
    }

    @Test
    void oneWhoGuessesIsNotAnsweredForAWhile() {
        TurnParty guesser = new TurnParty(world, "198.51.100.7:1", "alice", "guess").challenged();
        for (int i = 0; i < TurnLimits.DEFAULT.failuresPerMinute(); i++) {
            assertThat(guesser.ask(TurnParty.ALLOCATE, TurnParty::udp).errorCode()).isEqualTo(401);
        }
        assertThat(lastWhy()).contains("a wrong password", "limits.auth-failures-per-minute");
        guesser.send(guesser.request(TurnParty.ALLOCATE, TurnParty.transaction(), _ -> {}));
        assertThat(world.take(guesser.at)).isNull();
        world.pass(60);
        assertThat(guesser.ask(TurnParty.ALLOCATE, TurnParty::udp).errorCode()).isEqualTo(401);
        assertThat(world.server.totals().drops()).containsEntry("rate", 1L);
    }

    @Test
    void aForgedSourceIsNotSentAnyNumberOfChallenges() {
        int answers = 0;
        for (int i = 0; i < 2_000; i++) {
            Endpoint victim = TurnParty.endpoint("198.51.100.99:" + (1000 + i));
            world.fromClient(
                    victim,
                    new StunWriter(StunClass.REQUEST, TurnParty.ALLOCATE, TurnParty.transaction())
                            .bare());
            answers += world.take(victim) == null ? 0 : 1;
        }
        assertThat(answers).isEqualTo(TurnLimits.DEFAULT.challengesPerMinute());
        assertThat(lastWhy()).contains("turn.limits.challenges-per-minute");
        TurnParty.alice(world).allocated(); // nobody else is kept out
    }

    /// An address that is not answered any more is named once: nothing else tells why.
    private String lastWhy() {
        return world.events.getLast() instanceof TurnEvent.Refused last ? last.why() : "";
    }

    @Test
    void anOldNonceIsReplacedAndTheCallGoesOn() {
        TurnParty alice = TurnParty.alice(world).allocated();
        world.pass(500);
        assertThat(alice.refresh(600).errorCode()).isZero();
        world.pass(200);
        assertThat(alice.refresh(600).errorCode()).isEqualTo(438);
        assertThat(alice.refresh(600).errorCode()).isZero();
    }

    @Test
    void aNonceOfAnotherClientIsNoGood() {
        TurnParty alice = TurnParty.alice(world).challenged();
        TurnParty bob = new TurnParty(world, "198.51.100.8:1", "bob", "builder");
        bob.nonce = alice.nonce;
        assertThat(bob.ask(TurnParty.ALLOCATE, TurnParty::udp).errorCode()).isEqualTo(438);
    }

    @Test
    void aCredentialThatRunsOutDoesNotEndTheCall() {
        TurnParty alice = TurnParty.alice(world).allocated();
        world.accounts.remove("alice");
        assertThat(alice.refresh(600).errorCode()).isZero();
        assertThat(alice.permit("203.0.113.5:9")).isZero();
        TurnParty again = new TurnParty(world, "198.51.100.7:5", "alice", "wonder").challenged();
        assertThat(again.ask(TurnParty.ALLOCATE, TurnParty::udp).errorCode()).isEqualTo(401);
    }

    @Test
    void aRepeatedAllocateGetsTheSameAnswerAndAnotherFindsItTaken() {
        TurnParty alice = TurnParty.alice(world).challenged();
        TransactionId transaction = TurnParty.transaction();
        byte[] request = alice.request(TurnParty.ALLOCATE, transaction, TurnParty::udp);
        alice.send(request);
        Endpoint first = alice.answer().xorAddress(StunAttribute.XOR_RELAYED_ADDRESS);
        alice.send(request);
        assertThat(alice.answer().xorAddress(StunAttribute.XOR_RELAYED_ADDRESS)).isEqualTo(first);
        assertThat(alice.ask(TurnParty.ALLOCATE, TurnParty::udp).errorCode()).isEqualTo(437);
        assertThat(world.open).hasSize(1);
    }

    @Test
    void anotherUserCannotUseTheAllocation() {
        TurnParty alice = TurnParty.alice(world).allocated();
        TurnParty bob = new TurnParty(world, "198.51.100.7:40000", "bob", "builder");
        bob.nonce = alice.nonce;
        assertThat(bob.refresh(0).errorCode()).isEqualTo(441);
        assertThat(bob.permit("203.0.113.5:9")).isEqualTo(441);
        assertThat(bob.bind(0x4000, "203.0.113.5:9")).isEqualTo(441);
        assertThat(world.server.totals().allocations()).isEqualTo(1);
    }

    @Test
    void itEndsWhenItsLifetimeRunsOut() {
        TurnParty alice = TurnParty.alice(world).allocated();
        world.pass(599);
        assertThat(world.open).hasSize(1);
        world.pass(2);
        assertThat(world.open).isEmpty();
        assertThat(world.server.totals().allocations()).isZero();
        assertThat(alice.permit("203.0.113.5:9")).isEqualTo(438);
        assertThat(alice.permit("203.0.113.5:9")).isEqualTo(437);
    }

    @Test
    void theClientEndsIt() {
        TurnParty alice = TurnParty.alice(world).allocated();
        assertThat(alice.refresh(0).number(StunAttribute.LIFETIME)).isZero();
        assertThat(world.open).isEmpty();
        assertThat(alice.refresh(0).errorCode()).isEqualTo(437);
        assertThat(alice.ask(TurnParty.ALLOCATE, TurnParty::udp).errorCode()).isZero();
    }

    @Test
    void lifetimesAreBetweenTenMinutesAndAnHour() {
        TurnParty alice = TurnParty.alice(world).allocated();
        assertThat(alice.refresh(60).number(StunAttribute.LIFETIME)).isEqualTo(600);
        assertThat(alice.refresh(1_800).number(StunAttribute.LIFETIME)).isEqualTo(1_800);
        assertThat(alice.refresh(99_999).number(StunAttribute.LIFETIME)).isEqualTo(3_600);
        assertThat(alice.refresh(0xffff_ffffL).number(StunAttribute.LIFETIME)).isEqualTo(3_600);
    }

    @Test
    void anEvenPortAndTheOneAboveItLater() {
        TurnParty alice = TurnParty.alice(world).challenged();
        StunMessage answer =
                alice.ask(
                        TurnParty.ALLOCATE,
                        writer ->
                                TurnParty.udp(writer)
                                        .put(StunAttribute.EVEN_PORT, new byte[] {(byte) 0x80}));
        int even = answer.xorAddress(StunAttribute.XOR_RELAYED_ADDRESS).port();
        byte[] token = answer.value(StunAttribute.RESERVATION_TOKEN);
        assertThat(even % 2).isZero();
        assertThat(token).hasSize(8);
        TurnParty second = new TurnParty(world, "198.51.100.7:40002", "alice", "wonder");
        second.allocated(writer -> writer.put(StunAttribute.RESERVATION_TOKEN, token));
        assertThat(second.relayed().port()).isEqualTo(even + 1);
        TurnParty third = new TurnParty(world, "198.51.100.7:40004", "alice", "wonder");
        third.challenged();
        assertThat(
                        third.ask(
                                        TurnParty.ALLOCATE,
                                        writer ->
                                                TurnParty.udp(writer)
                                                        .put(
                                                                StunAttribute.RESERVATION_TOKEN,
                                                                token))
                                .errorCode())
                .isEqualTo(508);
    }

    @Test
    void aReservationIsOnlyGoodForItsUserAndForHalfAMinute() {
        TurnParty alice = TurnParty.alice(world).challenged();
        byte[] token =
                alice.ask(
                                TurnParty.ALLOCATE,
                                writer ->
                                        TurnParty.udp(writer)
                                                .put(
                                                        StunAttribute.EVEN_PORT,
                                                        new byte[] {(byte) 0x80}))
                        .value(StunAttribute.RESERVATION_TOKEN);
        assertThat(world.open).hasSize(2);
        TurnParty bob = new TurnParty(world, "198.51.100.8:1", "bob", "builder").challenged();
        assertThat(
                        bob.ask(
                                        TurnParty.ALLOCATE,
                                        writer ->
                                                TurnParty.udp(writer)
                                                        .put(
                                                                StunAttribute.RESERVATION_TOKEN,
                                                                token))
                                .errorCode())
                .isEqualTo(508);
        world.pass(31);
        assertThat(world.open).hasSize(1);
    }

    @Test
    void ipv6AndBothFamilies() {
        TurnParty alice = TurnParty.alice(world);
        alice.allocated(writer ->
                writer.put(StunAttribute.REQUESTED_ADDRESS_FAMILY, new byte[] {2, 0, 0, 0}));
        assertThat(alice.relayed().isIpv4()).isFalse();
        assertThat(alice.permit("203.0.113.5:9")).isEqualTo(443);
        assertThat(alice.permit("[2001:db8:5::1]:9")).isZero();

        TurnParty both = new TurnParty(world, "198.51.100.7:2", "alice", "wonder").challenged();
        StunMessage answer =
                both.ask(
                        TurnParty.ALLOCATE,
                        writer ->
                                TurnParty.udp(writer)
                                        .put(
                                                StunAttribute.ADDITIONAL_ADDRESS_FAMILY,
                                                new byte[] {2, 0, 0, 0}));
        assertThat(answer.xorAddresses(StunAttribute.XOR_RELAYED_ADDRESS))
                .extracting(Endpoint::isIpv4)
                .containsExactly(true, false);
        assertThat(both.permit("203.0.113.5:9", "[2001:db8:5::1]:9")).isZero();
        assertThat(world.open).hasSize(3);
        both.ask(
                TurnParty.REFRESH,
                writer ->
                        writer.number(StunAttribute.LIFETIME, 0)
                                .put(
                                        StunAttribute.REQUESTED_ADDRESS_FAMILY,
                                        new byte[] {2, 0, 0, 0}));
        assertThat(world.open).hasSize(2);
        assertThat(both.permit("[2001:db8:5::1]:9")).isEqualTo(443);
        assertThat(both.permit("203.0.113.5:9")).isZero();
    }

    @Test
    void contradictionsAreRefused() {
        TurnParty alice = TurnParty.alice(world).challenged();
        byte[] ipv6 = {2, 0, 0, 0};
        byte[] reserve = {(byte) 0x80};
        assertThat(alice.ask(TurnParty.ALLOCATE, _ -> {}).errorCode()).isEqualTo(400);
        assertThat(
                        alice.ask(
                                        TurnParty.ALLOCATE,
                                        w ->
                                                w.put(
                                                        StunAttribute.REQUESTED_TRANSPORT,
                                                        new byte[] {99, 0, 0, 0}))
                                .errorCode())
                .isEqualTo(442);
        assertThat(
                        alice.ask(
                                        TurnParty.ALLOCATE,
                                        w ->
                                                w.put(
                                                        StunAttribute.REQUESTED_TRANSPORT,
                                                        TurnParty.TCP))
                                .errorCode())
                .isEqualTo(400);
        assertThat(
                        alice.ask(
                                        TurnParty.ALLOCATE,
                                        w ->
                                                TurnParty.udp(w)
                                                        .put(
                                                                StunAttribute
                                                                        .REQUESTED_ADDRESS_FAMILY,
                                                                ipv6)
                                                        .put(
                                                                StunAttribute
                                                                        .ADDITIONAL_ADDRESS_FAMILY,
                                                                ipv6))
                                .errorCode())
                .isEqualTo(400);
        assertThat(
                        alice.ask(
                                        TurnParty.ALLOCATE,
                                        w ->
                                                TurnParty.udp(w)
                                                        .put(StunAttribute.EVEN_PORT, reserve)
                                                        .put(
                                                                StunAttribute
                                                                        .ADDITIONAL_ADDRESS_FAMILY,
                                                                ipv6))
                                .errorCode())
                .isEqualTo(400);
        assertThat(
                        alice.ask(
                                        TurnParty.ALLOCATE,
                                        w ->
                                                TurnParty.udp(w)
                                                        .put(StunAttribute.EVEN_PORT, reserve)
                                                        .put(
                                                                StunAttribute.RESERVATION_TOKEN,
                                                                new byte[8]))
                                .errorCode())
                .isEqualTo(400);
        assertThat(
                        alice.ask(
                                        TurnParty.ALLOCATE,
                                        w ->
                                                TurnParty.udp(w)
                                                        .put(
                                                                StunAttribute
                                                                        .REQUESTED_ADDRESS_FAMILY,
                                                                new byte[] {3, 0, 0, 0}))
                                .errorCode())
                .isEqualTo(440);
        assertThat(world.open).isEmpty();
    }

    @Test
    void quotasOfAUserAndOfAll() {
        TurnLimits few =
                new TurnLimits(
                        3,
                        2,
                        256,
                        256,
                        0,
                        0,
                        600,
                        20,
                        3_600 * TurnWorld.SECOND,
                        600 * TurnWorld.SECOND);
        Endpoint other = TurnParty.endpoint("192.0.2.2:3478");
        TurnWorld small = new TurnWorld(few, other, 30_000, 39_999);
        new TurnParty(small, "198.51.100.7:1", "alice", "wonder").allocated();
        new TurnParty(small, "198.51.100.7:2", "alice", "wonder").allocated();
        TurnParty third = new TurnParty(small, "198.51.100.7:3", "alice", "wonder").challenged();
        assertThat(third.ask(TurnParty.ALLOCATE, TurnParty::udp).errorCode()).isEqualTo(486);
        new TurnParty(small, "198.51.100.8:1", "bob", "builder").allocated();
        TurnParty fourth = new TurnParty(small, "198.51.100.8:2", "bob", "builder").challenged();
        StunMessage elsewhere = fourth.ask(TurnParty.ALLOCATE, TurnParty::udp);
        assertThat(elsewhere.errorCode()).isEqualTo(300);
        assertThat(elsewhere.value(StunAttribute.ALTERNATE_SERVER))
                .containsExactly(0, 1, 0x0d, 0x96, 192, 0, 2, 2);
    }

    @Test
    void aPortRestsBeforeItIsAnothers() {
        TurnWorld small = new TurnWorld(TurnLimits.DEFAULT, null, 30_000, 30_003);
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            TurnParty party = new TurnParty(small, "198.51.100.7:" + (i + 1), "alice", "wonder");
            ports.add(party.allocated().relayed().port());
            party.refresh(0);
        }
        assertThat(ports).hasSize(4);
        TurnParty next = new TurnParty(small, "198.51.100.7:9", "alice", "wonder").challenged();
        assertThat(next.ask(TurnParty.ALLOCATE, TurnParty::udp).errorCode()).isEqualTo(508);
        small.pass(11);
        assertThat(next.ask(TurnParty.ALLOCATE, TurnParty::udp).errorCode()).isZero();
    }

    @Test
    void aClientMovesWithItsTicket() {
        TurnParty alice = TurnParty.alice(world).challenged();
        StunMessage answer =
                alice.ask(
                        TurnParty.ALLOCATE,
                        w -> TurnParty.udp(w).put(StunAttribute.MOBILITY_TICKET, new byte[0]));
        byte[] ticket = answer.value(StunAttribute.MOBILITY_TICKET);
        Endpoint relayed = answer.xorAddress(StunAttribute.XOR_RELAYED_ADDRESS);
        assertThat(alice.permit("203.0.113.5:9")).isZero();

        TurnParty elsewhere =
                new TurnParty(world, "192.0.2.200:777", "alice", "wonder").challenged();
        StunMessage moved =
                elsewhere.ask(TurnParty.REFRESH, w -> w.put(StunAttribute.MOBILITY_TICKET, ticket));
        assertThat(moved.errorCode()).isZero();
        assertThat(moved.value(StunAttribute.MOBILITY_TICKET)).isNotEqualTo(ticket);
        world.fromPeer(TurnParty.endpoint("203.0.113.5:9"), relayed, "hi".getBytes(UTF_8));
        assertThat(elsewhere.hears().data()).isEqualTo("hi".getBytes(UTF_8));
        assertThat(alice.refresh(600).errorCode()).isEqualTo(437);

        TurnParty thief = new TurnParty(world, "192.0.2.201:7", "bob", "builder").challenged();
        assertThat(
                        thief.ask(
                                        TurnParty.REFRESH,
                                        w -> w.put(StunAttribute.MOBILITY_TICKET, ticket))
                                .errorCode())
                .isEqualTo(437);
    }

    /// coturn's client copies a ticket as a C string.
    @Test
    void aTicketIsText() {
        for (int i = 0; i < 100; i++) {
            TurnParty party = new TurnParty(world, "198.51.100.7:" + (9 + i), "bob", "builder");
            assertThat(ticketOf(party)).hasSize(24).doesNotContain(0);
            party.refresh(0);
        }
    }

    @Test
    void aRefreshThatIsRepeatedGetsTheSameTicket() {
        byte[] first = ticketOf(TurnParty.alice(world));
        TurnParty elsewhere =
                new TurnParty(world, "192.0.2.200:777", "alice", "wonder").challenged();
        byte[] refresh =
                elsewhere.request(
                        TurnParty.REFRESH,
                        TurnParty.transaction(),
                        w -> w.put(StunAttribute.MOBILITY_TICKET, first));
        elsewhere.send(refresh);
        byte[] second = elsewhere.answer().value(StunAttribute.MOBILITY_TICKET);
        elsewhere.send(refresh);
        assertThat(elsewhere.answer().value(StunAttribute.MOBILITY_TICKET)).isEqualTo(second);
        byte[] third =
                elsewhere
                        .ask(TurnParty.REFRESH, w -> w.put(StunAttribute.MOBILITY_TICKET, second))
                        .value(StunAttribute.MOBILITY_TICKET);
        assertThat(third).isNotEqualTo(second);
    }

    /// Ports of clients are used again while what was allocated from them still lives.
    @Test
    void aClientMovesToAFiveTupleWhereItLeftAnAllocation() {
        TurnParty left = new TurnParty(world, "192.0.2.200:777", "alice", "wonder");
        Endpoint old = left.allocated().relayed();
        TurnParty alice = TurnParty.alice(world);
        byte[] ticket = ticketOf(alice);
        StunMessage moved =
                left.ask(TurnParty.REFRESH, w -> w.put(StunAttribute.MOBILITY_TICKET, ticket));
        assertThat(moved.errorCode()).isZero();
        assertThat(moved.value(StunAttribute.MOBILITY_TICKET)).isNotNull();
        assertThat(world.open).hasSize(1).doesNotContainKey(old);
        assertThat(alice.refresh(600).errorCode()).isEqualTo(437);
    }

    private static byte[] ticketOf(TurnParty party) {
        return Objects.requireNonNull(
                party.challenged()
                        .ask(
                                TurnParty.ALLOCATE,
                                w ->
                                        TurnParty.udp(w)
                                                .put(StunAttribute.MOBILITY_TICKET, new byte[0]))
                        .value(StunAttribute.MOBILITY_TICKET));
    }

    @Test
    void anUnknownAttributeThatMustBeKnownIsNamed() {
        Endpoint stranger = TurnParty.endpoint("198.51.100.9:1234");
        byte[] request =
                new StunWriter(StunClass.REQUEST, StunMessage.BINDING, TurnParty.transaction())
                        .put(StunAttribute.REALM, new byte[4])
                        .bare();
        request[20] = 0x70;
        world.fromClient(stranger, request);
        StunMessage answer = StunMessage.parse(world.take(stranger)).orThrow();
        assertThat(answer.errorCode()).isEqualTo(420);
        assertThat(answer.value(StunAttribute.UNKNOWN_ATTRIBUTES)).containsExactly(0x70, 0x14);
    }

    @ParameterizedTest
    @EnumSource(
            value = ClientTransport.class,
            names = {"TCP", "TLS", "DTLS"})
    void aClosedConnectionEndsItsAllocation(ClientTransport transport) {
        TurnParty alice = new TurnParty(world, transport, "198.51.100.7:4", "alice", "wonder");
        alice.allocated();
        world.server.closed(alice.wire(), world.now);
        assertThat(world.open).isEmpty();
        assertThat(world.events.getLast())
                .isInstanceOfSatisfying(
                        TurnEvent.Ended.class,
                        ended -> assertThat(ended.why()).contains("connection"));
    }

    @Test
    void thoseThatEndAtOnceEndInSeveralTurns() {
        for (int i = 0; i < 80; i++) {
            new TurnParty(world, "198.51.100.7:" + (40_000 + i), "alice", "wonder").allocated();
        }
        world.now += 3_600 * TurnWorld.SECOND;
        int turns = 0;
        while (world.server.deadline() <= world.now) {
            int before = world.open.size();
            world.server.wake(world.now);
            assertThat(before - world.open.size()).isBetween(1, 32);
            turns++;
        }
        assertThat(world.open).isEmpty();
        assertThat(turns).isEqualTo(3);
    }
}
