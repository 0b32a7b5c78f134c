package jackfield.roles.relay.ng;

import java.util.Arrays;
import java.util.function.Consumer;

/// Cuts a stream into NG messages: a cookie, a blank, and a dictionary in bencode, which says
/// itself where it ends. Blanks and line ends between messages are passed over.
public final class NgFraming {
    private static final int LONGEST_COOKIE = 256;

    /// What may wait that cannot be the beginning of a message.
    private static final int MOST_GARBAGE = 1_024;

    /// What may wait for the rest of a message.
    private static final int LONGEST = 1 << 20;

    private byte[] waiting = {};

    /// Nothing read.
    public NgFraming() {}

    /// Takes what a connection read next, and hands on each whole message.
    ///
    /// @return false when this is no NG: then the connection is to be closed
    public boolean receive(byte[] bytes, Consumer<byte[]> message) {
        byte[] all = waiting;
        if (all.length == 0) {
            all = bytes;
        } else {
            all = Arrays.copyOf(waiting, waiting.length + bytes.length);
            System.arraycopy(bytes, 0, all, waiting.length, bytes.length);
        }
        int at = 0;
        while (true) {
            while (at < all.length && (all[at] == '\r' || all[at] == '\n' || all[at] == ' ')) {
                at++;
            }
            int body = body(all, at);
            if (body < 0) {
                break;
            }
            int end = Bencode.end(all, body);
            if (end == Bencode.BROKEN) {
                return false;
            }
            if (end == Bencode.INCOMPLETE) {
                break;
            }
            message.accept(Arrays.copyOfRange(all, at, end));
            at = end;
        }
        waiting = Arrays.copyOfRange(all, at, all.length);
        boolean begun = body(waiting, 0) >= 0;
        return waiting.length <= (begun ? LONGEST : MOST_GARBAGE);
    }

    /// Where the dictionary begins: behind the first blank; -1 before that is there.
    private static int body(byte[] all, int at) {
        for (int i = at; i < all.length && i - at <= LONGEST_COOKIE; i++) {
            if (all[i] == ' ') {
                return i + 1;
            }
        }
        return -1;
    }
}
