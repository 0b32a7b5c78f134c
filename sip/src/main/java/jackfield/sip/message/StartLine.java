package jackfield.sip.message;

import org.jspecify.annotations.Nullable;

/// The first line of a message (RFC 3261 sections 7.1 and 7.2). Reused from message to message;
/// holds what the last line said.
final class StartLine {
    private static final String VERSION = "sip/2.0";

    private final UriScan scan = new UriScan();
    private @Nullable Method method;
    private int uri;
    private int uriEnd;
    private String reason = "";
    private int status;
    private @Nullable String badWhat;

    /// Reads the line in exactly these bytes, stripped.
    void read(byte[] in, int from, int to) {
        method = null;
        reason = "";
        status = 400;
        badWhat = null;
        int word = word(in, from, to);
        if (word - from >= 4 && Octets.sameIgnoringCase(in, from, from + 4, "sip/")) {
            statusLine(in, from, word, to);
        } else {
            requestLine(in, from, word, to);
        }
    }

    private void statusLine(byte[] in, int from, int versionEnd, int to) {
        int code = Octets.skipSpace(in, versionEnd, to);
        int codeEnd = word(in, code, to);
        long number = codeEnd - code == 3 ? Octets.number(in, code, codeEnd) : -1;
        if (!Octets.sameIgnoringCase(in, from, versionEnd, VERSION)) {
            fail(505, "SIP version");
        } else if (number < 100 || number > 699) {
            fail(400, "Status-Code");
        } else {
            status = (int) number;
            int text = Octets.skipSpace(in, codeEnd, to);
            reason = reason(in, text, to);
        }
    }

    /// Blanks in a row are passed over (RFC 4475 section 3.1.2.9); blanks in the Request-URI are
    /// not, since nobody can tell what was meant (section 3.1.2.8).
    private void requestLine(byte[] in, int from, int methodEnd, int to) {
        int version = to;
        while (version > from && in[version - 1] != ' ' && in[version - 1] != '\t') {
            version--;
        }
        if (!Octets.isToken(in, from, methodEnd) || version <= methodEnd) {
            fail(400, "Request-Line");
            return;
        }
        method = Method.of(in, from, methodEnd);
        if (!Octets.sameIgnoringCase(in, version, to, VERSION)) {
            boolean other =
                    to - version > 4 && Octets.sameIgnoringCase(in, version, version + 4, "sip/");
            fail(other ? 505 : 400, other ? "SIP version" : "Request-Line");
            return;
        }
        uri = Octets.skipSpace(in, methodEnd, version);
        uriEnd = Octets.trimEnd(in, uri, version);
        // Header fields in a Request-URI must not be there (RFC 3261 section 19.1.1).
        if (scan.scan(in, uri, uriEnd) != null || scan.hasQuery()) {
            fail(400, "Request-URI");
        }
    }

    /// The usual phrase is not made anew.
    private String reason(byte[] in, int from, int to) {
        if (from == to) {
            return "";
        }
        String usual = ReasonPhrase.of(status);
        return Octets.same(in, from, to, usual) ? usual : Octets.text(in, from, to);
    }

    private static int word(byte[] in, int from, int to) {
        int i = from;
        while (i < to && in[i] != ' ' && in[i] != '\t') {
            i++;
        }
        return i;
    }

    private void fail(int answer, String what) {
        status = answer;
        badWhat = what;
    }

    /// The method; null in a response, and where the line is not SIP at all.
    @Nullable Method method() {
        return method;
    }

    /// What is wrong with the line; null where nothing is.
    @Nullable String badWhat() {
        return badWhat;
    }

    /// The status code of a response; for a bad line, what it is answered with.
    int status() {
        return status;
    }

    /// The message this line begins; only where nothing is wrong with it.
    Message message(Headers headers, byte[] in, int bodyFrom, int bodyTo) {
        if (method != null) {
            return new Request(method, headers, in, uri, uriEnd, bodyFrom, bodyTo);
        }
        Body body = bodyFrom == bodyTo ? Body.NONE : new Body(in, bodyFrom, bodyTo);
        return new Response(status, reason, headers, body);
    }
}
