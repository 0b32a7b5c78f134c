package jackfield.net.flow;

import io.vertx.core.net.SocketAddress;
import jackfield.base.Endpoint;

/// Between the library's addresses and ours.
public final class Addresses {
    private Addresses() {}

    /// The endpoint of an address that is resolved, as every connection's is.
    @SuppressWarnings("exports") // for the packages of this module
    public static Endpoint endpoint(SocketAddress address) {
        String host = address.hostAddress();
        int zone = host.indexOf('%');
        Endpoint endpoint =
                Endpoint.literal(zone < 0 ? host : host.substring(0, zone), address.port());
        if (endpoint == null) {
            throw new IllegalStateException("not an address: " + address);
        }
        return endpoint;
    }

    /// The library's form of an endpoint.
    @SuppressWarnings("exports") // for the packages of this module
    public static SocketAddress address(Endpoint endpoint) {
        return SocketAddress.inetSocketAddress(endpoint.port(), endpoint.host());
    }
}
