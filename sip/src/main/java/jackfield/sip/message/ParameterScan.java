package jackfield.sip.message;

import jackfield.base.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the `;name=value` lists behind header field values (RFC 3261 section 25.1, generic-param).
final class ParameterScan {
    private ParameterScan() {}

    /// Checks the parameters at `at` up to a comma or `to`, and puts them `into` a list where there
    /// is one. Returns the index of that end, or -1 where they are malformed. Empty parameters
    /// (`;;`) are passed over.
    static int scan(byte[] in, int at, int to, @Nullable List<Parameters.Entry> into) {
        int i = Octets.skipSpace(in, at, to);
        while (i < to && in[i] != ',') {
            if (in[i] != ';') {
                return -1;
            }
            int name = Octets.skipSpace(in, i + 1, to);
            int nameEnd = Octets.skipToken(in, name, to);
            i = Octets.skipSpace(in, nameEnd, to);
            if (nameEnd == name) {
                if (i < to && in[i] != ';' && in[i] != ',') {
                    return -1;
                }
                continue;
            }
            int value = -1;
            int valueEnd = -1;
            if (i < to && in[i] == '=') {
                value = Octets.skipSpace(in, i + 1, to);
                valueEnd = valueEnd(in, value, to);
                if (valueEnd < 0) {
                    return -1;
                }
                i = Octets.skipSpace(in, valueEnd, to);
            }
            if (into != null) {
                into.add(
                        new Parameters.Entry(
                                Octets.text(in, name, nameEnd),
                                value < 0 ? null : Octets.text(in, value, valueEnd)));
            }
        }
        return i;
    }

    /// The value of the first parameter called `name`, in lower case, of checked parameters: its
    /// first index in the high half, its end in the low one, the same where it has no value; -1
    /// where it is missing.
    static long find(byte[] in, int at, int to, String name) {
        int i = Octets.skipSpace(in, at, to);
        while (i < to && in[i] == ';') {
            int from = Octets.skipSpace(in, i + 1, to);
            int end = Octets.skipToken(in, from, to);
            i = Octets.skipSpace(in, end, to);
            int value = end;
            int valueEnd = end;
            if (i < to && in[i] == '=') {
                value = Octets.skipSpace(in, i + 1, to);
                valueEnd = valueEnd(in, value, to);
                i = Octets.skipSpace(in, valueEnd, to);
            }
            if (Octets.sameIgnoringCase(in, from, end, name)) {
                return (long) value << 32 | valueEnd;
            }
        }
        return -1;
    }

    private static int valueEnd(byte[] in, int at, int to) {
        if (at < to && in[at] == '"') {
            return Octets.skipQuoted(in, at, to);
        }
        int i = at;
        while (i < to && in[i] != ';' && in[i] != ',' && !Octets.isDelimiter(in[i])) {
            i++;
        }
        return i;
    }

    /// The parameters that begin at `at`, which have been checked.
    static Parameters build(byte[] in, int at, int to) {
        if (at >= to || Octets.skipSpace(in, at, to) == to) {
            return Parameters.NONE;
        }
        List<Parameters.Entry> entries = new ArrayList<>(4);
        scan(in, at, to, entries);
        return entries.isEmpty() ? Parameters.NONE : new Parameters(entries);
    }

    /// Reads text that is nothing but parameters.
    static Parsed<Parameters> parse(String text) {
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        return scan(in, 0, in.length, null) == in.length
                ? new Parsed.Ok<>(build(in, 0, in.length))
                : new Parsed.Bad<>("parameters", text);
    }
}
