package jackfield.rtc.ice;

import jackfield.base.Endpoint;

/// From where an address can be reached.
public enum AddressScope {
    /// This machine (RFC 1122, RFC 4291).
    LOOPBACK,
    /// This link (RFC 3927, RFC 4291).
    LINK_LOCAL,
    /// A private network or a carrier's NAT (RFC 1918, RFC 6598, RFC 4193).
    PRIVATE,
    /// Anywhere.
    GLOBAL,
    /// Nowhere: wildcard, multicast, broadcast.
    NONE;

    /// The scope of the endpoint's address.
    public static AddressScope of(Endpoint endpoint) {
        return endpoint.isIpv4() ? ofIpv4(endpoint.ipv4()) : ofIpv6(endpoint);
    }

    private static AddressScope ofIpv4(int address) {
        int first = address >>> 24;
        int second = address >>> 16 & 0xff;
        if (first == 0 || first >= 224) {
            return NONE;
        }
        if (first == 127) {
            return LOOPBACK;
        }
        if (first == 169 && second == 254) {
            return LINK_LOCAL;
        }
        boolean isPrivate =
                first == 10
                        || first == 172 && second >= 16 && second <= 31
                        || first == 192 && second == 168
                        || first == 100 && second >= 64 && second <= 127;
        return isPrivate ? PRIVATE : GLOBAL;
    }

    private static AddressScope ofIpv6(Endpoint endpoint) {
        int first = (int) (endpoint.high() >>> 48);
        if (endpoint.isUnspecified() || first >>> 8 == 0xff) {
            return NONE;
        }
        if (endpoint.isLoopback()) {
            return LOOPBACK;
        }
        if (first >>> 6 == 0xfe80 >>> 6) {
            return LINK_LOCAL;
        }
        return first >>> 9 == 0xfc00 >>> 9 ? PRIVATE : GLOBAL;
    }
}
