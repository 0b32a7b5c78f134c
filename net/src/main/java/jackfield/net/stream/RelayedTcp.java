package jackfield.net.stream;

import jackfield.base.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A TCP port that both listens and dials: what begins at it comes from the same address as what
/// arrives at it (RFC 6062 section 5). The event loops of [Streams] cannot dial from a port that is
/// taken, so these connections have virtual threads of their own.
public final class RelayedTcp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RelayedTcp.class);

    private final ServerSocketChannel listener;
    private final InetSocketAddress local;

    private RelayedTcp(ServerSocketChannel listener, InetSocketAddress local) {
        this.listener = listener;
        this.local = local;
    }

    /// Takes the port; null where another has it.
    ///
    /// @param arrivals what connects to it, on a thread of its own
    public static @Nullable RelayedTcp open(Endpoint at, Consumer<PeerStream> arrivals) {
        InetSocketAddress local = new InetSocketAddress(at.address(), at.port());
        ServerSocketChannel listener = null;
        try {
            listener = ServerSocketChannel.open();
            share(listener);
            listener.bind(local);
            RelayedTcp port = new RelayedTcp(listener, local);
            Thread.ofVirtual().name("turn-tcp-" + at.port()).start(() -> port.accept(arrivals));
            return port;
        } catch (IOException taken) {
            if (listener != null) {
                close(listener);
            }
            return null;
        }
    }

    /// The listener and all that it dials have one local address.
    private static void share(NetworkChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    }

    private void accept(Consumer<PeerStream> arrivals) {
        try {
            while (listener.isOpen()) {
                arrivals.accept(new PeerStream(listener.accept()));
            }
        } catch (IOException closed) {
            LOG.debug("{}: {}", local, closed + "");
        }
    }

    /// Dials from this port; `reply` gets the connection, or null where there is none, on a thread
    /// of its own.
    public void dial(Endpoint peer, int timeoutMs, Consumer<@Nullable PeerStream> reply) {
        Thread.ofVirtual().name("turn-dial").start(() -> reply.accept(dialled(peer, timeoutMs)));
    }

    private @Nullable PeerStream dialled(Endpoint peer, int timeoutMs) {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            share(channel);
            channel.bind(local);
            channel.socket().connect(new InetSocketAddress(peer.address(), peer.port()), timeoutMs);
            return new PeerStream(channel);
        } catch (IOException refused) {
            LOG.debug("{} to {}: {}", local, peer, refused + "");
            if (channel != null) {
                close(channel);
            }
            return null;
        }
    }

    @Override
    public void close() {
        close(listener);
    }

    static void close(java.nio.channels.Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("{}: {}", channel, e + "");
        }
    }
}
