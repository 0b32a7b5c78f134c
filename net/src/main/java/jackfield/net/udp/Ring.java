package jackfield.net.udp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import jackfield.base.Deadlines;
import jackfield.net.linux.Linux;
import jackfield.net.linux.SharedMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// An io_uring: entries that we write and completions that we read, in memory shared with the
/// kernel, and buffers that it takes for what it receives. Everything after [#enable] on one
/// thread.
///
/// ```
/// entry (64 bytes): 0 opcode | 1 flags | 2 priority | 4 fd | 8 second address | 16 address
///     | 24 length | 28 operation's flags | 32 user data | 40 buffer group | 44 address length
/// completion (16):  0 user data | 8 result | 12 flags
/// ```
final class Ring {
    static final int POLL_ADD = 6;
    static final int RECVMSG = 10;
    static final int ASYNC_CANCEL = 14;
    static final int SEND = 26;

    /// Take a buffer of group 0 when something comes.
    static final int BUFFER_SELECT = 1 << 5;

    /// The descriptor is a number of the table that [#file] fills.
    static final int FIXED_FILE = 1;

    /// No completion where all went well.
    static final int QUIET_SUCCESS = 1 << 6;

    static final int RECEIVE_MULTISHOT = 2;
    static final int POLL_MULTISHOT = 1;
    static final int DO_NOT_WAIT = 0x40;

    /// Flags of a completion: it has a buffer; the entry lives on.
    static final int HAS_BUFFER = 1;

    static final int MORE = 2;

    private static final int SETUP_FLAGS =
            1 << 3 // the number of completions is ours to say
                    | 1 << 6 // not enabled yet: the thread that enables it owns it
                    | 1 << 7 // a bad entry does not stop the others
                    | 1 << 9 // say when there is work to do
                    | 1 << 12 // one thread submits
                    | 1 << 13; // work is done when that thread asks for completions

    private static final int WORK_PENDING = 4;
    private static final int FILES_UPDATE = 6;
    private static final int ENABLE = 12;
    private static final int REGISTER_FILES = 13;
    private static final int REGISTER_BUFFERS = 22;
    private static final int GET_EVENTS = 1;
    private static final int EXTENDED_ARGUMENT = 8;
    private static final long ENTRIES_OFFSET = 0x1000_0000L;
    private static final int ENTRY = 64;
    private static final int COMPLETION = 16;
    private static final int BUFFER = 16;
    private static final VarHandle INDEX = JAVA_INT.varHandle();
    private static final VarHandle SHORT_INDEX = JAVA_SHORT.varHandle();

    private final MemorySegment errno;
    private final int fd;
    private final MemorySegment shared;
    private final MemorySegment entries;
    private final MemorySegment buffers;
    private final MemorySegment wait;
    private final int most;
    private final int entryMask;
    private final int completionMask;
    private final int bufferMask;
    private final long headAt;
    private final long flagsAt;
    private final long tailAt;
    private final long doneHeadAt;
    private final long doneTailAt;
    private final long completionsAt;
    private int tail;
    private int submitted;
    private int head;
    private int end;
    private short bufferTail;

    /// @param entryCount entries that may wait for submission, a power of two
    /// @param bufferCount receive buffers, a power of two
    /// @throws UnsupportedOperationException where the kernel has no such ring for us
    Ring(Arena arena, MemorySegment errno, int entryCount, int bufferCount) {
        this.errno = errno;
        MemorySegment parameters = arena.allocate(120, 8);
        parameters.set(JAVA_INT, 4, 8 * bufferCount);
        parameters.set(JAVA_INT, 8, SETUP_FLAGS);
        fd = require("io_uring_setup", UringCalls.setup(errno, entryCount, parameters.address()));
        most = parameters.get(JAVA_INT, 0);
        int completions = parameters.get(JAVA_INT, 4);
        entryMask = most - 1;
        completionMask = completions - 1;
        bufferMask = bufferCount - 1;
        long array = parameters.get(JAVA_INT, 64);
        completionsAt = parameters.get(JAVA_INT, 100);
        long size = Math.max(array + 4L * most, completionsAt + (long) COMPLETION * completions);
        shared = SharedMemory.map(fd, size, 0);
        entries = SharedMemory.map(fd, (long) ENTRY * most, ENTRIES_OFFSET);
        buffers = arena.allocate((long) BUFFER * bufferCount, 4096);
        wait = arena.allocate(64, 8);
        if (shared.address() == 0 || entries.address() == 0) {
            close();
            throw new UnsupportedOperationException("no memory for io_uring");
        }
        headAt = parameters.get(JAVA_INT, 40);
        flagsAt = parameters.get(JAVA_INT, 56);
        tailAt = parameters.get(JAVA_INT, 44);
        doneHeadAt = parameters.get(JAVA_INT, 80);
        doneTailAt = parameters.get(JAVA_INT, 84);
        for (int i = 0; i < most; i++) {
            shared.set(JAVA_INT, array + 4L * i, i);
        }
        MemorySegment registration = arena.allocate(40, 8);
        registration.set(JAVA_LONG, 0, buffers.address());
        registration.set(JAVA_INT, 8, bufferCount);
        int answer = UringCalls.register(errno, fd, REGISTER_BUFFERS, registration.address(), 1);
        if (answer < 0) {
            close();
            require("buffers of io_uring", answer);
        }
    }

    private static int require(String what, int answer) {
        if (answer < 0) {
            throw new UnsupportedOperationException(what + ": errno " + -answer);
        }
        return answer;
    }

    /// Asks for a table of files that the kernel need not look up again; how long it is, 0 where it
    /// gives none.
    int files(Arena arena, int wanted) {
        MemorySegment table = arena.allocate(32, 8);
        for (int size = wanted; size >= 64; size /= 2) {
            table.set(JAVA_INT, 0, size);
            table.set(JAVA_INT, 4, 1); // all empty
            if (UringCalls.register(errno, fd, REGISTER_FILES, table.address(), 32) >= 0) {
                return size;
            }
        }
        return 0;
    }

    /// Puts a file into the table, -1 to take it out. False where the kernel won't.
    boolean file(int index, int file) {
        wait.set(JAVA_INT, 0, index);
        wait.set(JAVA_INT, 4, 0);
        wait.set(JAVA_LONG, 8, wait.address() + 16);
        wait.set(JAVA_INT, 16, file);
        return UringCalls.register(errno, fd, FILES_UPDATE, wait.address(), 1) >= 0;
    }

    /// From now on this thread owns the ring.
    void enable() {
        require("io_uring_register", UringCalls.register(errno, fd, ENABLE, 0, 0));
    }

    /// The offset in [#entry] of a new entry, zeroed. Submits what waits where there is no room.
    long entry() {
        if (tail - submitted == most) {
            submit();
        }
        long at = (long) (tail++ & entryMask) * ENTRY;
        for (int i = 0; i < ENTRY; i += 8) {
            entries.set(JAVA_LONG, at + i, 0);
        }
        return at;
    }

    void operation(long entry, int opcode, int flags, int of, long userData) {
        entries.set(JAVA_BYTE, entry, (byte) opcode);
        entries.set(JAVA_BYTE, entry + 1, (byte) flags);
        entries.set(JAVA_INT, entry + 4, of);
        entries.set(JAVA_LONG, entry + 32, userData);
    }

    void priority(long entry, int value) {
        entries.set(JAVA_SHORT, entry + 2, (short) value);
    }

    void memory(long entry, long address, int length) {
        entries.set(JAVA_LONG, entry + 16, address);
        entries.set(JAVA_INT, entry + 24, length);
    }

    void operationFlags(long entry, int flags) {
        entries.set(JAVA_INT, entry + 28, flags);
    }

    void destination(long entry, long name, int length) {
        entries.set(JAVA_LONG, entry + 8, name);
        entries.set(JAVA_SHORT, entry + 44, (short) length);
    }

    /// True where an entry waits for submission.
    boolean isWaiting() {
        return tail != submitted;
    }

    /// Hands over what was written.
    void submit() {
        enter(0, 0, 0, 0);
    }

    /// Hands over what was written and lets the kernel finish what it can at once.
    void work() {
        enter(0, GET_EVENTS, 0, 0);
    }

    /// Hands over what was written, and waits for a completion, at most `timeoutNs`.
    void await(long timeoutNs) {
        // Linux 6.13 finishes no more than 20 in one call, and says that there is more. It may say
        // so where nothing is left: who brings work marks that after adding it, and by then we may
        // have taken it. Such a mark stays until the next packet comes, so a call that finishes
        // nothing is the last one.
        int before = -1;
        for (int done = completions(); hasWork() && done <= bufferMask && done != before; ) {
            work();
            before = done;
            done = completions();
        }
        if (timeoutNs == 0 || completions() > 0) {
            return;
        }
        if (timeoutNs == Deadlines.NEVER) {
            enter(1, GET_EVENTS, 0, 0);
        } else {
            wait.set(JAVA_LONG, 16, wait.address() + 24);
            wait.set(JAVA_LONG, 24, timeoutNs / 1_000_000_000);
            wait.set(JAVA_LONG, 32, timeoutNs % 1_000_000_000);
            wait.set(JAVA_LONG, 0, 0);
            wait.set(JAVA_LONG, 8, 0);
            enter(1, GET_EVENTS | EXTENDED_ARGUMENT, wait.address(), 24);
        }
    }

    /// True where the kernel has something that it does only when we call.
    private boolean hasWork() {
        return ((int) INDEX.getAcquire(shared, flagsAt) & WORK_PENDING) != 0;
    }

    /// Marks work as the kernel does; for tests, for its mark cannot be had at will.
    void markWork() {
        INDEX.setRelease(shared, flagsAt, (int) INDEX.getAcquire(shared, flagsAt) | WORK_PENDING);
    }

    private void enter(int complete, int flags, long argument, long bytes) {
        INDEX.setRelease(shared, tailAt, tail);
        UringCalls.enter(errno, fd, tail - submitted, complete, flags, argument, bytes);
        // What it did not take is still there: it says by the head how far it came.
        submitted = (int) INDEX.getAcquire(shared, headAt);
    }

    /// How many completions wait to be read.
    int completions() {
        end = (int) INDEX.getAcquire(shared, doneTailAt);
        return end - head;
    }

    /// True where one is left of what [#completions] saw; it is the current one then.
    boolean hasNext() {
        return head != end;
    }

    long userData() {
        return shared.get(JAVA_LONG, completion());
    }

    /// The same of a later one.
    long userData(int later) {
        return shared.get(
                JAVA_LONG, completionsAt + (long) (head + later & completionMask) * COMPLETION);
    }

    int result() {
        return shared.get(JAVA_INT, completion() + 8);
    }

    int flags() {
        return shared.get(JAVA_INT, completion() + 12);
    }

    /// The flags of the completion that is `later` ones behind the next.
    int flags(int later) {
        return shared.get(
                JAVA_INT, completionsAt + (long) (head + later & completionMask) * COMPLETION + 12);
    }

    private long completion() {
        return completionsAt + (long) (head & completionMask) * COMPLETION;
    }

    /// On to the next completion.
    void next() {
        head++;
    }

    /// Gives the places of the completions that were read back.
    void consumed() {
        INDEX.setRelease(shared, doneHeadAt, head);
    }

    /// A buffer for the kernel to receive into, once [#giveBuffers] is called.
    void addBuffer(int number, long address, int length) {
        long at = (long) (bufferTail & bufferMask) * BUFFER;
        buffers.set(JAVA_LONG, at, address);
        buffers.set(JAVA_INT, at + 8, length);
        buffers.set(JAVA_SHORT, at + 12, (short) number);
        bufferTail++;
    }

    /// Lets the kernel have the added buffers.
    void giveBuffers() {
        SHORT_INDEX.setRelease(buffers, 14L, bufferTail);
    }

    void close() {
        Linux.close(errno, fd);
        SharedMemory.unmap(shared);
        SharedMemory.unmap(entries);
    }
}
