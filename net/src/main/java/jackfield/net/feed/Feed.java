package jackfield.net.feed;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends packets to one collector by UDP or TCP, from a thread of its own. A collector that can't
/// be reached is tried again with growing pauses; what does not fit into the queue meanwhile is
/// dropped and counted.
public final class Feed implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Feed.class);
    private static final int CONNECT_MS = 3_000;
    private static final long FIRST_PAUSE_MS = 500;
    private static final long LAST_PAUSE_MS = 30_000;
    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /// Where packets go.
    ///
    /// @param stream true for TCP, false for UDP
    /// @param host a name or an address; a name is looked up for each connection
    /// @param port the port
    public record Target(boolean stream, String host, int port) {}

    private final Target target;
    private final int most;
    private final Queue<Supplier<byte[]>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;
    private volatile boolean open = true;
    private @Nullable Socket connection;
    private @Nullable DatagramSocket socket;
    private long pauseMs = FIRST_PAUSE_MS;
    private boolean failing;

    /// @param name the thread's name
    /// @param most how many packets may wait
    public Feed(String name, Target target, int most) {
        this.target = target;
        this.most = most;
        thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /// Gives a packet; it is made on the feed's thread. Never waits.
    ///
    /// @return false where the queue is full and it was dropped
    public boolean offer(Supplier<byte[]> packet) {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            dropped.incrementAndGet();
            return false;
        }
        queue.add(packet);
        LockSupport.unpark(thread);
        return true;
    }

    /// Packets sent.
    public long sent() {
        return sent.get();
    }

    /// Packets that were not.
    public long dropped() {
        return dropped.get();
    }

    /// Sends what can be sent at once, and ends.
    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
        try {
            thread.join(CONNECT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (open) {
            Supplier<byte[]> next = queue.poll();
            if (next == null) {
                LockSupport.parkNanos(this, IDLE_NS);
            } else {
                waiting.decrementAndGet();
                send(next.get());
            }
        }
        for (Supplier<byte[]> next = queue.poll(); next != null; next = queue.poll()) {
            if (failing) {
                dropped.incrementAndGet();
            } else {
                send(next.get());
            }
        }
        disconnect();
    }

    private void send(byte[] packet) {
        try {
            if (target.stream()) {
                OutputStream out = connected().getOutputStream();
                out.write(packet);
                out.flush();
            } else {
                bound().send(new DatagramPacket(packet, packet.length));
            }
            sent.incrementAndGet();
            if (failing) {
                failing = false;
                log.info("{} can be reached again", target);
            }
            pauseMs = FIRST_PAUSE_MS;
        } catch (IOException | IllegalArgumentException e) {
            dropped.incrementAndGet();
            disconnect();
            if (!failing) {
                failing = true;
                log.warn("{} can't be reached: {}", target, e.getMessage());
            }
            if (open) {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(pauseMs));
            }
            pauseMs = Math.min(2 * pauseMs, LAST_PAUSE_MS);
        }
    }

    private Socket connected() throws IOException {
        Socket known = connection;
        if (known == null) {
            known = new Socket();
            known.connect(new InetSocketAddress(target.host(), target.port()), CONNECT_MS);
            known.setTcpNoDelay(true);
            connection = known;
        }
        return known;
    }

    private DatagramSocket bound() throws IOException {
        DatagramSocket known = socket;
        if (known == null) {
            known = new DatagramSocket();
            known.connect(
                    new InetSocketAddress(InetAddress.getByName(target.host()), target.port()));
            socket = known;
        }
        return known;
    }

    private void disconnect() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            log.debug("closing the connection to {}", target, e);
        }
        if (socket != null) {
            socket.close();
        }
        connection = null;
        socket = null;
    }
}
