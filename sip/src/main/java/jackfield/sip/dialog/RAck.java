package jackfield.sip.dialog;

import jackfield.base.Parsed;
import jackfield.sip.message.CSeq;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names the reliable provisional response that a PRACK acknowledges (RFC 3262 section 7.2).
///
/// @param rseq the response's RSeq, 1 to 2^32-1
/// @param cseq the CSeq of the request it answers
public record RAck(long rseq, CSeq cseq) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,10})\\s+(\\S.*)");
    private static final long LARGEST = 0xffff_ffffL;

    /// Reads `776656 1 INVITE`.
    public static Parsed<RAck> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()
                || !(CSeq.parse(matcher.group(2)) instanceof Parsed.Ok<CSeq>(CSeq cseq))) {
            return new Parsed.Bad<>("RAck", text);
        }
        long rseq = Long.parseLong(matcher.group(1));
        return rseq < 1 || rseq > LARGEST
                ? new Parsed.Bad<>("RAck", text)
                : new Parsed.Ok<>(new RAck(rseq, cseq));
    }

    /// As on the wire.
    @Override
    public String toString() {
        return rseq + " " + cseq;
    }
}
