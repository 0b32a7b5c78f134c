package jackfield.net.udp;

/// The ways from a [UdpLoop] to the kernel.
public enum UdpBackend {
    /// epoll, recvmmsg and sendmmsg by foreign function calls: Linux on x86-64 and aarch64; nothing
    /// is allocated per packet.
    EPOLL,
    /// Plain `DatagramChannel`s: everywhere.
    NIO;

    /// The cheapest one that works on this host.
    public static UdpBackend best() {
        return NIO;
    }
}
