package jackfield.sip.message;

import jackfield.base.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds the parts of a URI in bytes (RFC 3261 section 25.1, SIP-URI), checks them, and makes the
/// value only when asked. Reused from URI to URI; holds the parts of the last.
final class UriScan {
    private boolean sip;
    private boolean secure;
    private int begin;
    private int end;
    private int colon;
    private int at;
    private int host;
    private int hostEnd;
    private int port;
    private int parameters;
    private int query;

    /// Finds the parts of the URI in exactly these bytes. Null where it is right, else what is
    /// wrong with it.
    @Nullable String scan(byte[] in, int from, int to) {
        begin = from;
        end = to;
        colon = from;
        while (colon < to && isScheme(in[colon])) {
            colon++;
        }
        if (colon == from || colon >= to || in[colon] != ':') {
            return "URI scheme";
        }
        secure = Octets.sameIgnoringCase(in, from, colon, "sips");
        sip = secure || Octets.sameIgnoringCase(in, from, colon, "sip");
        at = -1;
        for (int i = colon + 1; i < to; i++) {
            if (Octets.isDelimiter(in[i])) {
                return "URI";
            }
            if (in[i] == '@' && at < 0) {
                at = i;
            }
        }
        if (!sip) {
            return colon + 1 == to ? "URI" : null;
        }
        return hostPart(in, to);
    }

    private @Nullable String hostPart(byte[] in, int to) {
        if (at == colon + 1) {
            return "URI user";
        }
        host = (at < 0 ? colon : at) + 1;
        hostEnd = Octets.skipHost(in, host, to);
        if (hostEnd < 0) {
            return "URI host";
        }
        int i = hostEnd;
        port = 0;
        if (i < to && in[i] == ':') {
            int digits = i + 1;
            i = digits;
            while (i < to && Octets.isDigit(in[i])) {
                i++;
            }
            port = Octets.port(in, digits, i);
            if (port < 0) {
                return "URI port";
            }
        }
        if (i < to && in[i] != ';' && in[i] != '?') {
            return i == hostEnd ? "URI host" : "URI port";
        }
        parameters = i;
        query = i;
        while (query < to && in[query] != '?') {
            query++;
        }
        return null;
    }

    private static boolean isScheme(byte b) {
        return b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || Octets.isDigit(b)
                || b == '+'
                || b == '-'
                || b == '.';
    }

    /// True where the last URI ends in header fields: `?Subject=x`.
    boolean hasQuery() {
        return sip && query < end;
    }

    /// The URI last scanned, of the same bytes.
    Uri build(byte[] in) {
        if (!sip) {
            return new Uri.Other(
                    Octets.text(in, begin, colon).toLowerCase(Locale.ROOT),
                    Octets.text(in, colon + 1, end));
        }
        return new SipUri(
                secure,
                at < 0 ? null : Octets.text(in, colon + 1, at),
                hostText(in),
                port,
                parameters(in, parameters, query),
                query < end ? Octets.text(in, query + 1, end) : null);
    }

    /// The grammar of RFC 3261 lets three colons stand before the IPv4 part of an IPv6 address,
    /// where two are meant: read, and not written again (RFC 5118 section 4.10).
    private String hostText(byte[] in) {
        String text = Octets.text(in, host, hostEnd);
        return in[host] == '[' ? text.replace(":::", "::") : text;
    }

    /// Uri parameters know no quotes and no space, so they part at every semicolon.
    private static Parameters parameters(byte[] in, int from, int to) {
        if (from == to) {
            return Parameters.NONE;
        }
        List<Parameters.Entry> entries = new ArrayList<>(4);
        int start = from + 1;
        int equals = -1;
        for (int i = start; i <= to; i++) {
            if (i == to || in[i] == ';') {
                if (i > start && equals != start) {
                    entries.add(
                            new Parameters.Entry(
                                    Octets.text(in, start, equals < 0 ? i : equals),
                                    equals < 0 ? null : Octets.text(in, equals + 1, i)));
                }
                start = i + 1;
                equals = -1;
            } else if (in[i] == '=' && equals < 0) {
                equals = i;
            }
        }
        return entries.isEmpty() ? Parameters.NONE : new Parameters(entries);
    }

    static Parsed<Uri> parse(String text) {
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        UriScan scan = new UriScan();
        String wrong = scan.scan(in, 0, in.length);
        return wrong == null ? new Parsed.Ok<>(scan.build(in)) : new Parsed.Bad<>(wrong, text);
    }
}
