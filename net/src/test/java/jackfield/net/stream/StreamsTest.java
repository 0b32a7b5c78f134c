package jackfield.net.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.net.Listener;
import jackfield.net.Listening;
import jackfield.net.TestIdentity;
import jackfield.net.TlsIdentities;
import jackfield.net.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StreamsTest {
    private static final Endpoint ANY_PORT = Endpoint.ipv4(0x7f000001, 0);
    private static final StreamLimits SMALL =
            new StreamLimits(10, 3, 3_600_000, 3_600_000, 64 * 1024, 5_000, 10_000);

    private Streams streams = new Streams(SMALL);

    @AfterEach
    void stop() {
        streams.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Socket dial(Listener listener) throws IOException {
        return new Socket(listener.local().address(), listener.local().port());
    }

    private static String read(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void bytesGoBothWaysOverTcp(String host) throws Exception {
        Listening server = new Listening();
        Listener listener = streams.listenTcp(Endpoint.literal(host, 0), server);
        try (Socket phone = dial(listener)) {
            phone.getOutputStream().write(bytes("hello"));
            Listening.Heard heard = server.next();
            assertThat(heard.text()).isEqualTo("hello");
            Flow flow = heard.flow();
            assertThat(flow.transport()).isEqualTo(Transport.TCP);
            assertThat(flow.local()).isEqualTo(listener.local());
            assertThat(flow.remote())
                    .isEqualTo(Endpoint.of(phone.getLocalAddress(), phone.getLocalPort()));
            assertThat(streams.send(flow, bytes("wor"))).isTrue();
            assertThat(streams.send(flow, bytes("ld"))).isTrue();
            assertThat(read(phone, 5)).isEqualTo("world");
            phone.shutdownOutput();
            assertThat(server.nextClosed()).isEqualTo(flow);
            assertThat(streams.send(flow, bytes("anyone?"))).isFalse();
            assertThat(streams.isOpen(flow)).isFalse();
        }
    }

    @Test
    void bytesGoBothWaysOverTls() throws Exception {
        TlsIdentity identity = TestIdentity.make();
        Listening server = new Listening();
        Listener listener = streams.listenTls(ANY_PORT, identity, server);
        try (SSLSocket phone =
                (SSLSocket)
                        TestIdentity.trusting(identity)
                                .getSocketFactory()
                                .createSocket("127.0.0.1", listener.local().port())) {
            phone.getOutputStream().write(bytes("hello"));
            Listening.Heard heard = server.next();
            assertThat(heard.text()).isEqualTo("hello");
            assertThat(heard.flow().transport()).isEqualTo(Transport.TLS);
            streams.send(heard.flow(), bytes("world"));
            assertThat(read(phone, 5)).isEqualTo("world");
        }
    }

    @Test
    void aDialledFlowTakesBytesBeforeItIsOpen() throws Exception {
        Listening server = new Listening((flow, bytes) -> streams.send(flow, bytes));
        Listener listener = streams.listenTcp(ANY_PORT, server);
        Listening client = new Listening();
        Flow flow = streams.connectTcp(listener.local(), client);
        assertThat(streams.isOpen(flow)).isTrue();
        assertThat(flow.remote()).isEqualTo(listener.local());
        streams.send(flow, bytes("one "));
        streams.send(flow, bytes("two"));
        assertThat(client.text(7)).isEqualTo("one two");
        streams.close(flow);
        assertThat(client.nextClosed()).isEqualTo(flow);
        server.nextClosed();
        assertThat(streams.count()).isZero();
    }

    @Test
    void flowsOfTheSamePeersAreDifferent() throws Exception {
        Listener listener = streams.listenTcp(ANY_PORT, new Listening());
        Flow first = streams.connectTcp(listener.local(), new Listening());
        Flow second = streams.connectTcp(listener.local(), new Listening());
        assertThat(second).isNotEqualTo(first);
        assertThat(second.id()).isGreaterThan(first.id());
    }

    @Test
    void aRefusedConnectionIsAnEnd() throws Exception {
        Endpoint nobody;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = Endpoint.of(taken.getInetAddress(), taken.getLocalPort());
        }
        Listening client = new Listening();
        Flow flow = streams.connectTcp(nobody, client);
        streams.send(flow, bytes("anyone?"));
        assertThat(client.nextClosed()).isEqualTo(flow);
        assertThat(client.closedWaiting()).isZero();
    }

    @Test
    void aTlsServerIsBelievedOnlyForItsNameAndAuthority() throws Exception {
        TlsIdentity identity = TestIdentity.make();
        Listening server = new Listening((flow, bytes) -> streams.send(flow, bytes));
        Endpoint at = streams.listenTls(ANY_PORT, identity, server).local();

        Listening trusting = new Listening();
        Flow right =
                streams.connectTls(
                        at,
                        new TlsTrust.Authorities("localhost", identity.chain()),
                        null,
                        trusting);
        streams.send(right, bytes("hello"));
        assertThat(trusting.text(5)).isEqualTo("hello");

        Listening wrongName = new Listening();
        streams.connectTls(
                at, new TlsTrust.Authorities("example.com", identity.chain()), null, wrongName);
        wrongName.nextClosed();

        Listening unknownAuthority = new Listening();
        streams.connectTls(at, new TlsTrust.PublicAuthorities("localhost"), null, unknownAuthority);
        unknownAuthority.nextClosed();

        Listening anyone = new Listening();
        Flow any =
                streams.connectTls(at, new TlsTrust.Anyone(), new TlsIdentities(identity), anyone);
        streams.send(any, bytes("hello"));
        assertThat(anyone.text(5)).isEqualTo("hello");
    }

    @Test
    void oneAddressGetsItsShareAndNoMore() throws Exception {
        Listening server = new Listening();
        Endpoint here = Endpoint.literal("127.0.0.1", 0);
        Listener listener = streams.listenTcp(here, server);
        InetAddress stranger = InetAddress.ofLiteral("127.0.0.9");
        List<Socket> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Socket call = new Socket(here.address(), listener.local().port(), stranger, 0);
            call.getOutputStream().write('x');
            calls.add(call);
            server.next();
        }
        try (Socket fourth = new Socket(here.address(), listener.local().port(), stranger, 0)) {
            assertThat(fourth.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(streams.refused()).isEqualTo(1);
        calls.removeFirst().close();
        server.nextClosed();
        try (Socket again = new Socket(here.address(), listener.local().port(), stranger, 0)) {
            again.getOutputStream().write('y');
            assertThat(server.next().text()).isEqualTo("y");
        }
        for (Socket call : calls) {
            call.close();
        }
    }

    @Test
    void aPeerThatDoesNotReadIsCutOff() throws Exception {
        Listening server = new Listening();
        Listener listener = streams.listenTcp(ANY_PORT, server);
        try (Socket deaf = dial(listener)) {
            deaf.getOutputStream().write('x');
            Flow flow = server.next().flow();
            boolean open = true;
            for (int i = 0; i < 100_000 && open; i++) {
                open = streams.send(flow, new byte[8192]);
            }
            assertThat(open).isFalse();
            assertThat(server.nextClosed()).isEqualTo(flow);
        }
    }

    @Test
    void aSilentPeerIsClosed() throws Exception {
        streams.close();
        streams = new Streams(new StreamLimits(10, 10, 100, 3_600_000, 1 << 20, 5_000, 10_000));
        Listening server = new Listening();
        Listener listener = streams.listenTcp(ANY_PORT, server);
        try (Socket silent = dial(listener)) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            server.nextClosed();
        }
    }

    @Test
    void aPeerThatNeverSaysAnythingIsCutAndOneThatDidStays() throws Exception {
        streams.close();
        streams = new Streams(new StreamLimits(10, 10, 3_600_000, 300, 1 << 20, 5_000, 10_000));
        Listening server = new Listening();
        Listener listener = streams.listenTcp(ANY_PORT, server);
        try (Socket silent = dial(listener);
                Socket talker = dial(listener)) {
            talker.getOutputStream().write('x');
            assertThat(server.next().text()).isEqualTo("x");
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            talker.getOutputStream().write('y');
            assertThat(server.next().text()).isEqualTo("y");
        }
    }

    @Test
    void whoTheGuardTurnsAwayGetsNoConnection() throws Exception {
        Listening server = new Listening();
        Listener listener = streams.listenTcp(ANY_PORT, server);
        streams.guard(remote -> !remote.isLoopback());
        try (Socket banned = dial(listener)) {
            assertThat(banned.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(streams.unwelcome()).isEqualTo(1);
        assertThat(streams.count()).isZero();
    }

    @Test
    void openConnectionsCanBeCutByWhoTheyAreFor() throws Exception {
        Listening server = new Listening();
        Listener listener = streams.listenTcp(ANY_PORT, server);
        try (Socket socket = dial(listener)) {
            socket.getOutputStream().write('x');
            server.next();
            streams.cut(flow -> flow.client().port() == socket.getLocalPort());
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aSinkThatThrowsLosesItsConnectionAndNoOther() throws Exception {
        Listening server =
                new Listening((_, bytes) -> {
                    if (bytes[0] == '!') {
                        throw new IllegalStateException("a bug in a sink");
                    }
                });
        Listener listener = streams.listenTcp(ANY_PORT, server);
        try (Socket good = dial(listener);
                Socket bad = dial(listener)) {
            bad.getOutputStream().write('!');
            assertThat(bad.getInputStream().read()).isEqualTo(-1);
            good.getOutputStream().write('x');
            assertThat(server.next().text()).isEqualTo("!");
            assertThat(server.next().text()).isEqualTo("x");
            assertThat(streams.count()).isEqualTo(1);
        }
    }

    @Test
    void aPortInUseIsAnException() throws Exception {
        Listener first = streams.listenTcp(ANY_PORT, new Listening());
        assertThatThrownBy(() -> streams.listenTcp(first.local(), new Listening()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void closingGivesThePortsBackAndEndsEveryFlow() throws Exception {
        Listening server = new Listening();
        Listener listener = streams.listenTcp(ANY_PORT, server);
        Listener other = streams.listenTcp(ANY_PORT, server);
        try (Socket phone = dial(other)) {
            phone.getOutputStream().write('x');
            Flow flow = server.next().flow();
            listener.close();
            new ServerSocket(listener.local().port(), 1, listener.local().address()).close();
            assertThat(streams.isOpen(flow)).isTrue();
            streams.close();
            assertThat(server.nextClosed()).isEqualTo(flow);
            assertThat(phone.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void manyThreadsWriteWholeMessages() throws Exception {
        Listening server = new Listening();
        Listener listener = streams.listenTcp(ANY_PORT, server);
        try (Socket phone = dial(listener)) {
            phone.getOutputStream().write('x');
            Flow flow = server.next().flow();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                byte[] line = bytes(String.valueOf((char) ('a' + i)).repeat(9) + "\n");
                threads.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    for (int n = 0; n < 100; n++) {
                                        streams.send(flow, line);
                                    }
                                }));
            }
            String all = read(phone, 4000);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(all.lines()).hasSize(400).allMatch(line -> line.matches("(.)\\1{8}"));
        }
    }
}
