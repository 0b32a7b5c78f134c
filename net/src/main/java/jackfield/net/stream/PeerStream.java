package jackfield.net.stream;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection of a [RelayedTcp] to a peer, which is joined to a client's connection: from then on
/// bytes pass both ways, and whoever sends faster than the other reads is kept waiting.
public final class PeerStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerStream.class);
    private static final int CHUNK = 16 * 1024;
    private static final int MOST_WAITING = 256 * 1024;
    private static final byte[] END = {};

    private final SocketChannel channel;
    private final LinkedBlockingQueue<byte[]> toPeer = new LinkedBlockingQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicBoolean paused = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    PeerStream(SocketChannel channel) {
        this.channel = channel;
    }

    /// The peer.
    public Endpoint remote() {
        return Endpoint.of((InetSocketAddress) channel.socket().getRemoteSocketAddress());
    }

    /// Joins it to a client's connection; `ended` is called once, when the peer's side is over.
    public void join(Streams streams, Flow client, Runnable ended) {
        Thread.ofVirtual().name("turn-to-peer").start(() -> write(streams, client));
        Thread.ofVirtual()
                .name("turn-from-peer")
                .start(() -> {
                    read(streams, client);
                    close();
                    streams.close(client);
                    ended.run();
                });
    }

    private void read(Streams streams, Flow client) {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        try {
            while (channel.read(buffer.clear()) >= 0) {
                byte[] bytes = Arrays.copyOf(buffer.array(), buffer.position());
                streams.deliver(client, bytes).toCompletableFuture().join();
            }
        } catch (IOException | CompletionException over) {
            LOG.debug("{}: {}", client, over + "");
        }
    }

    private void write(Streams streams, Flow client) {
        try {
            for (byte[] bytes = toPeer.take(); bytes.length > 0; bytes = toPeer.take()) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                if (waiting.addAndGet(-bytes.length) < MOST_WAITING / 2
                        && paused.compareAndSet(true, false)) {
                    streams.resume(client);
                }
            }
            channel.shutdownOutput();
        } catch (IOException over) {
            LOG.debug("{}: {}", client, over + "");
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Bytes of the client's, in order; the array is handed over.
    public void send(Streams streams, Flow client, byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        toPeer.add(bytes);
        if (waiting.addAndGet(bytes.length) > MOST_WAITING && paused.compareAndSet(false, true)) {
            streams.pause(client);
        }
    }

    /// The client sends no more: what waits leaves first.
    public void finish() {
        toPeer.add(END);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            RelayedTcp.close(channel);
            toPeer.add(END);
        }
    }
}
