package jackfield.testkit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A way for datagrams between one peer and a server that loses pictures: now and then a packet,
/// and now and then everything for longer than anybody would repeat it. Voices, being small, and
/// control pass.
public final class LossyPath implements AutoCloseable {
    private static final int SMALLEST_PICTURE = 300;
    private static final double LOSS = 0.04;
    private static final long PERIOD = 14_000_000_000L;
    private static final long OUTAGE = 4_000_000_000L;

    private final DatagramSocket front;
    private final DatagramSocket back;
    private final InetSocketAddress server;
    private final AtomicLong lost = new AtomicLong();
    private final long began = System.nanoTime();
    private volatile @Nullable InetSocketAddress peer;

    private LossyPath(DatagramSocket front, DatagramSocket back, InetSocketAddress server) {
        this.front = front;
        this.back = back;
        this.server = server;
    }

    /// Opens it.
    ///
    /// @param address of its own, in 127.0.0.0/8
    public static LossyPath open(String address, InetSocketAddress server) {
        try {
            InetAddress own = InetAddress.getByName(address);
            var path =
                    new LossyPath(new DatagramSocket(0, own), new DatagramSocket(0, own), server);
            Thread.ofVirtual().name("lossy-to-server").start(() -> path.carry(true));
            Thread.ofVirtual().name("lossy-to-peer").start(() -> path.carry(false));
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the peer sends to, `127.0.0.9:40000`.
    public String address() {
        return front.getLocalAddress().getHostAddress() + ":" + front.getLocalPort();
    }

    /// Packets lost so far.
    public long lost() {
        return lost.get();
    }

    private void carry(boolean toServer) {
        DatagramSocket from = toServer ? front : back;
        DatagramSocket to = toServer ? back : front;
        RandomGenerator random = new SplittableRandom(toServer ? 1 : 2);
        byte[] bytes = new byte[2048];
        try {
            while (true) {
                var packet = new DatagramPacket(bytes, bytes.length);
                from.receive(packet);
                if (toServer) {
                    peer = (InetSocketAddress) packet.getSocketAddress();
                }
                InetSocketAddress next = toServer ? server : peer;
                if (isPicture(bytes, packet.getLength()) && isLost(random)) {
                    lost.incrementAndGet();
                } else if (next != null) {
                    packet.setSocketAddress(next);
                    to.send(packet);
                }
            }
        } catch (SocketException closed) {
            // the test is over
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isLost(RandomGenerator random) {
        long since = (System.nanoTime() - began) % PERIOD;
        return since > PERIOD - OUTAGE || random.nextDouble() < LOSS;
    }

    private static boolean isPicture(byte[] bytes, int length) {
        boolean rtp = (bytes[0] & 0xc0) == 0x80;
        int type = bytes[1] & 0xff;
        return rtp && (type < 192 || type > 223) && length > SMALLEST_PICTURE;
    }

    @Override
    public void close() {
        front.close();
        back.close();
    }
}
