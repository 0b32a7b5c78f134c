package jackfield.sip.message;

import jackfield.base.Parsed;
import java.nio.charset.StandardCharsets;

/// Reads one whole SIP message (RFC 3261 section 7): lenient in what it takes, and what it gives is
/// valid: the top Via, From, To, Call-ID and CSeq can be read without a further check.
public final class Parser {
    private Parser() {}

    /// Reads the message that `bytes` hold: a datagram, a WebSocket message, or what stream framing
    /// cut out. `Bad` names the header field that is wrong.
    public static Parsed<Message> parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Parsed.Bad<>("end of headers", text);
        }
        String[] lines = text.substring(0, end).replaceAll("\r\n[ \t]+", " ").split("\r\n");
        Headers.Builder headers = Headers.builder();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1) {
                return new Parsed.Bad<>("header field", lines[i]);
            }
            headers.add(
                    HeaderName.of(lines[i].substring(0, colon).strip()),
                    lines[i].substring(colon + 1).strip());
        }
        Body body = Body.text(text.substring(end + 4));
        String[] start = lines[0].split(" ", 3);
        if (start.length < 2) {
            return new Parsed.Bad<>("start line", lines[0]);
        }
        if (start[0].equals("SIP/2.0")) {
            return new Parsed.Ok<>(
                    new Response(
                            Integer.parseInt(start[1]),
                            start.length < 3 ? "" : start[2],
                            headers.build(),
                            body));
        }
        return switch (Uri.parse(start[1])) {
            case Parsed.Ok<Uri>(Uri uri) ->
                    new Parsed.Ok<>(new Request(new Method(start[0]), uri, headers.build(), body));
            case Parsed.Bad<Uri> bad -> bad.as();
        };
    }
}
