package jackfield.net.udp;

/// How a [UdpLoop] works.
///
/// @param backend which way to the kernel
/// @param receiveBufferBytes asked of the kernel for each socket; it may give less
/// @param batchWindowNs how long a turn may wait for more packets before it starts: 0 never waits,
///   [#ADAPTIVE] waits up to a millisecond while packets come fast
/// @param batchSlots how many datagrams one system call may carry
public record UdpOptions(
        UdpBackend backend, int receiveBufferBytes, long batchWindowNs, int batchSlots) {
    /// Waits only under load, where one turn then carries many packets.
    public static final long ADAPTIVE = -1;

    /// The best backend of this host, 4 MiB buffers, adaptive batching, 64 datagrams a call.
    public static final UdpOptions DEFAULT =
            new UdpOptions(UdpBackend.best(), 4 << 20, ADAPTIVE, 64);

    public UdpOptions {
        if (batchSlots < 1 || batchSlots > 1024) {
            throw new IllegalArgumentException("batchSlots " + batchSlots);
        }
        if (batchWindowNs < ADAPTIVE || batchWindowNs > 10_000_000) {
            throw new IllegalArgumentException("batchWindowNs " + batchWindowNs);
        }
    }

    /// The same with another backend.
    public UdpOptions with(UdpBackend other) {
        return new UdpOptions(other, receiveBufferBytes, batchWindowNs, batchSlots);
    }

    /// The same with another batch window (ns).
    public UdpOptions withBatchWindow(long ns) {
        return new UdpOptions(backend, receiveBufferBytes, ns, batchSlots);
    }
}
