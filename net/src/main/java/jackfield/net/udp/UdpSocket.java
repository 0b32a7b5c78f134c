package jackfield.net.udp;

import jackfield.base.Egress;
import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.PacketSink;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// One UDP socket of a [UdpLoop]. [Egress] is only for the loop's thread; everything else may be
/// called from any thread.
public interface UdpSocket extends Egress, AutoCloseable {
    /// Names this socket among those of its loop; the id of its flows.
    long id();

    /// The bound address, with the port the kernel chose when port 0 was asked for.
    Endpoint local();

    /// Queues a datagram of its own memory, copied into a [#slot()]: for signalling, where a copy
    /// costs nothing. Only for the loop's thread. A datagram that fits no slot is our own bug.
    default void send(byte[] datagram, Endpoint remote) {
        MemorySegment slot = slot();
        MemorySegment.copy(datagram, 0, slot, ValueLayout.JAVA_BYTE, 0, datagram.length);
        send(slot, datagram.length, remote.high(), remote.low(), remote.port());
    }

    /// From now on nothing that it sends is cut into fragments, here or on the way (the DF bit of
    /// RFC 791): what is too long for its path is not sent, and is a send error.
    ///
    /// @return false where that cannot be asked of the system (the NIO backend)
    boolean dontFragment();

    /// Starts receiving into `sink`, on the loop's thread. Datagrams that came before wait in the
    /// kernel. Once only.
    void attach(PacketSink sink);

    /// The flow from this socket to `remote`.
    Flow flow(Endpoint remote);

    /// What this socket has done so far; asks the system for its part.
    UdpCounters counters();

    /// Datagrams handed to the sink so far; asks nobody.
    long packetsIn();

    /// Gives the port back: at once when nothing was attached, else at the end of the loop's turn,
    /// after what is queued has left.
    @Override
    void close();
}
