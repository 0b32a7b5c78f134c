package jackfield.sip.framing;

import jackfield.base.Outbox;
import jackfield.sip.message.Parser;
import java.util.Arrays;

/// Cuts one connection's byte stream into messages, however the stream was parted on its way (RFC
/// 3261 section 18.3). One per TCP or TLS connection. An idle connection holds no memory here.
///
/// A message without Content-Length breaks the stream: guessing an end would let one sender put
/// words into another's mouth.
public final class StreamFraming {
    private static final byte[] NOTHING = new byte[0];

    private final int mostHead;
    private final int mostMessage;
    private byte[] pending = NOTHING;
    private boolean ours;
    private int begin;
    private int end;
    private int scanned;
    private int head = -1;
    private int whole;
    private boolean loneCrlf;
    private boolean broken;

    /// @param mostHead the longest start line and header fields taken, in bytes
    /// @param mostMessage the longest message taken, in bytes
    public StreamFraming(int mostHead, int mostMessage) {
        this.mostHead = mostHead;
        this.mostMessage = mostMessage;
    }

    /// A stream with the limits that suit phones and proxies: 16 KiB of head, 64 KiB in all.
    public static StreamFraming usual() {
        return new StreamFraming(16 * 1024, 64 * 1024);
    }

    /// Takes bytes that arrived, and puts out what is complete with them. After a [Framed.Broken]
    /// nothing more comes out.
    public void receive(byte[] bytes, Outbox<Framed> out) {
        if (broken) {
            return;
        }
        append(bytes);
        while (!broken && (head < 0 ? nextHead(out) : nextMessage(out))) {
            // each step consumes something
        }
        if (broken || begin == end) {
            pending = NOTHING;
            begin = 0;
            end = 0;
            scanned = 0;
        }
    }

    /// How many bytes wait for the rest of their message.
    public int pending() {
        return end - begin;
    }

    private void append(byte[] bytes) {
        if (begin == end) {
            pending = bytes;
            ours = false;
            begin = 0;
            end = bytes.length;
            scanned = 0;
            return;
        }
        if (!ours || end + bytes.length > pending.length) {
            makeRoom(end - begin + bytes.length);
        }
        System.arraycopy(bytes, 0, pending, end, bytes.length);
        end += bytes.length;
    }

    /// Twice what is needed, so that a message that comes byte by byte is not copied byte by byte.
    private void makeRoom(int length) {
        byte[] next = new byte[2 * length];
        System.arraycopy(pending, begin, next, 0, end - begin);
        pending = next;
        ours = true;
        scanned -= begin;
        end -= begin;
        begin = 0;
    }

    /// At the beginning of a message: passes over keep-alives and finds the end of the head.
    private boolean nextHead(Outbox<Framed> out) {
        if (begin == end) {
            return false;
        }
        if (pending[begin] == '\r' || pending[begin] == '\n') {
            return keepAlive(out);
        }
        loneCrlf = false;
        scanned = Math.max(scanned, begin);
        int found = headEnd();
        if (found < 0) {
            if (end - begin > mostHead) {
                fail(Arrays.copyOfRange(pending, begin, end), 513, "message size", out);
            }
            return false;
        }
        byte[] bytes = Arrays.copyOfRange(pending, begin, found);
        if (bytes.length > mostHead) {
            fail(bytes, 513, "message size", out);
            return false;
        }
        long length = ContentLength.of(bytes);
        if (length < 0) {
            fail(bytes, 400, "Content-Length", out);
        } else if (length > mostMessage - bytes.length) {
            fail(bytes, 513, "message size", out);
        } else {
            head = bytes.length;
            whole = head + (int) length;
        }
        return !broken;
    }

    private boolean nextMessage(Outbox<Framed> out) {
        if (end - begin < whole) {
            return false;
        }
        out.put(new Framed.Message(Arrays.copyOfRange(pending, begin, begin + whole)));
        begin += whole;
        scanned = begin;
        head = -1;
        return true;
    }

    /// Two CRLFs are a ping; one is a pong, as far as anyone can know before the next arrives.
    private boolean keepAlive(Outbox<Framed> out) {
        if (pending[begin] == '\n') {
            begin++;
            return true;
        }
        if (begin + 1 == end) {
            return false;
        }
        if (pending[begin + 1] != '\n') {
            fail(NOTHING, 400, "line end", out);
            return false;
        }
        boolean two = begin + 3 < end && pending[begin + 2] == '\r' && pending[begin + 3] == '\n';
        if (two) {
            begin += 4;
            loneCrlf = false;
            out.put(new Framed.Ping());
            return true;
        }
        if (begin + 3 == end && pending[begin + 2] == '\r') {
            return false;
        }
        begin += 2;
        out.put(loneCrlf ? new Framed.Ping() : new Framed.Pong());
        loneCrlf = !loneCrlf;
        return true;
    }

    /// The index behind the empty line; -1 where it is not here yet. Bare LFs end lines too.
    private int headEnd() {
        for (int i = Math.max(begin + 1, scanned); i < end; i++) {
            if (pending[i] == '\n'
                    && (pending[i - 1] == '\n'
                            || pending[i - 1] == '\r'
                                    && i >= begin + 2
                                    && pending[i - 2] == '\n')) {
                return i + 1;
            }
        }
        scanned = end;
        return -1;
    }

    private void fail(byte[] bytes, int status, String what, Outbox<Framed> out) {
        broken = true;
        out.put(new Framed.Broken(what, Parser.refuse(bytes, status, what).answer()));
    }
}
