package jackfield.net.udp;

import jackfield.net.linux.Linux;
import jackfield.net.xdp.XdpLanes;

/// The ways from a [UdpLoop] to the kernel.
public enum UdpBackend {
    /// io_uring by foreign function calls: Linux 6.1 and later, where the host allows it. No system
    /// call for a packet, nothing allocated.
    IO_URING,
    /// epoll, recvmmsg and sendmmsg by foreign function calls: Linux on x86-64 and aarch64. Nothing
    /// is allocated per packet.
    EPOLL,
    /// epoll, and past it a lane for each interface by which frames come and go (AF_XDP): Linux 5.9
    /// and later, with privileges. Less than half of the kernel's work for a packet. Has to be
    /// asked for: the host's firewall does not see these packets.
    XDP,
    /// Plain `DatagramChannel`s: everywhere.
    NIO;

    /// The cheapest one that works on this host without being asked for.
    public static UdpBackend best() {
        for (UdpBackend backend : values()) {
            if (backend != XDP && backend.unavailable().isEmpty()) {
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
            case XDP -> Xdp.UNAVAILABLE;
            case NIO -> "";
        };
    }

    /// Asked once: the probe makes a ring.
    private static final class Uring {
        static final String UNAVAILABLE =
                Linux.UNAVAILABLE.isEmpty() ? UringPoller.probe() : Linux.UNAVAILABLE;
    }

    /// Asked once: the probe has the kernel verify the program.
    private static final class Xdp {
        static final String UNAVAILABLE =
                Linux.UNAVAILABLE.isEmpty() ? XdpLanes.probe() : Linux.UNAVAILABLE;
    }
}
