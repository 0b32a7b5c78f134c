package jackfield.base;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// An IP address and a port, as two longs and an int, so that comparing and hashing cost nothing
/// and the packet path needs no `InetAddress`.
///
/// The address is 16 bytes in network order; IPv4 is mapped (`::ffff:a.b.c.d`, RFC 4291 section
/// 2.5.5.2).
///
/// @param high the first eight bytes of the address
/// @param low the last eight bytes of the address
/// @param port 0 to 65535
public record Endpoint(long high, long low, int port) implements Comparable<Endpoint> {
    private static final long MAPPED = 0xffff_0000_0000L;

    public Endpoint {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    /// The IPv4 endpoint whose address has the 32 bits `address`, most significant byte first.
    public static Endpoint ipv4(int address, int port) {
        return new Endpoint(0, MAPPED | (address & 0xffff_ffffL), port);
    }

    /// `address` and `port` as an endpoint.
    public static Endpoint of(InetAddress address, int port) {
        byte[] b = address.getAddress();
        if (b.length == 4) {
            return ipv4((int) bigEndian(b, 0, 4), port);
        }
        return new Endpoint(bigEndian(b, 0, 8), bigEndian(b, 8, 8), port);
    }

    /// The endpoint of a resolved socket address.
    public static Endpoint of(InetSocketAddress address) {
        return of(address.getAddress(), address.getPort());
    }

    /// Reads `1.2.3.4:5` or `[2001:db8::1]:5`. Null unless the text is a literal address and a
    /// port: a name is never looked up.
    public static @Nullable Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return null;
        }
        String host = text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 0xffff) {
            return null;
        }
        return literal(host, Integer.parseInt(port));
    }

    /// The literal IPv4 or IPv6 address `host` (brackets allowed) with `port`; null when `host` is
    /// a name.
    public static @Nullable Endpoint literal(String host, int port) {
        String bare =
                host.startsWith("[") && host.endsWith("]")
                        ? host.substring(1, host.length() - 1)
                        : host;
        try {
            return of(InetAddress.ofLiteral(bare), port);
        } catch (IllegalArgumentException notALiteral) {
            return null;
        }
    }

    /// True for a (mapped) IPv4 address.
    public boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /// The IPv4 address as 32 bits; only where [#isIpv4()].
    public int ipv4() {
        if (!isIpv4()) {
            throw new IllegalStateException("not IPv4: " + this);
        }
        return (int) low;
    }

    /// True for `0.0.0.0` and `::`.
    public boolean isUnspecified() {
        return high == 0 && (low == 0 || low == MAPPED);
    }

    /// True for `127.0.0.0/8` and `::1`.
    public boolean isLoopback() {
        return isIpv4() ? (low >>> 24 & 0xff) == 127 : high == 0 && low == 1;
    }

    /// The same address with another port.
    public Endpoint withPort(int other) {
        return new Endpoint(high, low, other);
    }

    /// The address for the library classes that want one.
    public InetAddress address() {
        byte[] b = new byte[isIpv4() ? 4 : 16];
        if (b.length == 4) {
            put(b, 0, 4, low);
        } else {
            put(b, 0, 8, high);
            put(b, 8, 8, low);
        }
        try {
            return InetAddress.getByAddress(b);
        } catch (UnknownHostException wrongLength) {
            throw new AssertionError(wrongLength);
        }
    }

    /// The address and port for the library classes that want one.
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(address(), port);
    }

    /// The address as text, without brackets: `192.0.2.1`, `2001:db8::1`.
    public String host() {
        InetAddress address = address();
        return address instanceof Inet6Address
                ? Ipv6Text.shortest(high, low)
                : address.getHostAddress();
    }

    /// The address as a URI or a Via wants it: IPv6 in brackets.
    public String uriHost() {
        return isIpv4() ? host() : "[" + host() + "]";
    }

    /// `192.0.2.1:5060` or `[2001:db8::1]:5060`.
    @Override
    public String toString() {
        return uriHost() + ":" + port;
    }

    /// By the bits of the address, then by port: an order to file by, which keeps a hash table fast
    /// when a stranger picks addresses of one hash code.
    @Override
    public int compareTo(Endpoint other) {
        int order = Long.compare(high, other.high);
        order = order == 0 ? Long.compare(low, other.low) : order;
        return order == 0 ? Integer.compare(port, other.port) : order;
    }

    private static long bigEndian(byte[] b, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 8 | (b[i] & 0xff);
        }
        return value;
    }

    private static void put(byte[] b, int from, int count, long value) {
        for (int i = 0; i < count; i++) {
            b[from + i] = (byte) (value >>> 8 * (count - 1 - i));
        }
    }
}
