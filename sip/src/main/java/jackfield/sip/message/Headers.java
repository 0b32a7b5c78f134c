package jackfield.sip.message;

import jackfield.base.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The header fields of a message, in order, unknown ones verbatim (RFC 3261 section 7.3).
///
/// Immutable; every change gives new Headers, which share the untouched fields. The typed readers
/// (`from()`, `cseq()`) are for messages that [Parser] gave or that we made ourselves: there a
/// malformed value is a bug and throws.
public final class Headers {
    /// No header fields.
    public static final Headers EMPTY = new Headers(new Field[0], 0);

    private static final int MOST_EXPIRES = Integer.MAX_VALUE;

    /// One header field. What came from the wire stays there as bytes, and becomes text or a typed
    /// value when somebody asks.
    public static final class Field {
        private final HeaderName name;
        private final byte @Nullable [] in;
        private final int from;
        private final int to;
        private @Nullable String value;
        private @Nullable Typed typed;

        /// A field of our own making.
        ///
        /// @param name its name
        /// @param value the text behind the colon, without line breaks
        public Field(HeaderName name, String value) {
            if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
                throw new IllegalArgumentException("line break in " + name);
            }
            this.name = name;
            this.in = null;
            this.from = 0;
            this.to = 0;
            this.value = value;
        }

        /// A field whose value is these bytes of a message: unfolded, stripped, checked.
        Field(HeaderName name, byte[] in, int from, int to) {
            this.name = name;
            this.in = in;
            this.from = from;
            this.to = to;
        }

        /// The field's name.
        public HeaderName name() {
            return name;
        }

        /// The text behind the colon, unfolded and stripped. Bytes that are no UTF-8 show as U+FFFD
        /// here, and are written as they came.
        public String value() {
            String text = value;
            if (text == null) {
                text = in == null ? "" : Octets.text(in, from, to);
                value = text;
            }
            return text;
        }

        /// The bytes of the message this field is part of; null where it is our own text.
        byte @Nullable [] in() {
            return in;
        }

        int from() {
            return from;
        }

        int to() {
            return to;
        }

        private Typed typed() {
            Typed known = typed;
            if (known == null) {
                byte[] bytes = in == null ? value().getBytes(StandardCharsets.UTF_8) : in;
                known = Typed.read(this, bytes, from, in == null ? bytes.length : to);
                typed = known;
            }
            return known;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Field field
                    && field.name.equals(name)
                    && field.value().equals(value());
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + value().hashCode();
        }

        @Override
        public String toString() {
            return name + ": " + value();
        }
    }

    /// Collects header fields in order.
    public static final class Builder {
        private Field[] fields = new Field[16];
        private int count;

        private Builder() {}

        public Builder add(HeaderName name, String value) {
            return add(new Field(name, value));
        }

        public Builder add(Field field) {
            if (count == fields.length) {
                fields = Arrays.copyOf(fields, 2 * count);
            }
            fields[count++] = field;
            return this;
        }

        public Headers build() {
            return new Headers(fields, count);
        }
    }

    private final Field[] fields;

    /// The first `count` of `fields`, which the caller may go on using.
    Headers(Field[] fields, int count) {
        this(Arrays.copyOf(fields, count));
    }

    private Headers(List<Field> fields) {
        this(fields.toArray(Field[]::new));
    }

    private Headers(Field[] fields) {
        this.fields = fields;
    }

    public static Builder builder() {
        return new Builder();
    }

    /// Every field, in order.
    public List<Field> fields() {
        return Collections.unmodifiableList(Arrays.asList(fields));
    }

    /// Every field called `name`, in order.
    public List<Field> fields(HeaderName name) {
        List<Field> found = new ArrayList<>(2);
        for (Field field : fields) {
            if (field.name.equals(name)) {
                found.add(field);
            }
        }
        return found;
    }

    public boolean has(HeaderName name) {
        return field(name) != null;
    }

    /// The first field called `name`; null where there is none.
    public @Nullable Field field(HeaderName name) {
        for (Field field : fields) {
            if (field.name.equals(name)) {
                return field;
            }
        }
        return null;
    }

    /// The whole value of the first field called `name`; null where there is none.
    public @Nullable String first(HeaderName name) {
        Field field = field(name);
        return field == null ? null : field.value();
    }

    /// Every value of `name` in order; fields that are lists are parted at their commas.
    public List<String> all(HeaderName name) {
        List<String> values = new ArrayList<>(2);
        for (Field field : fields) {
            if (field.name.equals(name)) {
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
        for (Field field : fields) {
            if (field.name.equals(name)
                    && CommaList.split(field.value()).stream().anyMatch(token::equalsIgnoreCase)) {
                return true;
            }
        }
        return false;
    }

    /// The options a list field such as Require names beyond those in `known`: what a 420 puts into
    /// Unsupported (RFC 3261 section 8.2.2.3).
    public List<String> beyond(HeaderName name, Collection<String> known) {
        return all(name).stream()
                .filter(option -> known.stream().noneMatch(option::equalsIgnoreCase))
                .toList();
    }

    /// These fields with `name` set to one `value`, in its first old place or at the end.
    public Headers with(HeaderName name, String value) {
        return with(new Field(name, value));
    }

    /// These fields with `field` instead of all others of its name, in the place of the first or at
    /// the end.
    public Headers with(Field field) {
        int first = indexOf(field.name, 0);
        if (first < 0) {
            return add(field);
        }
        Headers next = splice(first, 1, field);
        int other = next.indexOf(field.name, first + 1);
        while (other >= 0) {
            next = next.splice(other, 1, null);
            other = next.indexOf(field.name, other);
        }
        return next;
    }

    /// These fields with `name` holding `values`, a field each, in its first old place or at the
    /// end; none removes it.
    public Headers withAll(HeaderName name, List<String> values) {
        List<Field> next = new ArrayList<>(fields.length + values.size());
        int place = -1;
        for (Field old : fields) {
            if (!old.name.equals(name)) {
                next.add(old);
            } else if (place < 0) {
                place = next.size();
            }
        }
        next.addAll(
                place < 0 ? next.size() : place,
                values.stream().map(value -> new Field(name, value)).toList());
        return new Headers(next);
    }

    /// These fields with one more at the end.
    public Headers add(HeaderName name, String value) {
        return add(new Field(name, value));
    }

    /// These fields with one more at the end.
    public Headers add(Field field) {
        return splice(fields.length, 0, field);
    }

    /// These fields with one more above all others of its name: Via, Route, Record-Route, Path.
    public Headers push(HeaderName name, String value) {
        return splice(Math.max(indexOf(name, 0), 0), 0, new Field(name, value));
    }

    /// These fields without the first value of `name`, be it a field of its own or the first of a
    /// comma list.
    public Headers pop(HeaderName name) {
        int first = indexOf(name, 0);
        if (first < 0) {
            return this;
        }
        return splice(first, 1, name.isList() ? CommaList.withoutFirst(fields[first]) : null);
    }

    private int indexOf(HeaderName name, int from) {
        for (int i = from; i < fields.length; i++) {
            if (fields[i].name.equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /// These fields with `inserted`, where there is one, instead of the `removed` fields at `at`.
    private Headers splice(int at, int removed, @Nullable Field inserted) {
        int more = inserted == null ? 0 : 1;
        Field[] next = Arrays.copyOf(fields, fields.length - removed + more);
        System.arraycopy(fields, at + removed, next, at + more, fields.length - at - removed);
        if (inserted != null) {
            next[at] = inserted;
        }
        return new Headers(next);
    }

    /// These fields without `name`.
    public Headers without(HeaderName name) {
        if (!has(name)) {
            return this;
        }
        List<Field> next = new ArrayList<>(fields.length);
        for (Field field : fields) {
            if (!field.name.equals(name)) {
                next.add(field);
            }
        }
        return new Headers(next);
    }

    /// The top Via.
    public Via topVia() {
        for (Field field : fields) {
            if (field.name.equals(HeaderName.VIA) && !field.typed().vias().isEmpty()) {
                return field.typed().vias().getFirst();
            }
        }
        throw new IllegalStateException("no Via");
    }

    public List<Via> vias() {
        return typed(HeaderName.VIA, Typed::vias);
    }

    public NameAddr from() {
        return required(HeaderName.FROM).typed().addresses().getFirst();
    }

    public NameAddr to() {
        return required(HeaderName.TO).typed().addresses().getFirst();
    }

    /// The From tag (RFC 3261 section 19.3), or null.
    public @Nullable String fromTag() {
        return from().tag();
    }

    /// The To tag, or null: a request without one is outside a dialog (RFC 3261 section 12).
    public @Nullable String toTag() {
        return to().tag();
    }

    public String callId() {
        return required(HeaderName.CALL_ID).value();
    }

    public CSeq cseq() {
        CSeq cseq = required(HeaderName.CSEQ).typed().cseq();
        if (cseq == null) {
            throw new IllegalStateException("no CSeq");
        }
        return cseq;
    }

    /// The Contacts; empty for `Contact: *` too, which [#isContactStar()] tells.
    public List<NameAddr> contacts() {
        return isContactStar() ? List.of() : typed(HeaderName.CONTACT, Typed::addresses);
    }

    /// True for `Contact: *` (RFC 3261 section 10.2.2).
    public boolean isContactStar() {
        return "*".equals(first(HeaderName.CONTACT));
    }

    public List<NameAddr> routes() {
        return typed(HeaderName.ROUTE, Typed::addresses);
    }

    public List<NameAddr> recordRoutes() {
        return typed(HeaderName.RECORD_ROUTE, Typed::addresses);
    }

    public List<NameAddr> path() {
        return typed(HeaderName.PATH, Typed::addresses);
    }

    /// The addresses a stranger wrote in any other field, such as Refer-To or P-Asserted-Identity.
    public Parsed<List<NameAddr>> addresses(HeaderName name) {
        List<NameAddr> found = new ArrayList<>(2);
        for (String text : all(name)) {
            switch (NameAddr.parse(text)) {
                case Parsed.Ok<NameAddr>(NameAddr address) -> found.add(address);
                case Parsed.Bad<NameAddr> _ -> {
                    return new Parsed.Bad<>(name.toString(), text);
                }
            }
        }
        return new Parsed.Ok<>(List.copyOf(found));
    }

    /// Max-Forwards, or -1 where it is missing.
    public int maxForwards() {
        return number(HeaderName.MAX_FORWARDS);
    }

    /// Expires in seconds, or -1 where it is missing or malformed (RFC 3261 section 20.19).
    public int expires() {
        return number(HeaderName.EXPIRES);
    }

    /// The number `name` holds, 2^31-1 at most; -1 where it is missing or malformed.
    public int number(HeaderName name) {
        String text = first(name);
        if (text == null) {
            return -1;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        return (int) Math.min(MOST_EXPIRES, Octets.number(in, 0, in.length));
    }

    private Field required(HeaderName name) {
        Field field = field(name);
        if (field == null) {
            throw new IllegalStateException("no " + name);
        }
        return field;
    }

    private <T> List<T> typed(HeaderName name, Function<Typed, List<T>> values) {
        List<T> first = List.of();
        List<T> all = null;
        for (Field field : fields) {
            if (!field.name.equals(name)) {
                continue;
            }
            List<T> here = values.apply(field.typed());
            if (first.isEmpty()) {
                first = here;
            } else {
                all = all == null ? new ArrayList<>(first) : all;
                all.addAll(here);
            }
        }
        return all == null ? first : Collections.unmodifiableList(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers headers && Arrays.equals(headers.fields, fields);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fields);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(512);
        for (Field field : fields) {
            text.append(field).append("\r\n");
        }
        return text.toString();
    }
}
