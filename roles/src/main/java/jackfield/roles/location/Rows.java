package jackfield.roles.location;

import jackfield.base.Flow;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.SipUri;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Bindings as numbered rows of bytes: a tenth of what their parsed parts would take. A [Binding]
/// is made of one when it is asked for.
///
/// ```
/// expires(64) since(64) domain user-agent user contact instance reg-id q hops hop... Call-ID CSeq
/// ```
///
/// Domain and user agent are the number of a word, or 0 and a text. An instance is where it stands
/// in the contact (1 and offset, length), or 2 and a text, or 0.
final class Rows {
    private static final int SINCE = Long.BYTES;
    private static final int WORDS = 2 * Long.BYTES;
    private static final int WITHIN = 1;
    private static final int APART = 2;

    private final Words words = new Words();
    private final PackedText out = new PackedText();
    private final BitSet parked = new BitSet();
    private byte[] @Nullable [] texts = new byte[0][];
    private @Nullable Flow[] flows = new Flow[0];
    private int[] free = new int[0];
    private int freed;
    private int used;

    /// The number of rows there is room for.
    int room() {
        return texts.length;
    }

    /// True where the next row needs more room.
    boolean isFull() {
        return freed == 0 && used == texts.length;
    }

    /// Makes room for rows below `rows`.
    void reach(int rows) {
        texts = Arrays.copyOf(texts, rows);
        flows = Arrays.copyOf(flows, rows);
    }

    /// Keeps a binding, and says in which row.
    ///
    /// @param flow the binding's, or one that is equal and there already
    int take(Binding binding, Flow flow, long since) {
        int row = freed > 0 ? free[--freed] : used++;
        texts[row] = packed(binding, since);
        flows[row] = flow;
        return row;
    }

    /// Keeps a binding over the same flow in the place of the one that is in this row.
    void replace(int row, Binding binding, long since) {
        byte[] old = packed(row);
        texts[row] = packed(binding, since);
        parked.clear(row);
        releaseWords(old);
    }

    /// Forgets a row.
    void release(int row) {
        releaseWords(packed(row));
        texts[row] = null;
        flows[row] = null;
        parked.clear(row);
        if (freed == free.length) {
            free = Arrays.copyOf(free, Math.max(64, freed + (freed >> 1)));
        }
        free[freed++] = row;
    }

    /// When the binding was first registered (ns).
    long since(int row) {
        return PackedText.time(packed(row), SINCE);
    }

    Flow flow(int row) {
        Flow flow = flows[row];
        if (flow == null) {
            throw new AssertionError("no row " + row);
        }
        return flow;
    }

    /// True while it waits for its client to come back.
    boolean isParked(int row) {
        return parked.get(row);
    }

    void park(int row) {
        parked.set(row);
    }

    boolean isOf(int row, AddressOfRecord aor) {
        PackedText in = new PackedText(packed(row), WORDS);
        String domain = word(in);
        word(in);
        return in.text().equals(aor.user()) && domain.equals(aor.domain());
    }

    boolean hasContact(int row, String contactKey) {
        PackedText in = new PackedText(packed(row), WORDS);
        word(in);
        word(in);
        in.text();
        return contact(in.text()).uri() instanceof SipUri uri
                && Binding.contactKey(uri).equals(contactKey);
    }

    /// True where [Binding#key()] of the row is `key`.
    boolean hasKey(int row, String key) {
        PackedText in = new PackedText(packed(row), WORDS);
        word(in);
        word(in);
        in.text();
        String contact = in.text();
        String instance = instance(in, contact);
        int regId = in.count();
        return instance != null && regId > 0
                ? key.equals(instance + ";" + regId)
                : contact(contact).uri() instanceof SipUri uri
                        && key.equals(Binding.contactKey(uri));
    }

    /// Calls `action` with every row there is.
    void each(IntConsumer action) {
        for (int row = 0; row < used; row++) {
            if (texts[row] != null) {
                action.accept(row);
            }
        }
    }

    /// The row as a binding.
    Binding binding(int row) {
        byte[] packed = packed(row);
        PackedText in = new PackedText(packed, WORDS);
        String domain = word(in);
        String userAgent = word(in);
        AddressOfRecord aor = new AddressOfRecord(in.text(), domain);
        String contact = in.text();
        return new Binding(
                aor,
                contact(contact),
                instance(in, contact),
                in.count(),
                in.count(),
                PackedText.time(packed, 0),
                flow(row),
                hops(in),
                in.text(),
                in.number(),
                userAgent);
    }

    private byte[] packed(int row) {
        byte[] packed = texts[row];
        if (packed == null) {
            throw new AssertionError("no row " + row);
        }
        return packed;
    }

    private byte[] packed(Binding binding, long since) {
        String contact = binding.contact().toString();
        out.begin().putTime(binding.expires()).putTime(since);
        putWord(binding.aor().domain());
        putWord(binding.userAgent());
        out.putText(binding.aor().user()).putText(contact);
        putInstance(binding.instance(), contact);
        out.putNumber(binding.regId()).putNumber(binding.q()).putNumber(binding.path().size());
        binding.path().forEach(hop -> out.putText(hop.toString()));
        return out.putText(binding.callId()).putNumber(binding.cseq()).written();
    }

    private void putInstance(@Nullable String instance, String contact) {
        if (instance == null) {
            out.putNumber(0);
            return;
        }
        int at = contact.indexOf(instance);
        if (at < 0) {
            out.putNumber(APART).putText(instance);
        } else {
            out.putNumber(WITHIN).putNumber(at).putNumber(instance.length());
        }
    }

    private static @Nullable String instance(PackedText in, String contact) {
        return switch (in.count()) {
            case WITHIN -> {
                int at = in.count();
                yield contact.substring(at, at + in.count());
            }
            case APART -> in.text();
            default -> null;
        };
    }

    private static List<NameAddr> hops(PackedText in) {
        int count = in.count();
        if (count == 0) {
            return List.of();
        }
        List<NameAddr> hops = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            hops.add(contact(in.text()));
        }
        return hops;
    }

    private static NameAddr contact(String text) {
        return NameAddr.parse(text).orThrow();
    }

    private void putWord(String text) {
        int word = words.take(text);
        out.putNumber(word);
        if (word == Words.NONE) {
            out.putText(text);
        }
    }

    private String word(PackedText in) {
        int word = in.count();
        return word == Words.NONE ? in.text() : words.text(word);
    }

    private void releaseWords(byte[] packed) {
        PackedText in = new PackedText(packed, WORDS);
        releaseWord(in);
        releaseWord(in);
    }

    private void releaseWord(PackedText in) {
        int word = in.count();
        if (word == Words.NONE) {
            in.text();
        } else {
            words.release(word);
        }
    }
}
