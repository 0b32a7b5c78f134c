package jackfield.sip.message;

import jackfield.sip.message.Headers.Field;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Several changes of header fields, made one after the other on one copy of the list of fields.
/// Begun by [Headers#edit()], ended by [#done()]; not to be used after that.
public final class HeaderEdit {
    private static final int ROOM = 6;

    private final Headers base;
    private int[] entries;
    private int count;
    private Field @Nullable [] own;
    private int owned;
    private long changed;
    private @Nullable Via top;
    private boolean done;

    HeaderEdit(Headers base) {
        this.base = base;
        count = base.fieldCount();
        entries = new int[count + ROOM];
        for (int i = 0; i < count; i++) {
            entries[i] = base.entry(i);
        }
    }

    /// Sets `name` to one `value`, in its first old place or at the end.
    public HeaderEdit with(HeaderName name, String value) {
        return with(new Field(name, value));
    }

    /// Puts `field` in the place of all others of its name, where the first was or at the end.
    public HeaderEdit with(Field field) {
        int first = indexOf(field.name(), 0);
        if (first < 0) {
            return add(field);
        }
        entries[first] = mine(field);
        removeFrom(field.name(), first + 1);
        return this;
    }

    /// Takes away every field called `name`.
    public HeaderEdit without(HeaderName name) {
        removeFrom(name, 0);
        return this;
    }

    /// Puts one more at the end.
    public HeaderEdit add(HeaderName name, String value) {
        return add(new Field(name, value));
    }

    /// Puts one more at the end.
    public HeaderEdit add(Field field) {
        insert(count, field);
        return this;
    }

    /// Puts one more above all others of its name: Via, Route, Record-Route, Path.
    public HeaderEdit push(HeaderName name, String value) {
        insert(Math.max(indexOf(name, 0), 0), new Field(name, value));
        return this;
    }

    /// Puts a Via above the others (RFC 3261 section 16.6 step 8).
    public HeaderEdit push(Via via) {
        push(HeaderName.VIA, via.toString());
        top = via;
        return this;
    }

    /// Takes away the first value of `name`, be it a field of its own or the first of a comma list.
    public HeaderEdit pop(HeaderName name) {
        int first = indexOf(name, 0);
        if (first < 0) {
            return this;
        }
        touch(name);
        int entry = entries[first];
        if (!name.isList()) {
            remove(first);
        } else if (Entries.isOwn(entry)) {
            Field rest = CommaList.withoutFirst(field(entry));
            if (rest == null) {
                remove(first);
            } else {
                entries[first] = mine(rest);
            }
        } else {
            byte[] in = base.in();
            int to = Entries.to(in, entry);
            int rest = CommaList.second(in, Entries.from(entry), to);
            if (rest == to) {
                remove(first);
            } else {
                entries[first] = Entries.movedTo(entry, rest);
            }
        }
        return this;
    }

    /// The header fields as they are now. The edit is over.
    public Headers done() {
        if (done) {
            throw new IllegalStateException("the edit is over");
        }
        done = true;
        return base.changed(entries, count, own == null ? base.own() : own, changed, top);
    }

    /// Puts `field` in at `at`.
    void insert(int at, Field field) {
        int entry = mine(field);
        if (count == entries.length) {
            entries = Arrays.copyOf(entries, count + ROOM);
        }
        System.arraycopy(entries, at, entries, at + 1, count - at);
        entries[at] = entry;
        count++;
    }

    private void removeFrom(HeaderName name, int from) {
        for (int i = indexOf(name, from); i >= 0; i = indexOf(name, i)) {
            touch(name);
            remove(i);
        }
    }

    private void remove(int at) {
        System.arraycopy(entries, at + 1, entries, at, count - at - 1);
        count--;
    }

    private int indexOf(HeaderName name, int from) {
        for (int i = from; i < count; i++) {
            if (is(entries[i], name)) {
                return i;
            }
        }
        return -1;
    }

    private boolean is(int entry, HeaderName name) {
        return Entries.isOwn(entry) ? field(entry).name().equals(name) : base.isWire(entry, name);
    }

    private Field field(int entry) {
        Field[] fields = own;
        return fields == null ? base.own(entry) : fields[Entries.which(entry)];
    }

    /// Files a field of ours. The first time, those the base has are copied, without the ones that
    /// are no longer in use.
    private int mine(Field field) {
        touch(field.name());
        Field[] fields = own;
        if (fields == null) {
            int kept = 0;
            for (int i = 0; i < count; i++) {
                kept += Entries.isOwn(entries[i]) ? 1 : 0;
            }
            fields = new Field[kept + ROOM / 2];
            for (int i = 0; i < count; i++) {
                if (Entries.isOwn(entries[i])) {
                    fields[owned] = base.own(entries[i]);
                    entries[i] = Entries.own(owned++);
                }
            }
        } else if (owned == fields.length) {
            fields = Arrays.copyOf(fields, owned + ROOM);
        }
        fields[owned] = field;
        own = fields;
        return Entries.own(owned++);
    }

    private void touch(HeaderName name) {
        changed |= Headers.bit(name);
        if (name.equals(HeaderName.VIA)) {
            top = null;
        }
    }
}
