package jackfield.net.http;

import jackfield.base.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who is behind a reverse proxy: the address that a trusted proxy says it was asked by, in
/// Forwarded (RFC 7239) or X-Forwarded-For. The right-most address that is no trusted proxy counts,
/// for everything left of it is what a stranger may have written.
///
/// @param trusted true for the address of a proxy that is believed
public record Forwarding(Predicate<Endpoint> trusted) {
    private static final Pattern FOR =
            Pattern.compile("(?i)(?:^|[;,\\s])for=(?:\"([^\"]*)\"|([^;,\\s]*))");
    private static final int LONGEST = 2_000;

    /// Nobody is believed.
    public static final Forwarding NONE = new Forwarding(_ -> false);

    /// Whom a request comes from.
    ///
    /// @param remote the peer of the connection
    /// @param forwarded the values of Forwarded, in their order
    /// @param forwardedFor the values of X-Forwarded-For, in their order; not looked at where there
    ///   is a Forwarded
    public Endpoint client(Endpoint remote, List<String> forwarded, List<String> forwardedFor) {
        if (!trusted.test(remote)) {
            return remote;
        }
        List<String> hops = forwarded.isEmpty() ? commas(forwardedFor) : fors(forwarded);
        Endpoint client = remote;
        for (int i = hops.size() - 1; i >= 0 && trusted.test(client); i--) {
            Endpoint hop = endpoint(hops.get(i));
            if (hop == null) {
                break;
            }
            client = hop;
        }
        return client;
    }

    private static List<String> commas(List<String> values) {
        List<String> hops = new ArrayList<>();
        for (String value : values) {
            for (String hop : value.split(",", LONGEST)) {
                hops.add(hop.strip());
            }
        }
        return hops;
    }

    private static List<String> fors(List<String> values) {
        List<String> hops = new ArrayList<>();
        for (String value : values) {
            Matcher each = FOR.matcher(value);
            while (each.find()) {
                String quoted = each.group(1);
                hops.add(quoted != null ? quoted : each.group(2));
            }
        }
        return hops;
    }

    /// An address with or without a port; names and `_hidden` are nobody's.
    private static @org.jspecify.annotations.Nullable Endpoint endpoint(String text) {
        Endpoint alone = Endpoint.literal(text, 0);
        return alone != null ? alone : Endpoint.parse(text);
    }
}
