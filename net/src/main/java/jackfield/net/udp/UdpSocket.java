package jackfield.net.udp;

import jackfield.base.Egress;
import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.PacketSink;

/// One UDP socket of a [UdpLoop]. [Egress] is only for the loop's thread; everything else may be
/// called from any thread.
public interface UdpSocket extends Egress, AutoCloseable {
    /// Names this socket among those of its loop; the id of its flows.
    long id();

    /// The bound address, with the port the kernel chose when port 0 was asked for.
    Endpoint local();

    /// Starts receiving into `sink`, on the loop's thread. Datagrams that came before wait in the
    /// kernel. Once only.
    void attach(PacketSink sink);

    /// The flow from this socket to `remote`.
    Flow flow(Endpoint remote);

    /// What this socket has done so far.
    UdpCounters counters();

    /// Gives the port back. From the loop's thread: after what is queued has left; else as soon as
    /// the loop has let go of it.
    @Override
    void close();
}
