package jackfield.sip.message;

import jackfield.sip.message.Headers.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What header field values mean. They have been checked, or we wrote them: anything else is a bug
/// and throws.
final class Typed {
    private Typed() {}

    /// The top Via; null where there is none.
    static @Nullable Via firstVia(Headers headers) {
        ViaScan scan = new ViaScan();
        int first = openVia(headers, scan);
        return first < 0 ? null : scan.build(bytes(headers, first));
    }

    /// Lets `scan` find the top Via. The field it is in, or -1 where there is none or it is
    /// malformed.
    static int openVia(Headers headers, ViaScan scan) {
        HeaderName name = HeaderName.VIA;
        for (int i = headers.indexOf(name, 0); i >= 0; i = headers.indexOf(name, i + 1)) {
            byte[] in = bytes(headers, i);
            int to = to(headers, i, in);
            int from = CommaList.skipEmpty(in, from(headers, i), to);
            if (from < to) {
                return scan.scan(in, from, to) ? i : -1;
            }
        }
        return -1;
    }

    static List<Via> vias(Headers headers) {
        HeaderName name = HeaderName.VIA;
        List<Via> all = List.of();
        for (int i = headers.indexOf(name, 0); i >= 0; i = headers.indexOf(name, i + 1)) {
            byte[] in = bytes(headers, i);
            List<Via> here = ViaScan.parseList(in, from(headers, i), to(headers, i, in));
            all = joined(all, here, headers, i);
        }
        return all;
    }

    static List<NameAddr> addresses(Headers headers, HeaderName name) {
        List<NameAddr> all = List.of();
        for (int i = headers.indexOf(name, 0); i >= 0; i = headers.indexOf(name, i + 1)) {
            byte[] in = bytes(headers, i);
            List<NameAddr> here = AddressScan.parseList(in, from(headers, i), to(headers, i, in));
            all = joined(all, here, headers, i);
        }
        return all;
    }

    private static <T> List<T> joined(List<T> all, @Nullable List<T> more, Headers headers, int i) {
        if (more == null) {
            throw bug(headers, i);
        }
        if (all.isEmpty()) {
            return more;
        }
        List<T> joined = new ArrayList<>(all);
        joined.addAll(more);
        return List.copyOf(joined);
    }

    static NameAddr address(Headers headers, int i) {
        byte[] in = bytes(headers, i);
        AddressScan scan = new AddressScan();
        if (!scan.one(in, from(headers, i), to(headers, i, in))) {
            throw bug(headers, i);
        }
        return scan.build(in);
    }

    static CSeq cseq(Headers headers, int i) {
        byte[] in = bytes(headers, i);
        CSeq cseq = CSeq.read(in, from(headers, i), to(headers, i, in));
        if (cseq == null) {
            throw bug(headers, i);
        }
        return cseq;
    }

    /// The number a field holds; -1 where it holds none.
    static long number(Headers headers, int i) {
        byte[] in = bytes(headers, i);
        return Octets.number(in, from(headers, i), to(headers, i, in));
    }

    /// True where a field certainly holds no more than one value, because there is no comma.
    static boolean isOneValue(Headers headers, int i) {
        byte[] in = bytes(headers, i);
        int to = to(headers, i, in);
        for (int at = from(headers, i); at < to; at++) {
            if (in[at] == ',') {
                return false;
            }
        }
        return true;
    }

    static boolean isStar(Headers headers, int i) {
        byte[] in = bytes(headers, i);
        return Octets.same(in, from(headers, i), to(headers, i, in), "*");
    }

    /// The bytes a value is in: the message's, or our own text's.
    static byte[] bytes(Headers headers, int i) {
        int entry = headers.entry(i);
        if (!Entries.isOwn(entry)) {
            return headers.in();
        }
        Field field = headers.own(entry);
        byte[] in = field.in();
        return in == null ? field.value().strip().getBytes(StandardCharsets.UTF_8) : in;
    }

    private static int from(Headers headers, int i) {
        int entry = headers.entry(i);
        return Entries.isOwn(entry) ? headers.own(entry).from() : Entries.from(entry);
    }

    private static int to(Headers headers, int i, byte[] in) {
        int entry = headers.entry(i);
        if (!Entries.isOwn(entry)) {
            return Entries.to(in, entry);
        }
        Field field = headers.own(entry);
        return field.in() == null ? in.length : field.to();
    }

    private static IllegalArgumentException bug(Headers headers, int i) {
        return new IllegalArgumentException("malformed " + headers.field(i));
    }
}
