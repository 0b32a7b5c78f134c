package jackfield.sip.message;

import jackfield.base.Parsed;

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
        String[] part = text.strip().split("[ \t]+", -1);
        if (part.length != 2
                || !part[0].matches("\\d{1,19}")
                || part[0].length() > 18
                || Long.parseLong(part[0]) >= LIMIT) {
            return new Parsed.Bad<>("CSeq", text);
        }
        return new Parsed.Ok<>(new CSeq(Long.parseLong(part[0]), new Method(part[1])));
    }

    @Override
    public String toString() {
        return number + " " + method;
    }
}
