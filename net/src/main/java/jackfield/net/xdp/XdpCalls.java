package jackfield.net.xdp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import jackfield.net.linux.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/// What the kernel's `bpf` call does for us: maps, one program, its link to an interface. Answers
/// are descriptors or 0, or the negative errno.
final class XdpCalls {
    static final int HASH = 1;
    static final int SOCKETS = 17;

    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
    private static final long BPF_NUMBER = ARM ? 280 : 321;
    private static final int ATTRIBUTE_BYTES = 128;
    private static final int MAP_CREATE = 0;
    private static final int MAP_UPDATE = 2;
    private static final int MAP_DELETE = 3;
    private static final int PROGRAM_LOAD = 5;
    private static final int LINK_CREATE = 28;
    private static final int PROGRAM_TYPE_XDP = 6;
    private static final int ATTACH_XDP = 37;
    private static final int ON_DEMAND = 1;
    private static final int EBUSY = 16;
    private static final MethodHandle BPF = Linux.syscall(JAVA_INT, JAVA_LONG, JAVA_INT);

    private XdpCalls() {}

    private static int bpf(Arena calls, int command, MemorySegment attribute) {
        MemorySegment errno = calls.allocate(Linux.ERRNO_BYTES, 16);
        try {
            return Linux.result(
                    (long)
                            BPF.invokeExact(
                                    errno,
                                    BPF_NUMBER,
                                    command,
                                    attribute.address(),
                                    ATTRIBUTE_BYTES),
                    errno);
        } catch (Throwable t) {
            throw Linux.broken(t);
        }
    }

    /// What was answered, where that is no refusal.
    ///
    /// @throws UnsupportedOperationException with cause and cure
    static int require(String what, int answer) {
        if (answer < 0) {
            throw new UnsupportedOperationException(
                    what
                            + switch (-answer) {
                                case Linux.EPERM ->
                                        ": not permitted; run as root or with the capabilities"
                                                + " CAP_NET_ADMIN, CAP_NET_RAW and CAP_BPF";
                                case EBUSY ->
                                        ": in use; another program has taken the interface or"
                                                + " its queue for XDP";
                                default -> ": errno " + -answer;
                            });
        }
        return answer;
    }

    private static MemorySegment attribute(Arena calls) {
        return calls.allocate(ATTRIBUTE_BYTES, 8);
    }

    /// A map of up to `most` entries whose values have four bytes.
    static int map(int type, int keyBytes, int most) {
        try (Arena calls = Arena.ofConfined()) {
            MemorySegment a = attribute(calls);
            a.set(JAVA_INT, 0, type);
            a.set(JAVA_INT, 4, keyBytes);
            a.set(JAVA_INT, 8, 4);
            a.set(JAVA_INT, 12, most);
            a.set(JAVA_INT, 16, type == HASH ? ON_DEMAND : 0);
            return bpf(calls, MAP_CREATE, a);
        }
    }

    static int put(int map, MemorySegment key, int value) {
        try (Arena calls = Arena.ofConfined()) {
            MemorySegment a = attribute(calls);
            MemorySegment held = calls.allocate(4, 4);
            held.set(JAVA_INT, 0, value);
            a.set(JAVA_INT, 0, map);
            a.set(JAVA_LONG, 8, key.address());
            a.set(JAVA_LONG, 16, held.address());
            return bpf(calls, MAP_UPDATE, a);
        }
    }

    static int remove(int map, MemorySegment key) {
        try (Arena calls = Arena.ofConfined()) {
            MemorySegment a = attribute(calls);
            a.set(JAVA_INT, 0, map);
            a.set(JAVA_LONG, 8, key.address());
            return bpf(calls, MAP_DELETE, a);
        }
    }

    /// Has the kernel verify and take a program (eight bytes an instruction).
    static int program(long[] instructions) {
        try (Arena calls = Arena.ofConfined()) {
            MemorySegment a = attribute(calls);
            MemorySegment code = calls.allocateFrom(JAVA_LONG, instructions);
            a.set(JAVA_INT, 0, PROGRAM_TYPE_XDP);
            a.set(JAVA_INT, 4, instructions.length);
            a.set(JAVA_LONG, 8, code.address());
            // The helpers that it calls are for everyone; the text is ours.
            a.set(JAVA_LONG, 16, calls.allocateFrom("Apache-2.0").address());
            MemorySegment.copy(
                    MemorySegment.ofArray("jackfield".getBytes(StandardCharsets.US_ASCII)),
                    0,
                    a,
                    48,
                    9);
            return bpf(calls, PROGRAM_LOAD, a);
        }
    }

    /// Puts a program on an interface for as long as the answered descriptor is open.
    static int attach(int program, int interfaceIndex, int flags) {
        try (Arena calls = Arena.ofConfined()) {
            MemorySegment a = attribute(calls);
            a.set(JAVA_INT, 0, program);
            a.set(JAVA_INT, 4, interfaceIndex);
            a.set(JAVA_INT, 8, ATTACH_XDP);
            a.set(JAVA_INT, 12, flags);
            return bpf(calls, LINK_CREATE, a);
        }
    }
}
