package jackfield.net.udp;

/// What a socket or a loop has done so far.
///
/// @param packetsIn datagrams handed to the sink
/// @param bytesIn their bytes
/// @param packetsOut datagrams the kernel took
/// @param bytesOut their bytes
/// @param sendErrors datagrams the kernel refused
/// @param oversized datagrams longer than a slot, dropped
/// @param kernelDrops datagrams the kernel dropped because we were too slow (Linux only)
/// @param sinkFailures exceptions thrown by a sink
/// @param byXdp those of `packetsIn` and `packetsOut` that passed by the kernel's UDP
public record UdpCounters(
        long packetsIn,
        long bytesIn,
        long packetsOut,
        long bytesOut,
        long sendErrors,
        long oversized,
        long kernelDrops,
        long sinkFailures,
        long byXdp) {
    /// Nothing happened yet.
    public static final UdpCounters ZERO = new UdpCounters(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// Both together.
    public UdpCounters plus(UdpCounters other) {
        return new UdpCounters(
                packetsIn + other.packetsIn,
                bytesIn + other.bytesIn,
                packetsOut + other.packetsOut,
                bytesOut + other.bytesOut,
                sendErrors + other.sendErrors,
                oversized + other.oversized,
                kernelDrops + other.kernelDrops,
                sinkFailures + other.sinkFailures,
                byXdp + other.byXdp);
    }
}
