package jackfield.net.udp;

/// The ways from a [UdpLoop] to the kernel.
public enum UdpBackend {
    /// io_uring by foreign function calls: Linux 6.1 and later, where the host allows it. No system
    /// call for a packet, nothing allocated.
    IO_URING,
    /// epoll, recvmmsg and sendmmsg by foreign function calls: Linux on x86-64 and aarch64. Nothing
    /// is allocated per packet.
    EPOLL,
    /// Plain `DatagramChannel`s: everywhere.
    NIO;

    /// The cheapest one that works on this host.
    public static UdpBackend best() {
        for (UdpBackend backend : values()) {
            if (backend.unavailable().isEmpty()) {
                return backend;
            }
        }
        return NIO;
    }

    /// Why this host can't use it; empty when it can.
    public String unavailable() {
        return switch (this) {
            case IO_URING -> Uring.UNAVAILABLE;
            case EPOLL -> Linux.UNAVAILABLE;
            case NIO -> "";
        };
    }

    /// Asked once: the probe makes a ring.
    private static final class Uring {
        static final String UNAVAILABLE =
                Linux.UNAVAILABLE.isEmpty() ? UringPoller.probe() : Linux.UNAVAILABLE;
    }
}
