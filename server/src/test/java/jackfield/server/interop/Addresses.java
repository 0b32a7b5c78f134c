package jackfield.server.interop;

import java.util.concurrent.atomic.AtomicInteger;

/// Loopback addresses, one for each node and each phone, so that all can use the default ports.
final class Addresses {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final int SECOND_OCTET = Integer.getInteger("jackfield.test.net", 30);

    private Addresses() {}

    static String next() {
        int n = NEXT.incrementAndGet();
        return "127." + SECOND_OCTET + "." + n / 200 + "." + (1 + n % 200);
    }
}
