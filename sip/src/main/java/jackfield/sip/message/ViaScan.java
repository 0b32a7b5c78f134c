package jackfield.sip.message;

import jackfield.base.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds and checks Via values in bytes (RFC 3261 section 20.42), and makes them only when asked.
/// Reused from value to value; holds the parts of the last.
final class ViaScan {
    private int transport;
    private int transportEnd;
    private int host;
    private int hostEnd;
    private int port;
    private int parameters;
    private int end;

    /// Finds the parts of the value that begins at `at`; false where it is malformed.
    boolean scan(byte[] in, int at, int to) {
        int name = Octets.skipSpace(in, at, to);
        int nameEnd = Octets.skipToken(in, name, to);
        int version = slash(in, nameEnd, to);
        int versionEnd = version < 0 ? -1 : Octets.skipToken(in, version, to);
        if (version < 0
                || !Octets.sameIgnoringCase(in, name, nameEnd, "sip")
                || !isVersion(in, version, versionEnd)) {
            return false;
        }
        transport = slash(in, versionEnd, to);
        if (transport < 0) {
            return false;
        }
        transportEnd = Octets.skipToken(in, transport, to);
        host = Octets.skipSpace(in, transportEnd, to);
        if (transportEnd == transport || host == transportEnd) {
            return false;
        }
        hostEnd = Octets.skipHost(in, host, to);
        return hostEnd > 0 && portAndParameters(in, to);
    }

    private boolean portAndParameters(byte[] in, int to) {
        int i = Octets.skipSpace(in, hostEnd, to);
        port = 0;
        if (i < to && in[i] == ':') {
            int digits = Octets.skipSpace(in, i + 1, to);
            i = digits;
            while (i < to && Octets.isDigit(in[i])) {
                i++;
            }
            port = Octets.port(in, digits, i);
            if (port < 0) {
                return false;
            }
        }
        parameters = i;
        end = ParameterScan.scan(in, i, to, null);
        return end >= 0;
    }

    /// Any version, because a request of another one is still answered, with 505.
    private static boolean isVersion(byte[] in, int from, int to) {
        return to - from == 3
                && Octets.isDigit(in[from])
                && in[from + 1] == '.'
                && Octets.isDigit(in[from + 2]);
    }

    private static int slash(byte[] in, int at, int to) {
        int i = Octets.skipSpace(in, at, to);
        return i < to && in[i] == '/' ? Octets.skipSpace(in, i + 1, to) : -1;
    }

    /// Where the last value ended.
    int end() {
        return end;
    }

    /// Where the parameters of the last value begin.
    int parameters() {
        return parameters;
    }

    int host() {
        return host;
    }

    int hostEnd() {
        return hostEnd;
    }

    int port() {
        return port;
    }

    Via build(byte[] in) {
        return new Via(
                Octets.text(in, transport, transportEnd),
                Octets.text(in, host, hostEnd),
                port,
                ParameterScan.build(in, parameters, end));
    }

    /// Checks a comma list of Vias and puts them `into` a list where there is one; returns how many
    /// there are, or -1 where one is malformed. Empty elements are passed over.
    int list(byte[] in, int from, int to, @Nullable List<Via> into) {
        int count = 0;
        int i = Octets.skipSpace(in, from, to);
        while (i < to) {
            if (in[i] != ',') {
                if (!scan(in, i, to)) {
                    return -1;
                }
                if (into != null) {
                    into.add(build(in));
                }
                count++;
                i = end;
            }
            i = i < to ? Octets.skipSpace(in, i + 1, to) : i;
        }
        return count;
    }

    static Parsed<Via> parse(String text) {
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ViaScan scan = new ViaScan();
        return scan.scan(in, 0, in.length) && scan.end == in.length
                ? new Parsed.Ok<>(scan.build(in))
                : new Parsed.Bad<>("Via", text);
    }

    static @Nullable List<Via> parseList(byte[] in, int from, int to) {
        List<Via> values = new ArrayList<>(2);
        return new ViaScan().list(in, from, to, values) < 0 ? null : List.copyOf(values);
    }
}
