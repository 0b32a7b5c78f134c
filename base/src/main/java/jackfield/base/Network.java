package jackfield.base;

import org.jspecify.annotations.Nullable;

/// A range of IP addresses in CIDR notation (RFC 4632 section 3.1, RFC 4291 section 2.3); IPv4 is
/// mapped, as in [Endpoint].
///
/// @param high the first eight bytes of its first address
/// @param low the last eight bytes of its first address
/// @param bits how many leading bits of the 128 are fixed
public record Network(long high, long low, int bits) {
    private static final int MAPPED_BITS = 96;

    public Network {
        if (bits < 0 || bits > 128) {
            throw new IllegalArgumentException("a prefix of " + bits + " bits");
        }
        high &= mask(bits);
        low &= mask(bits - 64);
    }

    /// Reads `192.0.2.0/24`, `2001:db8::/32`, or a single address. Null for everything else: a name
    /// is never looked up, and bits behind the prefix must be zero, because a writer who sets them
    /// means another network.
    public static @Nullable Network parse(String text) {
        int slash = text.indexOf('/');
        Endpoint address = Endpoint.literal(slash < 0 ? text : text.substring(0, slash), 0);
        if (address == null) {
            return null;
        }
        boolean mapped = text.indexOf(':') < 0;
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
        return (remote.high() & mask(bits)) == high && (remote.low() & mask(bits - 64)) == low;
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
}
