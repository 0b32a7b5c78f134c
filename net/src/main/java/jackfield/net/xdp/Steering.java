package jackfield.net.xdp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The program that the kernel runs on each frame of an interface: a UDP datagram to an address and
/// port of the map of ports goes to the socket of the queue it came by, everything else its usual
/// way. Fragments, IP options, extension headers, VLANs and frames longer than ours are left to the
/// kernel too.
///
/// ```
/// key of a port (20 bytes): 0 address, an IPv4 one mapped (16) | 16 port (2) | 18 zero (2)
/// ```
final class Steering {
    static final int KEY_BYTES = 20;

    /// A longer frame is not for us.
    static final int LONGEST_FRAME = 1600;

    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    // Operation codes: BPF_LDX | BPF_MEM, BPF_STX | BPF_MEM, BPF_ST | BPF_MEM, ALU and jumps.
    private static final int LOAD_32 = 0x61;
    private static final int LOAD_16 = 0x69;
    private static final int LOAD_8 = 0x71;
    private static final int STORE_32 = 0x63;
    private static final int STORE_16 = 0x6b;
    private static final int PUT_32 = 0x62;
    private static final int COPY = 0xbf;
    private static final int SET = 0xb7;
    private static final int ADD = 0x07;
    private static final int LOAD_MAP = 0x18;
    private static final int CALL = 0x85;
    private static final int EXIT = 0x95;
    private static final int JUMP = 0x05;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_NOT = 0x55;
    private static final int IF_ANY = 0x45;
    private static final int IF_GREATER = 0x2d;
    private static final int IF_LESS = 0xad;

    private static final int XDP_PASS = 2;
    private static final int LOOK_UP = 1;
    private static final int REDIRECT = 51;
    private static final int KEY_AT = -24;

    private final List<Long> code = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final Map<Integer, String> jumps = new HashMap<>();

    private Steering() {}

    /// Writes the key of an address and port.
    static void key(MemorySegment to, long high, long low, int port) {
        to.set(U64, 0, high);
        to.set(U64, 8, low);
        to.set(U16, 16, (short) port);
        to.set(U16, 18, (short) 0);
    }

    /// The instructions.
    ///
    /// @param ports descriptor of the map of ports
    /// @param sockets descriptor of the map from a queue's number to its socket
    static long[] program(int ports, int sockets) {
        Steering p = new Steering();
        p.add(COPY, 6, 1, 0, 0); // the frame's context
        p.add(LOAD_32, 2, 1, 0, 0); // where it begins
        p.add(LOAD_32, 3, 1, 4, 0); // where it ends
        p.reaches(42, "pass");
        p.add(COPY, 4, 2, 0, 0);
        p.add(ADD, 4, 0, 0, LONGEST_FRAME);
        p.jump(IF_LESS, 4, 3, 0, "pass");
        p.add(LOAD_16, 5, 2, 12, 0);
        p.jump(IF_EQUAL, 5, 0, 0x0008, "ipv4");
        p.jump(IF_NOT, 5, 0, 0xdd86, "pass");
        p.ipv6();
        p.jump(JUMP, 0, 0, 0, "find");
        p.label("ipv4");
        p.ipv4();
        p.label("find");
        p.add(STORE_16, 10, 5, KEY_AT + 16, 0);
        p.add(SET, 5, 0, 0, 0);
        p.add(STORE_16, 10, 5, KEY_AT + 18, 0);
        p.map(1, ports);
        p.add(COPY, 2, 10, 0, 0);
        p.add(ADD, 2, 0, 0, KEY_AT);
        p.add(CALL, 0, 0, 0, LOOK_UP);
        p.jump(IF_EQUAL, 0, 0, 0, "pass");
        p.add(LOAD_32, 2, 6, 16, 0); // the number of the queue
        p.map(1, sockets);
        p.add(SET, 3, 0, 0, XDP_PASS); // where a queue has no socket
        p.add(CALL, 0, 0, 0, REDIRECT);
        p.add(EXIT, 0, 0, 0, 0);
        p.label("pass");
        p.add(SET, 0, 0, 0, XDP_PASS);
        p.add(EXIT, 0, 0, 0, 0);
        return p.assembled();
    }

    private void ipv4() {
        add(LOAD_8, 5, 2, 14, 0);
        jump(IF_NOT, 5, 0, 0x45, "pass"); // version 4, no options
        add(LOAD_8, 5, 2, 23, 0);
        jump(IF_NOT, 5, 0, 17, "pass");
        add(LOAD_16, 5, 2, 20, 0);
        jump(IF_ANY, 5, 0, 0xff3f, "pass"); // more fragments, or not the first
        add(PUT_32, 10, 0, KEY_AT, 0);
        add(PUT_32, 10, 0, KEY_AT + 4, 0);
        add(PUT_32, 10, 0, KEY_AT + 8, 0xffff_0000);
        add(LOAD_32, 5, 2, 30, 0);
        add(STORE_32, 10, 5, KEY_AT + 12, 0);
        add(LOAD_16, 5, 2, 36, 0);
    }

    private void ipv6() {
        reaches(62, "pass");
        add(LOAD_8, 5, 2, 20, 0);
        jump(IF_NOT, 5, 0, 17, "pass");
        for (int i = 0; i < 16; i += 4) {
            add(LOAD_32, 5, 2, 38 + i, 0);
            add(STORE_32, 10, 5, KEY_AT + i, 0);
        }
        add(LOAD_16, 5, 2, 56, 0);
    }

    private void reaches(int bytes, String otherwise) {
        add(COPY, 4, 2, 0, 0);
        add(ADD, 4, 0, 0, bytes);
        jump(IF_GREATER, 4, 3, 0, otherwise);
    }

    private void add(int operation, int to, int from, int offset, int immediate) {
        code.add(
                (operation & 0xffL)
                        | (long) (from << 4 | to) << 8
                        | (offset & 0xffffL) << 16
                        | (immediate & 0xffff_ffffL) << 32);
    }

    private void map(int to, int descriptor) {
        add(LOAD_MAP, to, 1, 0, descriptor);
        code.add(0L);
    }

    private void jump(int operation, int left, int right, int immediate, String label) {
        jumps.put(code.size(), label);
        add(operation, left, right, 0, immediate);
    }

    private void label(String name) {
        labels.put(name, code.size());
    }

    private long[] assembled() {
        long[] all = new long[code.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = code.get(i);
            String label = jumps.get(i);
            if (label != null) {
                all[i] |= (labels.getOrDefault(label, 0) - i - 1 & 0xffffL) << 16;
            }
        }
        return all;
    }
}
