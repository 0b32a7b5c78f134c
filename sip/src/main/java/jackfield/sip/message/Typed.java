package jackfield.sip.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a header field's value means, read once and kept beside the field.
record Typed(List<Via> vias, List<NameAddr> addresses, @Nullable CSeq cseq) {

    /// Reads a value that has been checked, or that we wrote; anything else is a bug and throws.
    static Typed read(Headers.Field field, byte[] in, int from, int to) {
        return switch (field.name().form()) {
            case VIA -> {
                List<Via> vias = ViaScan.parseList(in, from, to);
                if (vias == null) {
                    throw bug(field);
                }
                yield new Typed(vias, List.of(), null);
            }
            case ADDRESS -> {
                AddressScan scan = new AddressScan();
                if (!scan.one(in, from, to)) {
                    throw bug(field);
                }
                yield new Typed(List.of(), List.of(scan.build(in)), null);
            }
            case ADDRESSES, CONTACT -> {
                List<NameAddr> addresses = AddressScan.parseList(in, from, to);
                if (addresses == null) {
                    throw bug(field);
                }
                yield new Typed(List.of(), addresses, null);
            }
            case CSEQ -> new Typed(List.of(), List.of(), CSeq.parse(field.value()).orThrow());
            case TEXT, WORD, NUMBER, LENGTH -> throw bug(field);
        };
    }

    private static IllegalArgumentException bug(Headers.Field field) {
        return new IllegalArgumentException("malformed " + field);
    }
}
