package jackfield.net.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A feed and its collector, on real sockets.
@Timeout(20)
class FeedTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String next(DatagramSocket collector) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
        collector.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Test
    void packetsArriveByUdpInTheirOrder() throws IOException {
        try (DatagramSocket collector = new DatagramSocket(0, HERE);
                Feed feed =
                        new Feed(
                                "feed",
                                new Feed.Target(
                                        false, HERE.getHostAddress(), collector.getLocalPort()),
                                100)) {
            for (int i = 0; i < 3; i++) {
                String packet = "packet " + i;
                assertThat(feed.offer(() -> bytes(packet))).isTrue();
            }
            assertThat(next(collector)).isEqualTo("packet 0");
            assertThat(next(collector)).isEqualTo("packet 1");
            assertThat(next(collector)).isEqualTo("packet 2");
        }
    }

    @Test
    void aCollectorThatClosesItsConnectionIsConnectedToAgain() throws IOException {
        try (ServerSocket collector = new ServerSocket(0, 5, HERE);
                Feed feed =
                        new Feed(
                                "feed",
                                new Feed.Target(
                                        true, HERE.getHostAddress(), collector.getLocalPort()),
                                100)) {
            feed.offer(() -> bytes("first"));
            try (Socket connection = collector.accept()) {
                assertThat(connection.getInputStream().readNBytes(5)).isEqualTo(bytes("first"));
            }
            // What is written into a closing connection may be lost: the next ones are not.
            try (Socket connection = nextConnection(collector, feed)) {
                assertThat(connection.getInputStream().readNBytes(5)).isEqualTo(bytes("again"));
            }
        }
    }

    private static Socket nextConnection(ServerSocket collector, Feed feed) throws IOException {
        collector.setSoTimeout(100);
        while (true) {
            feed.offer(() -> bytes("again"));
            try {
                return collector.accept();
            } catch (SocketTimeoutException notYet) {
                // the feed has not noticed that its connection is closed
            }
        }
    }

    @Test
    void whatDoesNotFitIsDroppedAndCounted() throws IOException, InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        try (DatagramSocket collector = new DatagramSocket(0, HERE);
                Feed feed =
                        new Feed(
                                "feed",
                                new Feed.Target(
                                        false, HERE.getHostAddress(), collector.getLocalPort()),
                                2)) {
            CountDownLatch begun = new CountDownLatch(1);
            feed.offer(() -> {
                begun.countDown();
                try {
                    held.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return bytes("held");
            });
            begun.await(); // it is off the queue
            assertThat(feed.offer(() -> bytes("second"))).isTrue();
            assertThat(feed.offer(() -> bytes("third"))).isTrue();
            assertThat(feed.offer(() -> bytes("fourth"))).isFalse();
            assertThat(feed.dropped()).isEqualTo(1);
            held.countDown();
            assertThat(next(collector)).isEqualTo("held");
            assertThat(next(collector)).isEqualTo("second");
            assertThat(next(collector)).isEqualTo("third");
        }
    }
}
