package jackfield.net.udp;

/// The ways from a [UdpLoop] to the kernel.
public enum UdpBackend {
    /// epoll, recvmmsg and sendmmsg by foreign function calls: Linux on x86-64 and aarch64. Nothing
    /// is allocated per packet.
    EPOLL,
    /// Plain `DatagramChannel`s: everywhere.
    NIO;

    /// The cheapest one that works on this host.
    public static UdpBackend best() {
        return EPOLL.unavailable().isEmpty() ? EPOLL : NIO;
    }

    /// Why this host can't use it; empty when it can.
    public String unavailable() {
        return switch (this) {
            case EPOLL -> Linux.UNAVAILABLE;
            case NIO -> "";
        };
    }
}
