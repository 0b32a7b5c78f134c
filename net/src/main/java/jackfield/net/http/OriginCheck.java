package jackfield.net.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which pages may open a WebSocket here: browsers say in Origin whose page it is (RFC 6455 section
/// 10.2).
@FunctionalInterface
public interface OriginCheck {
    /// Whether such a client may connect.
    ///
    /// @param origin the Origin; null where the client sent none, as only programs do that are no
    ///   browsers
    /// @param host the Host by which the client reached us; null where it sent none
    boolean admits(@Nullable String origin, @Nullable String host);

    /// Everybody.
    static OriginCheck any() {
        return (_, _) -> true;
    }

    /// Pages of the host that the client reached us by, and of this machine itself; whatever their
    /// ports.
    static OriginCheck sameHost() {
        return (origin, host) -> {
            if (origin == null) {
                return true;
            }
            String page = host(origin);
            return page.equals("localhost")
                    || page.equals("127.0.0.1")
                    || host != null && !page.isEmpty() && page.equals(host("//" + host));
        };
    }

    /// The host of `https://host:port`, lower case; empty where there is none.
    static String host(String origin) {
        int start = origin.indexOf("//");
        if (start < 0) {
            return "";
        }
        String rest = origin.substring(start + 2);
        int bracket = rest.indexOf(']');
        int colon = rest.indexOf(':', Math.max(0, bracket));
        return (colon < 0 ? rest : rest.substring(0, colon)).toLowerCase(Locale.ROOT);
    }
}
