package jackfield.sip.message;

import jackfield.base.Parsed;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The CSeq of a message (RFC 3261 section 20.16). Holding one means it is valid.
///
/// @param number below 2^31
/// @param method the method it counts
public record CSeq(long number, Method method) {
    private static final long LIMIT = 1L << 31;

    public CSeq {
        if (number < 0 || number >= LIMIT) {
            throw new IllegalArgumentException("CSeq " + number);
        }
    }

    /// Reads `314159 INVITE`.
    public static Parsed<CSeq> parse(String text) {
        byte[] in = text.strip().getBytes(StandardCharsets.UTF_8);
        CSeq cseq = read(in, 0, in.length);
        return cseq == null ? new Parsed.Bad<>("CSeq", text) : new Parsed.Ok<>(cseq);
    }

    /// The CSeq in exactly these stripped bytes; null where there is none.
    static @Nullable CSeq read(byte[] in, int from, int to) {
        int method = methodStart(in, from, to);
        return method < 0
                ? null
                : new CSeq(
                        Octets.number(in, from, Octets.trimEnd(in, from, method)),
                        Method.of(in, method, to));
    }

    /// Where the method begins in these bytes, which are one stripped CSeq value; -1 where they are
    /// none.
    static int methodStart(byte[] in, int from, int to) {
        int digits = from;
        while (digits < to && Octets.isDigit(in[digits])) {
            digits++;
        }
        long number = Octets.number(in, from, digits);
        int method = Octets.skipSpace(in, digits, to);
        boolean right =
                number >= 0 && number < LIMIT && method > digits && Octets.isToken(in, method, to);
        return right ? method : -1;
    }

    @Override
    public String toString() {
        return number + " " + method;
    }
}
