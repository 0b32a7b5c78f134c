package jackfield.sip.message;

import jackfield.base.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The header fields of a message, in order, unknown ones verbatim (RFC 3261 section 7.3).
///
/// Immutable; every change gives new Headers. The typed readers (`from()`, `cseq()`) are for
/// messages that [Parser] gave or that we made ourselves: there a malformed value is a bug and
/// throws.
public final class Headers {
    /// No header fields.
    public static final Headers EMPTY = new Headers(List.of());

    /// One header field.
    ///
    /// @param name its name
    /// @param value the text behind the colon, unfolded and stripped
    public record Field(HeaderName name, String value) {
        @Override
        public String toString() {
            return name + ": " + value;
        }
    }

    /// Collects header fields in order.
    public static final class Builder {
        private final List<Field> fields = new ArrayList<>(16);

        private Builder() {}

        public Builder add(HeaderName name, String value) {
            return add(new Field(name, value));
        }

        public Builder add(Field field) {
            fields.add(field);
            return this;
        }

        public Headers build() {
            return new Headers(fields);
        }
    }

    private final List<Field> fields;

    private Headers(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    public static Builder builder() {
        return new Builder();
    }

    /// Every field, in order.
    public List<Field> fields() {
        return fields;
    }

    public boolean has(HeaderName name) {
        return first(name) != null;
    }

    /// The whole value of the first field called `name`; null where there is none.
    public @Nullable String first(HeaderName name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return field.value();
            }
        }
        return null;
    }

    /// Every value of `name` in order; fields that are lists are parted at their commas.
    public List<String> all(HeaderName name) {
        List<String> values = new ArrayList<>(2);
        for (Field field : fields) {
            if (field.name().equals(name)) {
                if (name.isList()) {
                    values.addAll(CommaList.split(field.value()));
                } else {
                    values.add(field.value());
                }
            }
        }
        return values;
    }

    /// True where a list field such as Supported holds the option `token`.
    public boolean lists(HeaderName name, String token) {
        return all(name).stream().anyMatch(token::equalsIgnoreCase);
    }

    /// These fields with `name` set to one `value`, in its first old place or at the end.
    public Headers with(HeaderName name, String value) {
        List<Field> next = new ArrayList<>(fields.size() + 1);
        boolean placed = false;
        for (Field field : fields) {
            if (!field.name().equals(name)) {
                next.add(field);
            } else if (!placed) {
                next.add(new Field(name, value));
                placed = true;
            }
        }
        if (!placed) {
            next.add(new Field(name, value));
        }
        return new Headers(next);
    }

    /// These fields with one more at the end.
    public Headers add(HeaderName name, String value) {
        List<Field> next = new ArrayList<>(fields);
        next.add(new Field(name, value));
        return new Headers(next);
    }

    /// These fields with one more above all others of its name: Via, Route, Record-Route, Path.
    public Headers push(HeaderName name, String value) {
        List<Field> next = new ArrayList<>(fields);
        int at = 0;
        while (at < next.size() && !next.get(at).name().equals(name)) {
            at++;
        }
        next.add(at == next.size() ? 0 : at, new Field(name, value));
        return new Headers(next);
    }

    /// These fields without the first value of `name`, be it a field of its own or the first of a
    /// comma list.
    public Headers pop(HeaderName name) {
        List<Field> next = new ArrayList<>(fields);
        for (int i = 0; i < next.size(); i++) {
            if (next.get(i).name().equals(name)) {
                List<String> values =
                        name.isList()
                                ? CommaList.split(next.get(i).value())
                                : List.of(next.get(i).value());
                if (values.size() <= 1) {
                    next.remove(i);
                } else {
                    next.set(
                            i,
                            new Field(name, String.join(", ", values.subList(1, values.size()))));
                }
                return new Headers(next);
            }
        }
        return this;
    }

    /// These fields without `name`.
    public Headers without(HeaderName name) {
        return new Headers(fields.stream().filter(field -> !field.name().equals(name)).toList());
    }

    /// The top Via.
    public Via topVia() {
        return vias().getFirst();
    }

    public List<Via> vias() {
        return typed(HeaderName.VIA, Via::parse);
    }

    public NameAddr from() {
        return NameAddr.parse(required(HeaderName.FROM)).orThrow();
    }

    public NameAddr to() {
        return NameAddr.parse(required(HeaderName.TO)).orThrow();
    }

    public String callId() {
        return required(HeaderName.CALL_ID);
    }

    public CSeq cseq() {
        return CSeq.parse(required(HeaderName.CSEQ)).orThrow();
    }

    /// The Contacts; empty for `Contact: *` too, which [#isContactStar()] tells.
    public List<NameAddr> contacts() {
        return isContactStar() ? List.of() : typed(HeaderName.CONTACT, NameAddr::parse);
    }

    /// True for `Contact: *` (RFC 3261 section 10.2.2).
    public boolean isContactStar() {
        return "*".equals(first(HeaderName.CONTACT));
    }

    public List<NameAddr> routes() {
        return typed(HeaderName.ROUTE, NameAddr::parse);
    }

    public List<NameAddr> recordRoutes() {
        return typed(HeaderName.RECORD_ROUTE, NameAddr::parse);
    }

    public List<NameAddr> path() {
        return typed(HeaderName.PATH, NameAddr::parse);
    }

    /// Max-Forwards, or -1 where it is missing.
    public int maxForwards() {
        return number(HeaderName.MAX_FORWARDS);
    }

    /// Expires in seconds, or -1 where it is missing or malformed (RFC 3261 section 20.19).
    public int expires() {
        return number(HeaderName.EXPIRES);
    }

    private int number(HeaderName name) {
        String text = first(name);
        return text == null || !text.matches("\\d{1,9}") ? -1 : Integer.parseInt(text);
    }

    private String required(HeaderName name) {
        String value = first(name);
        if (value == null) {
            throw new IllegalStateException("no " + name);
        }
        return value;
    }

    private <T> List<T> typed(HeaderName name, Function<String, Parsed<T>> parse) {
        List<T> values = new ArrayList<>(2);
        for (String text : all(name)) {
            values.add(parse.apply(text).orThrow());
        }
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers headers && headers.fields.equals(fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(512);
        fields.forEach(field -> text.append(field).append("\r\n"));
        return text.toString();
    }
}
