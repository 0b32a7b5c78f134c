package jackfield.sip.message;

import jackfield.sip.message.Headers.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One pass over the bytes of a message. It finds and checks the fields and makes no text of them;
/// the first thing wrong is remembered, and the rest is still looked through for what an answer
/// needs. Reused from message to message.
final class MessageScan {
    private static final byte[] NOTHING = new byte[0];
    private static final Field[] NONE = new Field[0];

    private final Parser.Limits limits;
    private final StartLine line = new StartLine();
    private final AddressScan address = new AddressScan();
    private final ViaScan via = new ViaScan();
    private final List<Field> unfolded = new ArrayList<>(0);
    private byte[] in = NOTHING;
    private int size;
    private int[] entries = new int[32];
    private int count;
    private int at;
    private long seen;
    private boolean viaSeen;
    private boolean callIdSeen;
    private long contentLength;
    private byte[] cseqIn = NOTHING;
    private int cseqMethod;
    private int cseqEnd;

    private @Nullable StartLine start;
    private int badStatus;
    private String badWhat = "";
    private String badReason = "";
    private String badGot = "";

    MessageScan(Parser.Limits limits) {
        this.limits = limits;
    }

    private void begin(byte[] bytes) {
        size = bytes.length;
        in = size > Entries.MOST_BYTES ? Arrays.copyOf(bytes, Entries.MOST_BYTES) : bytes;
        unfolded.clear();
        count = 0;
        at = 0;
        seen = 0;
        viaSeen = false;
        callIdSeen = false;
        contentLength = -1;
        cseqMethod = -1;
        start = null;
        badStatus = 0;
    }

    /// The message, or what is wrong with it.
    Reading read(byte[] bytes) {
        begin(bytes);
        scan();
        if (badStatus == 0) {
            checkWhole();
        }
        int bodyEnd = badStatus == 0 ? bodyEnd() : 0;
        Reading reading =
                badStatus != 0 || start == null
                        ? malformed()
                        : new Reading.Whole(start.message(headers(), in, at, bodyEnd));
        in = NOTHING;
        cseqIn = NOTHING;
        return reading;
    }

    /// The same bytes refused for a reason of the caller's.
    Reading.Malformed refuse(byte[] bytes, int status, String what) {
        begin(bytes);
        bad(status, what, status == 400 ? "Bad " + what : ReasonPhrase.of(status), "");
        scan();
        return malformed();
    }

    private Headers headers() {
        Field[] own = unfolded.isEmpty() ? NONE : unfolded.toArray(NONE);
        return new Headers(in, Arrays.copyOf(entries, count), count, own);
    }

    private void scan() {
        if (size > limits.bytes()) {
            bad(513, "message size", ReasonPhrase.of(513), Integer.toString(size));
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
        line.read(in, at, Octets.trimEnd(in, at, end));
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
        HeaderName name = HeaderName.known(in, from, nameEnd);
        if (end - from > limits.fieldBytes()) {
            bad(name == null ? HeaderName.of(in, from, nameEnd) : name, "");
        } else if (count == limits.fields()) {
            bad(513, "header fields", ReasonPhrase.of(513), Integer.toString(count));
        } else if (folded) {
            takeFolded(name == null ? HeaderName.of(in, from, nameEnd) : name, colon + 1, end);
        } else {
            int value = Octets.skipSpace(in, colon + 1, end);
            int to = Octets.trimEnd(in, value, end);
            if (name == null) {
                boolean same = nameEnd == colon && isAsWritten(colon, value, to, end);
                put(Entries.wire(0, same, value));
            } else if (take(name, in, value, to)) {
                boolean same =
                        isPrefix(name.prefix(), from, value) && isAsWritten(colon, value, to, end);
                put(Entries.wire(name.id(), same, value));
            }
        }
        return true;
    }

    private boolean isPrefix(byte[] prefix, int from, int to) {
        return Arrays.equals(in, from, to, prefix, 0, prefix.length);
    }

    /// True where a line is as the writer writes it, behind its name.
    private boolean isAsWritten(int colon, int value, int to, int lineEnd) {
        return value == colon + 2 && in[colon + 1] == ' ' && to == lineEnd && in[to] == '\r';
    }

    private void takeFolded(HeaderName name, int colonEnd, int lineEnd) {
        int from = Octets.skipSpace(in, colonEnd, lineEnd);
        byte[] bytes = unfolded(from, Octets.trimEnd(in, from, lineEnd));
        if (take(name, bytes, 0, bytes.length)) {
            put(Entries.own(unfolded.size()));
            unfolded.add(new Field(name, bytes, 0, bytes.length));
        }
    }

    private void put(int entry) {
        if (count == entries.length) {
            entries = Arrays.copyOf(entries, 2 * count);
        }
        entries[count++] = entry;
    }

    /// Checks a value; false where the field must not stay among the others.
    private boolean take(HeaderName name, byte[] bytes, int from, int to) {
        long bit = name.onceBit();
        if ((seen & bit) != 0) {
            bad(400, name.toString(), "Duplicate " + name, Octets.text(bytes, from, to));
            return false;
        }
        seen |= bit;
        if (name.form() != HeaderName.Form.TEXT && !check(name, bytes, from, to)) {
            bad(name, Octets.text(bytes, from, to));
        }
        return true;
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
        boolean star = Octets.same(bytes, from, to, "*");
        for (int i = 0; i < count; i++) {
            if (isContact(entries[i]) && (star || isStar(entries[i]))) {
                return false;
            }
        }
        return star || address.list(bytes, from, to, null) >= 0;
    }

    private boolean isContact(int entry) {
        return Entries.isOwn(entry)
                ? unfolded.get(Entries.which(entry)).name().equals(HeaderName.CONTACT)
                : Entries.name(entry) == HeaderName.CONTACT.id();
    }

    private boolean isStar(int entry) {
        return Entries.isOwn(entry)
                ? unfolded.get(Entries.which(entry)).value().equals("*")
                : Octets.same(in, Entries.from(entry), Entries.to(in, entry), "*");
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
                start == null ? null : Answer.to(start, headers().fields(), badStatus, badReason);
        return new Reading.Malformed(badStatus, badWhat, badGot, answer);
    }
}
