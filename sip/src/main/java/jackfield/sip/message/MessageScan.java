package jackfield.sip.message;

import jackfield.sip.message.Headers.Field;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One pass over the bytes of one message. It finds and checks the fields and makes no text of
/// them; the first thing wrong is remembered, and the rest is still looked through for what an
/// answer needs.
final class MessageScan {
    private final byte[] in;
    private final Parser.Limits limits;
    private final AddressScan address = new AddressScan();
    private final ViaScan via = new ViaScan();
    private Field[] fields = new Field[24];
    private int count;
    private int at;
    private long seen;
    private boolean viaSeen;
    private boolean callIdSeen;
    private long contentLength = -1;
    private byte[] cseqIn = new byte[0];
    private int cseqMethod = -1;
    private int cseqEnd;

    private @Nullable StartLine start;
    private int badStatus;
    private String badWhat = "";
    private String badReason = "";
    private String badGot = "";

    MessageScan(byte[] in, Parser.Limits limits) {
        this.in = in;
        this.limits = limits;
    }

    /// The message, or what is wrong with it.
    Reading read() {
        scan();
        if (badStatus == 0) {
            checkWhole();
        }
        int bodyEnd = badStatus == 0 ? bodyEnd() : 0;
        if (badStatus != 0 || start == null) {
            return malformed();
        }
        Headers headers = new Headers(fields, count);
        Body body = at == bodyEnd ? Body.NONE : new Body(in, at, bodyEnd);
        return new Reading.Whole(start.message(headers, body));
    }

    /// The same bytes refused for a reason of the caller's.
    Reading.Malformed refuse(int status, String what) {
        bad(status, what, status == 400 ? "Bad " + what : ReasonPhrase.of(status), "");
        scan();
        return malformed();
    }

    private void scan() {
        if (in.length > limits.bytes()) {
            bad(513, "message size", ReasonPhrase.of(513), Integer.toString(in.length));
        }
        at = Octets.skipSpace(in, 0, in.length);
        startLine();
        if (start != null) {
            while (headerField()) {
                // each step takes one field
            }
        }
    }

    private void startLine() {
        int end = lineEnd(at);
        if (end < 0) {
            bad("start line", Octets.text(in, at, Math.min(in.length, at + 80)));
            return;
        }
        StartLine line = new StartLine(in, at, Octets.trimEnd(in, at, end));
        if (line.badWhat() != null) {
            String reason = line.status() == 505 ? ReasonPhrase.of(505) : "Bad " + line.badWhat();
            bad(line.status(), line.badWhat(), reason, Octets.text(in, at, end));
        }
        start = line;
        at = next(end);
    }

    /// Where the line at `from` ends: the index of its CR or bare LF; -1 where it does not end. A
    /// CR alone ends no line and is nothing a message may hold: other elements might see two lines.
    private int lineEnd(int from) {
        int i = Octets.lineBreak(in, from, in.length);
        boolean crlf = i + 1 < in.length && in[i] == '\r' && in[i + 1] == '\n';
        return i < in.length && (in[i] == '\n' || crlf) ? i : -1;
    }

    private int next(int lineEnd) {
        return in[lineEnd] == '\r' ? lineEnd + 2 : lineEnd + 1;
    }

    /// Takes one header field; false at the end of them.
    private boolean headerField() {
        int from = at;
        int end = lineEnd(from);
        if (end < 0) {
            bad("end of headers", Octets.text(in, from, Math.min(in.length, from + 80)));
            at = in.length;
            return false;
        }
        at = next(end);
        if (end == from) {
            return false;
        }
        boolean folded = false;
        while (at < in.length && (in[at] == ' ' || in[at] == '\t')) {
            folded = true;
            end = lineEnd(at);
            if (end < 0) {
                bad("end of headers", Octets.text(in, from, Math.min(in.length, from + 80)));
                at = in.length;
                return false;
            }
            at = next(end);
        }
        int nameEnd = Octets.skipToken(in, from, end);
        int colon = Octets.skipSpace(in, nameEnd, end);
        if (nameEnd == from || colon == end || in[colon] != ':') {
            bad("header field", Octets.text(in, from, end));
            return true;
        }
        HeaderName name = HeaderName.of(in, from, nameEnd);
        if (end - from > limits.fieldBytes()) {
            bad(name, "");
        } else if (count == limits.fields()) {
            bad(513, "header fields", ReasonPhrase.of(513), Integer.toString(count));
        } else {
            take(name, colon + 1, end, folded);
        }
        return true;
    }

    private void take(HeaderName name, int colonEnd, int lineEnd, boolean folded) {
        byte[] bytes = in;
        int from = Octets.skipSpace(in, colonEnd, lineEnd);
        int to = Octets.trimEnd(in, from, lineEnd);
        if (folded) {
            bytes = unfolded(from, to);
            from = 0;
            to = bytes.length;
        }
        long bit = name.onceBit();
        if ((seen & bit) != 0) {
            bad(400, name.toString(), "Duplicate " + name, Octets.text(bytes, from, to));
            return;
        }
        seen |= bit;
        if (name.form() != HeaderName.Form.TEXT && !check(name, bytes, from, to)) {
            bad(name, Octets.text(bytes, from, to));
        }
        if (count == fields.length) {
            fields = Arrays.copyOf(fields, 2 * count);
        }
        fields[count++] = new Field(name, bytes, from, to);
    }

    /// A folded value in one line: each break and the blanks around it become one blank (RFC 3261
    /// section 7.3.1).
    private byte[] unfolded(int from, int to) {
        byte[] out = new byte[to - from];
        int length = 0;
        int i = from;
        while (i < to) {
            if (in[i] == '\r' || in[i] == '\n') {
                length = Octets.trimEnd(out, 0, length);
                i = Octets.skipSpace(in, i, to);
                out[length++] = ' ';
            } else {
                out[length++] = in[i++];
            }
        }
        return Arrays.copyOf(out, length);
    }

    private boolean check(HeaderName name, byte[] bytes, int from, int to) {
        return switch (name.form()) {
            case TEXT -> true;
            case VIA -> {
                int values = via.list(bytes, from, to, null);
                viaSeen |= values > 0;
                yield values > 0;
            }
            case ADDRESS -> address.one(bytes, from, to);
            case ADDRESSES -> address.list(bytes, from, to, null) >= 0;
            case CONTACT -> contact(bytes, from, to);
            case WORD -> {
                callIdSeen = to > from && !hasSpace(bytes, from, to);
                yield callIdSeen;
            }
            case NUMBER -> Octets.number(bytes, from, to) >= 0;
            case LENGTH -> {
                contentLength = Octets.number(bytes, from, to);
                yield contentLength >= 0;
            }
            case CSEQ -> {
                cseqIn = bytes;
                cseqMethod = CSeq.methodStart(bytes, from, to);
                cseqEnd = to;
                yield cseqMethod >= 0;
            }
        };
    }

    /// A star stands alone (RFC 3261 section 10.2.2): no other Contact beside it, in any field.
    private boolean contact(byte[] bytes, int from, int to) {
        boolean star = to - from == 1 && bytes[from] == '*';
        for (int i = 0; i < count; i++) {
            if (fields[i].name().equals(HeaderName.CONTACT)
                    && (star || fields[i].value().equals("*"))) {
                return false;
            }
        }
        return star || address.list(bytes, from, to, null) >= 0;
    }

    private static boolean hasSpace(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Octets.isSpace(bytes[i])) {
                return true;
            }
        }
        return false;
    }

    private void checkWhole() {
        if (!viaSeen) {
            missing(HeaderName.VIA);
        }
        if ((seen & HeaderName.FROM.onceBit()) == 0) {
            missing(HeaderName.FROM);
        }
        if ((seen & HeaderName.TO.onceBit()) == 0) {
            missing(HeaderName.TO);
        }
        if (!callIdSeen) {
            missing(HeaderName.CALL_ID);
        }
        if (cseqMethod < 0) {
            missing(HeaderName.CSEQ);
        } else if (start != null
                && start.method() != null
                && !Octets.same(cseqIn, cseqMethod, cseqEnd, start.method().name())) {
            bad(HeaderName.CSEQ, Octets.text(cseqIn, cseqMethod, cseqEnd));
        }
    }

    /// Where the body ends: what is behind it is noise (RFC 3261 section 18.3).
    private int bodyEnd() {
        if (contentLength < 0) {
            return in.length;
        }
        if (contentLength > in.length - at) {
            bad(HeaderName.CONTENT_LENGTH, Long.toString(contentLength));
            return in.length;
        }
        return at + (int) contentLength;
    }

    private void missing(HeaderName name) {
        bad(400, name.toString(), "Missing " + name, "");
    }

    private void bad(HeaderName name, String got) {
        bad(400, name.toString(), "Bad " + name, got);
    }

    private void bad(String what, String got) {
        bad(400, what, "Bad " + what, got);
    }

    private void bad(int status, String what, String reason, String got) {
        if (badStatus == 0) {
            badStatus = status;
            badWhat = what;
            badReason = reason;
            badGot = got;
        }
    }

    private Reading.Malformed malformed() {
        Response answer =
                start == null ? null : Answer.to(start, fields, count, badStatus, badReason);
        return new Reading.Malformed(badStatus, badWhat, badGot, answer);
    }
}
