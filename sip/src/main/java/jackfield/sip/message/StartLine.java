package jackfield.sip.message;

import org.jspecify.annotations.Nullable;

/// The first line of a message (RFC 3261 sections 7.1 and 7.2).
final class StartLine {
    private static final String VERSION = "sip/2.0";

    private @Nullable Method method;
    private @Nullable Uri uri;
    private String reason = "";
    private int status = 400;
    private @Nullable String badWhat;

    /// Reads the line in exactly these bytes, stripped.
    StartLine(byte[] in, int from, int to) {
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
            reason = text == to ? "" : Octets.text(in, text, to);
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
        int target = Octets.skipSpace(in, methodEnd, version);
        UriScan scan = new UriScan();
        // Header fields in a Request-URI must not be there (RFC 3261 section 19.1.1).
        if (scan.scan(in, target, Octets.trimEnd(in, target, version)) != null || scan.hasQuery()) {
            fail(400, "Request-URI");
            return;
        }
        uri = scan.build(in);
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
    Message message(Headers headers, Body body) {
        return method == null || uri == null
                ? new Response(status, reason, headers, body)
                : new Request(method, uri, headers, body);
    }
}
