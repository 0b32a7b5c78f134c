package jackfield.sip.message;

import java.nio.charset.StandardCharsets;

/// Writes messages strictly: long header names, CRLF, no folding, one right Content-Length at the
/// end (RFC 3261 section 7). What came from the wire is copied as bytes, and lines that stand as we
/// would write them all at once, as far as they follow each other.
public final class Writer {
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] VERSION = " SIP/2.0\r\n".getBytes(StandardCharsets.US_ASCII);

    /// False while the bytes are only counted.
    private final boolean writes;

    private final byte[] out;
    private int at;

    private Writer(boolean writes, int size) {
        this.writes = writes;
        out = writes ? new byte[size] : NOTHING;
    }

    /// The bytes of `message`, whole.
    public static byte[] write(Message message) {
        Writer writer = new Writer(true, size(message));
        writer.message(message);
        return writer.out;
    }

    /// How many bytes [#write] makes of `message`: by this a sender chooses a transport (RFC 3261
    /// section 18.1.1).
    public static int size(Message message) {
        Writer counter = new Writer(false, 0);
        counter.message(message);
        return counter.at;
    }

    private void message(Message message) {
        switch (message) {
            case Request request -> requestLine(request);
            case Response response -> statusLine(response);
        }
        fields(message.headers());
        Body body = message.body();
        put(HeaderName.CONTENT_LENGTH.prefix());
        number(body.length());
        lineEnd();
        lineEnd();
        if (writes) {
            body.copyTo(out, at);
        }
        at += body.length();
    }

    private void requestLine(Request request) {
        text(request.method().name());
        put(' ');
        if (request.uriTo() > request.uriFrom()) {
            put(request.in(), request.uriFrom(), request.uriTo());
        } else {
            uri(request.uri());
        }
        put(VERSION);
    }

    private void uri(Uri uri) {
        if (!(uri instanceof SipUri sip)) {
            text(uri.toString());
            return;
        }
        text(sip.scheme());
        put(':');
        if (sip.user() != null) {
            text(sip.user());
            put('@');
        }
        text(sip.host());
        if (sip.port() != 0) {
            put(':');
            number(sip.port());
        }
        for (Parameters.Entry entry : sip.parameters().entries()) {
            put(';');
            text(entry.name());
            if (entry.value() != null) {
                put('=');
                text(entry.value());
            }
        }
        if (sip.query() != null) {
            put('?');
            text(sip.query());
        }
    }

    private void statusLine(Response response) {
        text("SIP/2.0 ");
        number(response.status());
        put(' ');
        String reason = response.reason();
        // A reason phrase may quote a stranger; it must not become a second line.
        boolean line = reason.indexOf('\r') < 0 && reason.indexOf('\n') < 0;
        text(line ? reason : reason.replace('\r', ' ').replace('\n', ' '));
        lineEnd();
    }

    private void fields(Headers headers) {
        byte[] in = headers.in();
        int i = 0;
        while (i < headers.fieldCount()) {
            int entry = headers.entry(i);
            if (!isCopied(entry)) {
                if (!headers.is(i, HeaderName.CONTENT_LENGTH)) {
                    field(headers, i);
                }
                i++;
                continue;
            }
            int from = line(in, entry);
            int to = nextLine(in, entry);
            i++;
            while (i < headers.fieldCount()
                    && isCopied(headers.entry(i))
                    && line(in, headers.entry(i)) == to) {
                to = nextLine(in, headers.entry(i));
                i++;
            }
            put(in, from, to);
        }
    }

    /// True for a line that is taken over as it is.
    private static boolean isCopied(int entry) {
        return !Entries.isOwn(entry)
                && Entries.isAsWritten(entry)
                && Entries.name(entry) != HeaderName.CONTENT_LENGTH.id();
    }

    private static int line(byte[] in, int entry) {
        int name = Entries.name(entry);
        return name == 0
                ? Entries.line(in, entry)
                : Entries.from(entry) - HeaderName.of(name).prefix().length;
    }

    /// Where the next line begins, behind the CRLF of this one.
    private static int nextLine(byte[] in, int entry) {
        return Octets.lineBreak(in, Entries.from(entry), in.length) + 2;
    }

    private void field(Headers headers, int i) {
        int entry = headers.entry(i);
        put(headers.name(i).prefix());
        if (!Entries.isOwn(entry)) {
            put(headers.in(), Entries.from(entry), Entries.to(headers.in(), entry));
        } else {
            Headers.Field field = headers.own(entry);
            byte[] in = field.in();
            if (in == null) {
                text(field.value());
            } else {
                put(in, field.from(), field.to());
            }
        }
        lineEnd();
    }

    private void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    private void put(byte[] bytes, int from, int to) {
        if (writes) {
            System.arraycopy(bytes, from, out, at, to - from);
        }
        at += to - from;
    }

    private void put(char c) {
        if (writes) {
            out[at] = (byte) c;
        }
        at++;
    }

    private void lineEnd() {
        put('\r');
        put('\n');
    }

    private void number(int number) {
        int digits = 1;
        for (int rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        if (writes) {
            int rest = number;
            for (int i = at + digits - 1; i >= at; i--) {
                out[i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
        }
        at += digits;
    }

    private void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                put(text.getBytes(StandardCharsets.UTF_8));
                return;
            }
        }
        if (writes) {
            for (int i = 0; i < text.length(); i++) {
                out[at + i] = (byte) text.charAt(i);
            }
        }
        at += text.length();
    }
}
