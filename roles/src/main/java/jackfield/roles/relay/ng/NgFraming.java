package jackfield.roles.relay.ng;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Cuts a stream into NG messages: a cookie, a blank, and a dictionary in bencode, which says
/// itself where it ends. Blanks and line ends between messages are passed over.
public final class NgFraming {
    private static final int LONGEST_COOKIE = 256;

    /// What may wait that cannot be the beginning of a message.
    private static final int MOST_GARBAGE = 1_024;

    /// What may wait for the rest of a message.
    private static final int LONGEST = 1 << 20;

    /// What is kept of a buffer that has grown for a long message.
    private static final int USUAL = 1 << 14;

    private byte[] waiting = {};
    private int length;

    /// Of the message that is at the beginning of what waits; null before its blank has come.
    private @Nullable BencodeEnd dictionary;

    /// Nothing read.
    public NgFraming() {}

    /// Takes what a connection read next, and hands on each whole message.
    ///
    /// @return false when this is no NG: then the connection is to be closed
    public boolean receive(byte[] bytes, Consumer<byte[]> message) {
        append(bytes);
        int begin = 0;
        while (true) {
            if (dictionary == null) {
                begin = begin(begin);
                int body = body(begin);
                if (body < 0) {
                    break;
                }
                dictionary = new BencodeEnd(body);
            }
            int end = dictionary.find(waiting, length);
            if (end == BencodeEnd.BROKEN) {
                return false;
            }
            if (end == BencodeEnd.INCOMPLETE) {
                break;
            }
            message.accept(Arrays.copyOfRange(waiting, begin, end));
            dictionary = null;
            begin = end;
        }
        keepFrom(begin);
        return length <= (dictionary == null ? MOST_GARBAGE : LONGEST);
    }

    private void append(byte[] bytes) {
        if (length + bytes.length > waiting.length) {
            waiting = Arrays.copyOf(waiting, Math.max(2 * waiting.length, length + bytes.length));
        }
        System.arraycopy(bytes, 0, waiting, length, bytes.length);
        length += bytes.length;
    }

    /// Forgets what is before.
    private void keepFrom(int begin) {
        if (begin == 0) {
            return;
        }
        boolean grown = waiting.length > USUAL && length - begin <= USUAL;
        if (grown) {
            waiting = Arrays.copyOfRange(waiting, begin, length);
        } else {
            System.arraycopy(waiting, begin, waiting, 0, length - begin);
        }
        length -= begin;
        int body = body(0);
        dictionary = body < 0 ? null : new BencodeEnd(body);
    }

    private int begin(int from) {
        int at = from;
        while (at < length && (waiting[at] == '\r' || waiting[at] == '\n' || waiting[at] == ' ')) {
            at++;
        }
        return at;
    }

    /// Where the dictionary begins: behind the first blank; -1 before that is there.
    private int body(int at) {
        for (int i = at; i < length && i - at <= LONGEST_COOKIE; i++) {
            if (waiting[i] == ' ') {
                return i + 1;
            }
        }
        return -1;
    }
}
