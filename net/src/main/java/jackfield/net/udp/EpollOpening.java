package jackfield.net.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import jackfield.base.Endpoint;
import jackfield.net.linux.Linux;
import jackfield.net.linux.SocketAddresses;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.BiFunction;

/// Opening and binding a UDP socket, on any thread.
final class EpollOpening {
    private static final int SEND_BUFFER = 4 << 20;

    private final MemorySegment errno;
    private final MemorySegment name;
    private final MemorySegment number;

    private EpollOpening(Arena calls) {
        errno = calls.allocate(Linux.ERRNO_BYTES, 16);
        name = calls.allocate(SocketAddresses.BYTES, 8);
        number = calls.allocate(8, 8);
    }

    static Opened open(
            Arena calls,
            Endpoint local,
            UdpOptions options,
            BiFunction<Integer, Endpoint, UdpSocket> made) {
        EpollOpening opening = new EpollOpening(calls);
        int family = local.isIpv4() ? Linux.AF_INET : Linux.AF_INET6;
        int fd = Linux.socket(opening.errno, family, Linux.SOCK_DGRAM | Linux.NONBLOCK_CLOEXEC);
        if (fd < 0) {
            return refused(local, fd);
        }
        int answer = opening.bind(fd, local, options);
        if (answer < 0) {
            Linux.close(opening.errno, fd);
            return refused(local, answer);
        }
        return new Opened.Ok(made.apply(fd, opening.bound(fd)));
    }

    private static Opened refused(Endpoint local, int answer) {
        return new Opened.Refused(local, answer == -Linux.EADDRINUSE, Linux.words(-answer));
    }

    private int bind(int fd, Endpoint local, UdpOptions options) {
        if (!local.isIpv4()) {
            set(fd, Linux.IPPROTO_IPV6, Linux.IPV6_V6ONLY, 1);
        }
        if (options.tos() > 0) {
            int answer = mark(fd, !local.isIpv4(), options.tos());
            if (answer < 0) {
                return answer;
            }
        }
        int receiveBuffer = options.receiveBufferBytes();
        // FORCE needs a privilege; without it the kernel cuts to its own maximum.
        if (set(fd, Linux.SOL_SOCKET, Linux.SO_RCVBUFFORCE, receiveBuffer) < 0) {
            set(fd, Linux.SOL_SOCKET, Linux.SO_RCVBUF, receiveBuffer);
        }
        if (set(fd, Linux.SOL_SOCKET, Linux.SO_SNDBUFFORCE, SEND_BUFFER) < 0) {
            set(fd, Linux.SOL_SOCKET, Linux.SO_SNDBUF, SEND_BUFFER);
        }
        int length = SocketAddresses.put(name, 0, local.high(), local.low(), local.port());
        return Linux.bind(errno, fd, name.address(), length);
    }

    /// Has what the socket sends marked; 0 or the negative errno.
    static int mark(Arena calls, int fd, boolean ipv6, int tos) {
        return new EpollOpening(calls).mark(fd, ipv6, tos);
    }

    private int mark(int fd, boolean ipv6, int tos) {
        return ipv6
                ? set(fd, Linux.IPPROTO_IPV6, Linux.IPV6_TCLASS, tos)
                : set(fd, Linux.IPPROTO_IP, Linux.IP_TOS, tos);
    }

    /// Has nothing that the socket sends cut into fragments; 0 or the negative errno.
    static int dontFragment(Arena calls, int fd, boolean ipv6) {
        EpollOpening opening = new EpollOpening(calls);
        return ipv6
                ? opening.set(fd, Linux.IPPROTO_IPV6, Linux.IPV6_MTU_DISCOVER, Linux.PMTUDISC_DO)
                : opening.set(fd, Linux.IPPROTO_IP, Linux.IP_MTU_DISCOVER, Linux.PMTUDISC_DO);
    }

    private int set(int fd, int level, int option, int value) {
        number.set(JAVA_INT_UNALIGNED, 0, value);
        return Linux.setsockopt(errno, fd, level, option, number.address(), 4);
    }

    private Endpoint bound(int fd) {
        number.set(JAVA_INT_UNALIGNED, 0, SocketAddresses.BYTES);
        int answer = Linux.getsockname(errno, fd, name.address(), number.address());
        if (answer < 0) {
            throw new IllegalStateException("getsockname: errno " + -answer);
        }
        return new Endpoint(
                SocketAddresses.high(name, 0),
                SocketAddresses.low(name, 0),
                SocketAddresses.port(name, 0));
    }
}
