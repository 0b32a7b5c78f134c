package jackfield.net.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.base.Transport;
import jackfield.net.NodeClock;
import jackfield.net.linux.Linux;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The same promises for every backend that works here.
@ParameterizedClass
@MethodSource("backends")
@Timeout(60)
class UdpLoopTest {
    private static final Endpoint ANY_PORT = Endpoint.ipv4(0x7f000001, 0);

    @Parameter UdpBackend backend;

    private UdpLoop loop;

    static Stream<UdpBackend> backends() {
        return Stream.of(UdpBackend.values()).filter(each -> each.unavailable().isEmpty());
    }

    @BeforeEach
    void start() {
        loop =
                UdpLoop.start(
                        "udp-test", NodeClock.start(), UdpOptions.media().withBackend(backend));
    }

    @AfterEach
    void stop() {
        loop.close();
    }

    private void send(UdpSocket from, String text, Endpoint to) {
        loop.execute(() -> from.send(text.getBytes(StandardCharsets.ISO_8859_1), to));
    }

    private <T> T ask(Callable<T> question) throws Exception {
        return onLoop(loop, question);
    }

    private static <T> T onLoop(UdpLoop loop, Callable<T> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                answer.complete(question.call());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1"})
    void aDatagramArrivesWithItsSendersAddress(String host) throws Exception {
        Ears ears = new Ears();
        Endpoint any = Endpoint.literal(host, 0);
        UdpSocket alice = loop.bind(any, new Ears()).orThrow();
        UdpSocket bob = loop.bind(any, ears).orThrow();
        send(alice, "hello", bob.local());
        Ears.Heard heard = ears.next();
        assertThat(heard.text()).isEqualTo("hello");
        assertThat(heard.from()).isEqualTo(alice.local());
        assertThat(heard.now()).isPositive().isLessThanOrEqualTo(loop.now());
        assertThat(alice.local().port()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void whatIsSentIsMarkedAsTheNodeSaysUntilASocketIsToldOtherwise(String host) throws Exception {
        UdpOptions marking = UdpOptions.media().withBackend(backend).withTos(104);
        try (UdpLoop marked = UdpLoop.start("udp-marked", NodeClock.start(), marking)) {
            UdpSocket socket = marked.bind(Endpoint.literal(host, 0), new Ears()).orThrow();
            assertThat(onLoop(marked, () -> markOf(socket))).isEqualTo(104);
            assertThat(
                            onLoop(
                                    marked,
                                    () -> {
                                        socket.mark(184);
                                        return markOf(socket);
                                    }))
                    .isEqualTo(184);
            assertThat(
                            onLoop(
                                    marked,
                                    () -> {
                                        socket.mark(-1);
                                        return markOf(socket);
                                    }))
                    .isEqualTo(104);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void whatMustNotBeCutIsSaidToTheKernel(String host) {
        UdpSocket socket = loop.bind(Endpoint.literal(host, 0), new Ears()).orThrow();
        if (socket instanceof LinuxSocket linux) {
            assertThat(socket.dontFragment()).isTrue();
            int option = linux.ipv6 ? Linux.IPV6_MTU_DISCOVER : Linux.IP_MTU_DISCOVER;
            assertThat(optionOf(linux, option)).isEqualTo(Linux.PMTUDISC_DO);
        } else {
            assertThat(socket.dontFragment()).isFalse();
        }
    }

    /// As the kernel has it.
    private static int markOf(UdpSocket socket) throws IOException {
        if (socket instanceof NioSocket nio) {
            return nio.channel.getOption(StandardSocketOptions.IP_TOS);
        }
        LinuxSocket linux = (LinuxSocket) socket;
        return optionOf(linux, linux.ipv6 ? Linux.IPV6_TCLASS : Linux.IP_TOS);
    }

    private static int optionOf(LinuxSocket linux, int option) {
        try (Arena calls = Arena.ofConfined()) {
            MemorySegment numbers = calls.allocate(8, 8);
            numbers.set(ValueLayout.JAVA_INT, 4, 4);
            int answer =
                    Linux.getsockopt(
                            calls.allocate(Linux.ERRNO_BYTES, 16),
                            linux.fd,
                            linux.ipv6 ? Linux.IPPROTO_IPV6 : Linux.IPPROTO_IP,
                            option,
                            numbers.address(),
                            numbers.address() + 4);
            assertThat(answer).isZero();
            return numbers.get(ValueLayout.JAVA_INT, 0);
        }
    }

    @Test
    void aReceivedSlotIsRewrittenAndSentOnWithoutACopy() throws Exception {
        Ears ears = new Ears();
        UdpSocket alice = loop.bind(ANY_PORT, ears).orThrow();
        CompletableFuture<UdpSocket> relay = new CompletableFuture<>();
        relay.complete(
                loop.bind(
                                ANY_PORT,
                                (slot, length, high, low, port, _) -> {
                                    slot.set(ValueLayout.JAVA_BYTE, 0, (byte) 'X');
                                    slot.set(ValueLayout.JAVA_BYTE, length, (byte) '!');
                                    relay.join().send(slot, length + 1, high, low, port);
                                })
                        .orThrow());
        for (int i = 0; i < 500; i++) {
            send(alice, "0" + i, relay.join().local());
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            texts.add(ears.next().text());
        }
        assertThat(texts).hasSize(500).startsWith("X0!", "X1!").endsWith("X499!");
    }

    @Test
    void aBurstLargerThanTheSlotsArrivesWholeAndInOrder() throws Exception {
        int count = 3000;
        Ears ears = new Ears();
        UdpSocket bob = loop.bind(ANY_PORT, ears).orThrow();
        UdpSocket alice = loop.bind(ANY_PORT, new Ears()).orThrow();
        loop.execute(() -> {
            for (int i = 0; i < count; i++) {
                alice.send(Integer.toString(i).getBytes(StandardCharsets.ISO_8859_1), bob.local());
            }
        });
        for (int i = 0; i < count; i++) {
            assertThat(ears.next().text()).isEqualTo(Integer.toString(i));
        }
        UdpCounters sent = alice.counters();
        assertThat(sent.packetsOut()).isEqualTo(count);
        assertThat(sent.sendErrors()).isZero();
        UdpCounters received = bob.counters();
        assertThat(received.packetsIn()).isEqualTo(count);
        assertThat(received.bytesIn()).isEqualTo(sent.bytesOut());
        assertThat(received.kernelDrops()).isZero();
        assertThat(loop.counters().packetsIn()).isEqualTo(count);
    }

    @Test
    void manySocketsShareOneLoop() throws Exception {
        Ears ears = new Ears();
        List<UdpSocket> ports = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            ports.add(loop.bind(ANY_PORT, ears).orThrow());
        }
        UdpSocket alice = loop.bind(ANY_PORT, new Ears()).orThrow();
        for (int round = 0; round < 3; round++) {
            for (UdpSocket port : ports) {
                send(alice, "to " + port.id(), port.local());
            }
            for (int i = 0; i < ports.size(); i++) {
                assertThat(ears.next().text()).startsWith("to ");
            }
        }
        for (UdpSocket port : ports) {
            assertThat(port.counters().packetsIn()).isEqualTo(3);
        }
    }

    @Test
    void aPortInUseIsAnAnswer() {
        UdpSocket first = loop.open(ANY_PORT).orThrow();
        assertThat(loop.open(first.local()))
                .isInstanceOfSatisfying(
                        Opened.Refused.class, refused -> assertThat(refused.inUse()).isTrue());
        Opened foreign = loop.open(Endpoint.parse("192.0.2.1:0"));
        assertThat(foreign)
                .isInstanceOfSatisfying(
                        Opened.Refused.class, refused -> assertThat(refused.inUse()).isFalse());
        assertThatThrownBy(foreign::orThrow).hasMessageContaining("192.0.2.1");
    }

    @Test
    void anOpenedSocketKeepsWhatComesUntilItIsAttached() throws Exception {
        UdpSocket alice = loop.bind(ANY_PORT, new Ears()).orThrow();
        UdpSocket bob = loop.open(ANY_PORT).orThrow();
        send(alice, "early", bob.local());
        ask(() -> true);
        Ears ears = new Ears();
        bob.attach(ears);
        assertThat(ears.next().text()).isEqualTo("early");
        assertThatThrownBy(() -> bob.attach(ears)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingGivesThePortBack() throws Exception {
        UdpSocket unattached = loop.open(ANY_PORT).orThrow();
        unattached.close();
        UdpSocket again = loop.bind(unattached.local(), new Ears()).orThrow();
        again.close();
        ask(() -> true);
        ask(() -> true);
        UdpSocket third = loop.bind(unattached.local(), new Ears()).orThrow();
        loop.close();
        try (DatagramSocket free =
                new DatagramSocket(third.local().port(), InetAddress.getLoopbackAddress())) {
            assertThat(free.isBound()).isTrue();
        }
        assertThat(loop.open(ANY_PORT)).isInstanceOf(Opened.Refused.class);
    }

    @Test
    void whatWasQueuedBeforeTheCloseStillLeaves() throws Exception {
        Ears ears = new Ears();
        UdpSocket bob = loop.bind(ANY_PORT, ears).orThrow();
        UdpSocket alice = loop.bind(ANY_PORT, new Ears()).orThrow();
        loop.execute(() -> {
            alice.send(new byte[] {'a'}, bob.local());
            alice.close();
            alice.close();
        });
        assertThat(ears.next().text()).isEqualTo("a");
        ask(() -> {
            alice.send(new byte[] {'b'}, bob.local());
            return true;
        });
        assertThat(alice.counters().sendErrors()).isEqualTo(1);
        assertThat(loop.counters().packetsOut()).isEqualTo(1);
    }

    @Test
    void aSinkThatThrowsDoesNotEndTheLoop() throws Exception {
        Ears ears = new Ears();
        UdpSocket alice = loop.bind(ANY_PORT, new Ears()).orThrow();
        UdpSocket bob =
                loop.bind(
                                ANY_PORT,
                                (slot, length, high, low, port, now) -> {
                                    if (length == 3) {
                                        throw new IllegalStateException("a bug in a sink");
                                    }
                                    ears.receive(slot, length, high, low, port, now);
                                })
                        .orThrow();
        send(alice, "bad", bob.local());
        send(alice, "good", bob.local());
        loop.execute(() -> {
            throw new IllegalStateException("a bug in a task");
        });
        assertThat(ears.next().text()).isEqualTo("good");
        assertThat(bob.counters().sinkFailures()).isEqualTo(1);
        ask(() -> true);
        assertThat(loop.failures()).isEqualTo(2);
    }

    @Test
    void aRefusalByIcmpDoesNotEndTheLoop() throws Exception {
        Ears ears = new Ears();
        UdpSocket alice = loop.bind(ANY_PORT, ears).orThrow();
        UdpSocket gone = loop.open(ANY_PORT).orThrow();
        gone.close();
        for (int i = 0; i < 5; i++) {
            send(alice, "anyone?", gone.local());
            ask(() -> true);
        }
        send(alice, "me", alice.local());
        assertThat(ears.next().text()).isEqualTo("me");
    }

    @Test
    void whatTheKernelRefusesIsCountedAndTheRestGoesOn() throws Exception {
        Ears ears = new Ears();
        UdpSocket alice = loop.bind(ANY_PORT, ears).orThrow();
        ask(() -> {
            alice.send(new byte[] {'1'}, alice.local());
            alice.send(new byte[] {'?'}, alice.local().withPort(0));
            alice.send(new byte[] {'?'}, Endpoint.parse("[::1]:9"));
            alice.send(new byte[] {'2'}, alice.local());
            return true;
        });
        assertThat(ears.next().text()).isEqualTo("1");
        assertThat(ears.next().text()).isEqualTo("2");
        assertThat(alice.counters().sendErrors()).isEqualTo(2);
        assertThat(alice.counters().packetsOut()).isEqualTo(2);
    }

    @Test
    void aDatagramLongerThanASlotIsDroppedAndCounted() throws Exception {
        Ears ears = new Ears();
        UdpSocket bob = loop.bind(ANY_PORT, ears).orThrow();
        try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (int length : new int[] {2049, 9000, 2048, 0, 2049, 2049, 3}) {
                stranger.send(
                        new DatagramPacket(new byte[length], length, bob.local().socketAddress()));
            }
        }
        assertThat(ears.next().text()).hasSize(2048);
        assertThat(ears.next().text()).isEmpty();
        assertThat(ears.next().text()).hasSize(3);
        assertThat(bob.counters().oversized()).isEqualTo(4);
    }

    @Test
    void signallingTakesTheLongestDatagramThereIs() throws Exception {
        Ears ears = new Ears();
        try (UdpLoop signalling =
                UdpLoop.start(
                        "sip-test",
                        NodeClock.start(),
                        UdpOptions.signalling().withBackend(backend))) {
            UdpSocket alice = signalling.bind(ANY_PORT, ears).orThrow();
            signalling.execute(() -> alice.send(new byte[65_507], alice.local()));
            assertThat(ears.next().text()).hasSize(65_507);
        }
    }

    @Test
    void dutiesAreWokenInTheirTimeAndAtTheEndOfTurns() throws Exception {
        List<Long> woken = new ArrayList<>();
        CountDownLatch three = new CountDownLatch(3);
        CountDownLatch ends = new CountDownLatch(3);
        long start = loop.now();
        loop.add(
                new Duty() {
                    private long due = start + 2_000_000;

                    @Override
                    public void wake(long now) {
                        woken.add(now);
                        due = woken.size() == 3 ? Deadlines.NEVER : now + 12_000_000;
                        three.countDown();
                    }

                    @Override
                    public long deadline() {
                        return due;
                    }

                    @Override
                    public void turnEnd(long now) {
                        ends.countDown();
                    }
                });
        assertThat(three.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ends.await(20, TimeUnit.SECONDS)).isTrue();
        List<Long> times = ask(() -> List.copyOf(woken));
        assertThat(times).hasSize(3);
        assertThat(times.get(0)).isGreaterThanOrEqualTo(start + 2_000_000);
        assertThat(times.get(1)).isGreaterThanOrEqualTo(times.get(0) + 12_000_000);
        assertThat(times.get(2)).isGreaterThanOrEqualTo(times.get(1) + 12_000_000);
    }

    @Test
    void mailRunsInOrderOnTheLoopsThread() throws Exception {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            int number = i;
            loop.execute(() -> {
                assertThat(loop.inLoop()).isTrue();
                order.add(number);
            });
        }
        assertThat(ask(() -> List.copyOf(order)))
                .containsExactlyElementsOf(Stream.iterate(0, i -> i + 1).limit(1000).toList());
        assertThat(loop.inLoop()).isFalse();
    }

    @Test
    void aFixedBatchWindowStillDeliversPacketsAndMail() throws Exception {
        Ears ears = new Ears();
        try (UdpLoop slow =
                UdpLoop.start(
                        "slow",
                        NodeClock.start(),
                        UdpOptions.media().withBackend(backend).withBatchWindow(5_000_000))) {
            UdpSocket alice = slow.bind(ANY_PORT, ears).orThrow();
            for (int i = 0; i < 20; i++) {
                slow.execute(() -> alice.send(new byte[] {'x'}, alice.local()));
                assertThat(ears.next().text()).isEqualTo("x");
            }
        }
    }

    @Test
    void slotsOfOurOwnAreGoodUntilTheTurnEnds() throws Exception {
        Ears ears = new Ears();
        UdpSocket alice = loop.bind(ANY_PORT, ears).orThrow();
        ask(() -> {
            List<MemorySegment> slots = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                slots.add(alice.slot());
            }
            for (int i = 0; i < 100; i++) {
                slots.get(i).set(ValueLayout.JAVA_BYTE, 0, (byte) i);
                assertThat(slots.get(i).byteSize()).isGreaterThanOrEqualTo(2048);
                alice.send(
                        slots.get(i),
                        1,
                        alice.local().high(),
                        alice.local().low(),
                        alice.local().port());
            }
            return true;
        });
        for (int i = 0; i < 100; i++) {
            assertThat(ears.next().text()).isEqualTo(String.valueOf((char) i));
        }
    }

    @Test
    void aFlowNamesTheSocketAndThePeer() {
        UdpSocket alice = loop.bind(ANY_PORT, new Ears()).orThrow();
        Endpoint peer = Endpoint.parse("192.0.2.7:5060");
        assertThat(alice.flow(peer)).isEqualTo(alice.flow(peer));
        assertThat(alice.flow(peer).transport()).isEqualTo(Transport.UDP);
        assertThat(alice.flow(peer).local()).isEqualTo(alice.local());
        assertThat(loop.bind(ANY_PORT, new Ears()).orThrow().id()).isNotEqualTo(alice.id());
    }

    @Test
    void packetsPassBetweenLettersThatTakeLong() throws Exception {
        List<String> order = new ArrayList<>();
        UdpSocket alice =
                loop.bind(ANY_PORT, (_, _, _, _, _, _) -> order.add("a packet")).orThrow();
        ask(() -> {
            // What the mail posts is read together in the next turn.
            loop.execute(() -> {
                order.add("a long letter");
                alice.send(new byte[] {'x'}, alice.local());
                for (long end = loop.now() + 1_000_000; loop.now() < end; ) {
                    Thread.onSpinWait();
                }
            });
            loop.execute(() -> order.add("a letter"));
            return true;
        });
        assertThat(ask(() -> List.copyOf(order)))
                .containsExactly("a long letter", "a packet", "a letter");
    }

    @Test
    void packetsPassWhileManySocketsClose() throws Exception {
        List<UdpSocket> many = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            many.add(loop.bind(ANY_PORT, new Ears()).orThrow());
        }
        Endpoint last = many.getLast().local();
        CompletableFuture<Opened> met = new CompletableFuture<>();
        UdpSocket alice =
                loop.bind(ANY_PORT, (_, _, _, _, _, _) -> met.complete(loop.open(last))).orThrow();
        ask(() -> {
            many.forEach(UdpSocket::close);
            alice.send(new byte[] {'x'}, alice.local());
            return true;
        });
        assertThat(met.get(20, TimeUnit.SECONDS)).isInstanceOf(Opened.Refused.class);
        for (int turn = 0; turn < 10; turn++) {
            ask(() -> true);
        }
        assertThat(loop.open(last)).isInstanceOf(Opened.Ok.class);
    }
}
