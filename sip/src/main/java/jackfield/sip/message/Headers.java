package jackfield.sip.message;

import jackfield.base.Parsed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The header fields of a message, in order, unknown ones verbatim (RFC 3261 section 7.3).
///
/// Immutable; every change gives new Headers, which share the untouched fields; several changes are
/// cheaper by [#edit()]. What came from the wire stays there, and is an offset here until somebody
/// asks. The typed readers (`from()`, `cseq()`) are for messages that [Parser] gave or that we made
/// ourselves: there a malformed value is a bug and throws.
public final class Headers {
    /// No header fields.
    public static final Headers EMPTY = new Headers(new byte[0], new int[0], 0, new Field[0]);

    /// One header field. What came from the wire stays there as bytes, and becomes text or a typed
    /// value when somebody asks.
    public static final class Field {
        private final HeaderName name;
        private final byte @Nullable [] in;
        private final int from;
        private final int to;
        private @Nullable String value;

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
        private Field[] fields = new Field[12];
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
            int[] entries = new int[count];
            for (int i = 0; i < count; i++) {
                entries[i] = Entries.own(i);
            }
            return new Headers(EMPTY.in, entries, count, Arrays.copyOf(fields, count));
        }
    }

    private final byte[] in;
    private final int[] entries;
    private final int count;
    private final Field[] own;

    // What was read once; a change of other fields keeps it.
    private @Nullable NameAddr from;
    private @Nullable NameAddr to;
    private @Nullable String callId;
    private @Nullable CSeq cseq;
    private @Nullable Via topVia;
    private @Nullable List<NameAddr> contacts;

    /// @param in the bytes of the message that the entries point into
    /// @param entries the fields, as [Entries] writes them; the first `count` count
    /// @param own fields that are not in these bytes
    Headers(byte[] in, int[] entries, int count, Field[] own) {
        this.in = in;
        this.entries = entries;
        this.count = count;
        this.own = own;
    }

    public static Builder builder() {
        return new Builder();
    }

    /// What these fields become by a change.
    ///
    /// @param changed the bits of the names that it touched
    /// @param top the top Via where it was touched and is known
    Headers changed(int[] next, int size, Field[] fields, long changed, @Nullable Via top) {
        Headers headers = new Headers(in, next, size, fields);
        headers.from = (changed & bit(HeaderName.FROM)) == 0 ? from : null;
        headers.to = (changed & bit(HeaderName.TO)) == 0 ? to : null;
        headers.callId = (changed & bit(HeaderName.CALL_ID)) == 0 ? callId : null;
        headers.cseq = (changed & bit(HeaderName.CSEQ)) == 0 ? cseq : null;
        headers.topVia = (changed & bit(HeaderName.VIA)) == 0 ? topVia : top;
        headers.contacts = (changed & bit(HeaderName.CONTACT)) == 0 ? contacts : null;
        return headers;
    }

    /// A bit for each name whose values are kept once they are read; others may share one.
    static long bit(HeaderName name) {
        return 1L << (name.id() & 63);
    }

    // By place: what the writer, the scan and the edits see

    int entry(int i) {
        return entries[i];
    }

    byte[] in() {
        return in;
    }

    Field[] own() {
        return own;
    }

    Field own(int entry) {
        return own[Entries.which(entry)];
    }

    HeaderName name(int i) {
        int entry = entries[i];
        if (Entries.isOwn(entry)) {
            return own(entry).name;
        }
        int id = Entries.name(entry);
        if (id > 0) {
            return HeaderName.of(id);
        }
        int line = Entries.line(in, entry);
        return HeaderName.of(in, line, Octets.skipToken(in, line, in.length));
    }

    boolean is(int i, HeaderName name) {
        int entry = entries[i];
        return Entries.isOwn(entry) ? own(entry).name.equals(name) : isWire(entry, name);
    }

    /// True where a field on the wire has this name.
    boolean isWire(int entry, HeaderName name) {
        if (Entries.name(entry) != name.id()) {
            return false;
        }
        if (name.id() > 0) {
            return true;
        }
        int line = Entries.line(in, entry);
        return name.isWritten(in, line, Octets.skipToken(in, line, in.length));
    }

    Field field(int i) {
        int entry = entries[i];
        return Entries.isOwn(entry)
                ? own(entry)
                : new Field(name(i), in, Entries.from(entry), Entries.to(in, entry));
    }

    private String value(int i) {
        int entry = entries[i];
        return Entries.isOwn(entry)
                ? own(entry).value()
                : Octets.text(in, Entries.from(entry), Entries.to(in, entry));
    }

    int indexOf(HeaderName name, int from) {
        for (int i = from; i < count; i++) {
            if (is(i, name)) {
                return i;
            }
        }
        return -1;
    }

    // By name

    /// The number of fields.
    public int fieldCount() {
        return count;
    }

    /// Every field, in order.
    public List<Field> fields() {
        Field[] all = new Field[count];
        for (int i = 0; i < count; i++) {
            all[i] = field(i);
        }
        return Collections.unmodifiableList(Arrays.asList(all));
    }

    /// Every field called `name`, in order.
    public List<Field> fields(HeaderName name) {
        List<Field> found = new ArrayList<>(2);
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            found.add(field(i));
        }
        return found;
    }

    public boolean has(HeaderName name) {
        return indexOf(name, 0) >= 0;
    }

    /// The first field called `name`; null where there is none.
    public @Nullable Field field(HeaderName name) {
        int first = indexOf(name, 0);
        return first < 0 ? null : field(first);
    }

    /// The whole value of the first field called `name`; null where there is none.
    public @Nullable String first(HeaderName name) {
        int first = indexOf(name, 0);
        return first < 0 ? null : value(first);
    }

    /// Every value of `name` in order; fields that are lists are parted at their commas.
    public List<String> all(HeaderName name) {
        List<String> values = List.of();
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            if (values.isEmpty()) {
                values = new ArrayList<>(2);
            }
            if (name.isList()) {
                values.addAll(CommaList.split(value(i)));
            } else {
                values.add(value(i));
            }
        }
        return values;
    }

    /// True where a list field such as Supported holds the option `token`.
    public boolean lists(HeaderName name, String token) {
        for (String value : all(name)) {
            if (token.equalsIgnoreCase(value)) {
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

    // Changes

    /// Several changes at once.
    public HeaderEdit edit() {
        return new HeaderEdit(this);
    }

    /// The fields called by one of `names`, name by name.
    Headers only(HeaderName... names) {
        int[] kept = new int[count];
        int size = 0;
        for (HeaderName name : names) {
            for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
                kept[size++] = entries[i];
            }
        }
        Headers some = new Headers(in, Arrays.copyOf(kept, size), size, own);
        some.from = from;
        some.to = to;
        some.callId = callId;
        some.cseq = cseq;
        some.topVia = topVia;
        return some;
    }

    /// These fields with `name` set to one `value`, in its first old place or at the end.
    public Headers with(HeaderName name, String value) {
        return edit().with(name, value).done();
    }

    /// These fields with `field` instead of all others of its name, in the place of the first or at
    /// the end.
    public Headers with(Field field) {
        return edit().with(field).done();
    }

    /// These fields with `name` holding `values`, a field each, in its first old place or at the
    /// end; none removes it.
    public Headers withAll(HeaderName name, List<String> values) {
        int first = Math.max(indexOf(name, 0), 0);
        boolean missing = !has(name);
        HeaderEdit edit = edit().without(name);
        for (int i = 0; i < values.size(); i++) {
            edit.insert(missing ? count + i : first + i, new Field(name, values.get(i)));
        }
        return edit.done();
    }

    /// These fields with one more at the end.
    public Headers add(HeaderName name, String value) {
        return edit().add(name, value).done();
    }

    /// These fields with one more at the end.
    public Headers add(Field field) {
        return edit().add(field).done();
    }

    /// These fields with one more above all others of its name: Via, Route, Record-Route, Path.
    public Headers push(HeaderName name, String value) {
        return edit().push(name, value).done();
    }

    /// These fields without the first value of `name`, be it a field of its own or the first of a
    /// comma list.
    public Headers pop(HeaderName name) {
        return has(name) ? edit().pop(name).done() : this;
    }

    /// These fields without `name`.
    public Headers without(HeaderName name) {
        return has(name) ? edit().without(name).done() : this;
    }

    // Typed readers

    /// The top Via.
    public Via topVia() {
        Via top = topVia;
        if (top == null) {
            top = Typed.firstVia(this);
            if (top == null) {
                throw new IllegalStateException("no Via");
            }
            topVia = top;
        }
        return top;
    }

    public List<Via> vias() {
        int first = indexOf(HeaderName.VIA, 0);
        boolean one = first >= 0 && indexOf(HeaderName.VIA, first + 1) < 0;
        return one && Typed.isOneValue(this, first) ? List.of(topVia()) : Typed.vias(this);
    }

    public NameAddr from() {
        NameAddr address = from;
        if (address == null) {
            address = Typed.address(this, required(HeaderName.FROM));
            from = address;
        }
        return address;
    }

    public NameAddr to() {
        NameAddr address = to;
        if (address == null) {
            address = Typed.address(this, required(HeaderName.TO));
            to = address;
        }
        return address;
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
        String id = callId;
        if (id == null) {
            id = value(required(HeaderName.CALL_ID));
            callId = id;
        }
        return id;
    }

    public CSeq cseq() {
        CSeq read = cseq;
        if (read == null) {
            read = Typed.cseq(this, required(HeaderName.CSEQ));
            cseq = read;
        }
        return read;
    }

    /// The Contacts; empty for `Contact: *` too, which [#isContactStar()] tells.
    public List<NameAddr> contacts() {
        List<NameAddr> all = contacts;
        if (all == null) {
            all = isContactStar() ? List.of() : Typed.addresses(this, HeaderName.CONTACT);
            contacts = all;
        }
        return all;
    }

    /// True for `Contact: *` (RFC 3261 section 10.2.2).
    public boolean isContactStar() {
        int first = indexOf(HeaderName.CONTACT, 0);
        return first >= 0 && Typed.isStar(this, first);
    }

    public List<NameAddr> routes() {
        return Typed.addresses(this, HeaderName.ROUTE);
    }

    public List<NameAddr> recordRoutes() {
        return Typed.addresses(this, HeaderName.RECORD_ROUTE);
    }

    public List<NameAddr> path() {
        return Typed.addresses(this, HeaderName.PATH);
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
        int first = indexOf(name, 0);
        return first < 0 ? -1 : (int) Math.min(Integer.MAX_VALUE, Typed.number(this, first));
    }

    private int required(HeaderName name) {
        int first = indexOf(name, 0);
        if (first < 0) {
            throw new IllegalStateException("no " + name);
        }
        return first;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Headers headers) || headers.count != count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!headers.field(i).equals(field(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return fields().hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(512);
        for (int i = 0; i < count; i++) {
            text.append(field(i)).append("\r\n");
        }
        return text.toString();
    }
}
