package jackfield.base;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A range of IP addresses in CIDR notation (RFC 4632 section 3.1, RFC 4291 section 2.3); IPv4 is
/// mapped, as in [Endpoint].
///
/// @param high the first eight bytes of its first address
/// @param low the last eight bytes of its first address
/// @param bits how many leading bits of the 128 are fixed
public record Network(long high, long low, int bits) implements Comparable<Network> {
    private static final int MAPPED_BITS = 96;
    private static final int WHOLE = 128;
    private static final int SITE = 64;

    /// `127.0.0.0/8` and `::1`.
    public static final List<Network> LOOPBACK =
            List.of(new Network(0, 0xffff_7f00_0000L, MAPPED_BITS + 8), new Network(0, 1, WHOLE));

    public Network {
        if (bits < 0 || bits > 128) {
            throw new IllegalArgumentException("a prefix of " + bits + " bits");
        }
        high &= mask(bits);
        low &= mask(bits - 64);
    }

    /// One address alone.
    public static Network of(Endpoint endpoint) {
        return new Network(endpoint.high(), endpoint.low(), WHOLE);
    }

    /// Who stands behind an address: the address itself for IPv4; for IPv6 its /64, of which
    /// anybody has all the addresses.
    public static Network source(Endpoint endpoint) {
        return endpoint.isIpv4() ? of(endpoint) : new Network(endpoint.high(), 0, SITE);
    }

    /// Reads `192.0.2.0/24`, `2001:db8::/32`, or a single address. Null for everything else: a name
    /// is never looked up, and bits behind the prefix must be zero, because a writer who sets them
    /// means another network.
    public static @Nullable Network parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        boolean mapped = text.indexOf(':') < 0;
        // Short forms would be read in an old way: 10.1 as 10.0.0.1.
        boolean whole = !mapped || host.chars().filter(c -> c == '.').count() == 3;
        Endpoint address = whole ? Endpoint.literal(host, 0) : null;
        if (address == null) {
            return null;
        }
        int most = mapped ? 32 : 128;
        int bits = most;
        if (slash >= 0) {
            String length = text.substring(slash + 1);
            if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > most) {
                return null;
            }
            bits = Integer.parseInt(length);
        }
        Network network =
                new Network(address.high(), address.low(), mapped ? bits + MAPPED_BITS : bits);
        boolean exact = network.high == address.high() && network.low == address.low();
        return exact ? network : null;
    }

    /// True where the address of `remote` is in this network; its port does not matter.
    public boolean contains(Endpoint remote) {
        return contains(remote.high(), remote.low());
    }

    /// True where the address is in this network.
    ///
    /// @param addressHigh its first eight bytes
    /// @param addressLow its last eight bytes
    public boolean contains(long addressHigh, long addressLow) {
        return (addressHigh & highMask(bits)) == high && (addressLow & lowMask(bits)) == low;
    }

    /// The bits of the first eight bytes that a prefix of so many holds.
    static long highMask(int bits) {
        return mask(bits);
    }

    /// The bits of the last eight bytes that a prefix of so many holds.
    static long lowMask(int bits) {
        return mask(bits - 64);
    }

    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= 64 ? -1L : -1L << 64 - bits;
    }

    /// `192.0.2.0/24`, `2001:db8::/32`.
    @Override
    public String toString() {
        Endpoint first = new Endpoint(high, low, 0);
        return first.isIpv4() && bits >= MAPPED_BITS
                ? first.host() + "/" + (bits - MAPPED_BITS)
                : Ipv6Text.shortest(high, low) + "/" + bits;
    }

    /// An order to file by: it keeps a hash table fast when a stranger picks addresses of one hash
    /// code.
    @Override
    public int compareTo(Network other) {
        int order = Long.compare(high, other.high);
        order = order == 0 ? Long.compare(low, other.low) : order;
        return order == 0 ? Integer.compare(bits, other.bits) : order;
    }
}
