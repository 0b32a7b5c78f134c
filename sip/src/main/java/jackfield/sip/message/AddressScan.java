package jackfield.sip.message;

import jackfield.base.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds and checks name-addr and addr-spec values in bytes (RFC 3261 section 20.10), and makes the
/// values only when asked. Reused from value to value; holds the parts of the last.
final class AddressScan {
    private final UriScan uri = new UriScan();
    private int display;
    private int displayEnd;
    private int parameters;
    private int end;
    private String wrong = "";

    /// Finds the parts of the value that begins at `at`. False where it is malformed, and [#wrong]
    /// tells why; else [#end] is the comma behind it, or `to`.
    boolean scan(byte[] in, int at, int to) {
        display = Octets.skipSpace(in, at, to);
        displayEnd = display;
        int i = display;
        while (i < to && in[i] != '<' && in[i] != ';' && in[i] != ',') {
            if (in[i] == '"') {
                i = Octets.skipQuoted(in, i, to);
                if (i < 0) {
                    return fail("quoted string");
                }
            } else {
                i++;
            }
        }
        return i < to && in[i] == '<' ? nameAddr(in, i, to) : addrSpec(in, i, to);
    }

    private boolean nameAddr(byte[] in, int open, int to) {
        displayEnd = Octets.trimEnd(in, display, open);
        int close = open + 1;
        while (close < to && in[close] != '>') {
            close++;
        }
        if (close == to) {
            return fail("address");
        }
        // Blanks inside the brackets are wrong and meant well (RFC 4475 section 3.1.2.14).
        int from = Octets.skipSpace(in, open + 1, close);
        return uri(in, from, Octets.trimEnd(in, from, close)) && parameters(in, close + 1, to);
    }

    private boolean addrSpec(byte[] in, int stop, int to) {
        if (!uri(in, display, Octets.trimEnd(in, display, stop))) {
            return false;
        }
        // A question mark needs the brackets, else nobody can tell whose header fields these are.
        return uri.hasQuery() ? fail("URI without brackets") : parameters(in, stop, to);
    }

    private boolean uri(byte[] in, int from, int to) {
        String bad = uri.scan(in, from, to);
        return bad == null || fail(bad);
    }

    private boolean parameters(byte[] in, int at, int to) {
        parameters = at;
        end = ParameterScan.scan(in, at, to, null);
        return end >= 0 || fail("address parameters");
    }

    private boolean fail(String what) {
        wrong = what;
        return false;
    }

    /// Where the last value ended.
    int end() {
        return end;
    }

    /// What was wrong with the last value.
    String wrong() {
        return wrong;
    }

    /// The value last scanned, of the same bytes.
    NameAddr build(byte[] in) {
        return new NameAddr(
                displayEnd == display ? null : Octets.text(in, display, displayEnd),
                uri.build(in),
                ParameterScan.build(in, parameters, end));
    }

    /// Checks a comma list of addresses and puts them `into` a list where there is one; returns how
    /// many there are, or -1 where one is malformed. Empty elements are passed over.
    int list(byte[] in, int from, int to, @Nullable List<NameAddr> into) {
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

    /// Checks that these bytes are one address and nothing else.
    boolean one(byte[] in, int from, int to) {
        return scan(in, from, to) && (end == to || fail("address"));
    }

    static Parsed<NameAddr> parse(String text) {
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        AddressScan scan = new AddressScan();
        return scan.one(in, 0, in.length)
                ? new Parsed.Ok<>(scan.build(in))
                : new Parsed.Bad<>(scan.wrong, text);
    }

    static @Nullable List<NameAddr> parseList(byte[] in, int from, int to) {
        List<NameAddr> values = new ArrayList<>(2);
        return new AddressScan().list(in, from, to, values) < 0 ? null : List.copyOf(values);
    }
}
