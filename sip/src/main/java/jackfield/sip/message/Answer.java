package jackfield.sip.message;

import jackfield.sip.message.Headers.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The response to a request that could not be read whole: what could be saved of it, sent back.
final class Answer {
    private Answer() {}

    /// Null where nobody is to be answered: a response, an ACK, no Via to go back by.
    static @Nullable Response to(StartLine start, List<Field> fields, int status, String reason) {
        if (start.method() == null || start.method().equals(Method.ACK)) {
            return null;
        }
        Headers.Builder headers = Headers.builder();
        boolean via = false;
        for (Field field : fields) {
            if (field.name().equals(HeaderName.VIA)) {
                Field usable = via ? field : usable(field);
                if (usable == null) {
                    return null;
                }
                via = true;
                headers.add(usable);
            } else if (field.name().equals(HeaderName.TO)) {
                headers.add(tagged(field));
            } else if (field.name().equals(HeaderName.FROM)
                    || field.name().equals(HeaderName.CALL_ID)
                    || field.name().equals(HeaderName.CSEQ)) {
                headers.add(field);
            }
        }
        return via ? new Response(status, reason, headers.build(), Body.NONE) : null;
    }

    /// The top Via field, cut behind its first value where the rest cannot be read; null where that
    /// cannot be read either.
    private static @Nullable Field usable(Field field) {
        byte[] in = field.in();
        ViaScan scan = new ViaScan();
        if (in == null || scan.list(in, field.from(), field.to(), null) > 0) {
            return field;
        }
        return scan.scan(in, field.from(), field.to())
                ? new Field(HeaderName.VIA, in, field.from(), scan.end())
                : null;
    }

    /// With a tag that is the same for every repetition, since nothing is remembered (RFC 3261
    /// section 8.2.7).
    private static Field tagged(Field to) {
        byte[] in = to.in();
        AddressScan scan = new AddressScan();
        if (in == null || !scan.one(in, to.from(), to.to())) {
            return to;
        }
        NameAddr address = scan.build(in);
        return address.tag() != null
                ? to
                : new Field(
                        HeaderName.TO,
                        address.with("tag", Integer.toHexString(to.value().hashCode())).toString());
    }
}
