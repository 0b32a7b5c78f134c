package jackfield.bench.location;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.Bindings;
import jackfield.roles.location.ContactTokens;
import jackfield.roles.registrar.Registrar;
import jackfield.roles.registrar.RegistrarSettings;
import jackfield.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// The database behind the bindings: refreshes at a steady pace, each of another phone, to see that
/// it keeps up; then many of the same few phones at once, to see that they are written once.
final class WriteBehind {
    private static final long SECOND = 1_000_000_000L;
    private static final int PHONES = 20_000;
    private static final int FEW = 1000;

    private final int changes;
    private final int seconds;
    private int cseq = 1;

    WriteBehind(int changes, int seconds) {
        this.changes = changes;
        this.seconds = seconds;
    }

    void run(PrintWriter out) throws IOException {
        Path folder = Files.createTempDirectory("bindings");
        Path file = folder.resolve("jackfield.db");
        try (Store store = Store.open(file).start()) {
            Bindings bindings =
                    new Bindings(store, new ContactTokens(new byte[32]), SECOND, 0, new Random(3));
            Registrar registrar = new Registrar(bindings, RegistrarSettings.DEFAULT, new Random(4));
            steady(store, registrar, out);
            burst(store, registrar, out);
        } finally {
            try (var files = Files.list(folder)) {
                for (Path each : files.toList()) {
                    Files.delete(each);
                }
            }
            Files.delete(folder);
        }
    }

    private void steady(Store store, Registrar registrar, PrintWriter out) {
        long before = store.written();
        long cpu = cpuOfStore();
        long began = System.nanoTime();
        int made = 0;
        int longest = 0;
        long sum = 0;
        int looks = 0;
        while (made < (long) changes * seconds) {
            long due =
                    Math.min(
                            (System.nanoTime() - began) * changes / SECOND,
                            (long) changes * seconds);
            while (made < due) {
                refresh(registrar, made++ % PHONES);
            }
            int waiting = store.waiting();
            longest = Math.max(longest, waiting);
            sum += waiting;
            looks++;
            LockSupport.parkNanos(2_000_000);
        }
        int left = store.waiting();
        double took = (System.nanoTime() - began) / (double) SECOND;
        await(store);
        long rows = store.written() - before;
        out.printf(
                Locale.ROOT,
                "%,d refreshes in %.1f s: %,d rows written, %,.0f a second; waiting %,d on average,"
                        + " %,d at most, %,d at the end; %.1f us of CPU a row%n",
                made,
                took,
                rows,
                rows / took,
                sum / looks,
                longest,
                left,
                (cpuOfStore() - cpu) / 1000.0 / rows);
        out.flush();
    }

    private void burst(Store store, Registrar registrar, PrintWriter out) {
        long before = store.written();
        int made = 0;
        long began = System.nanoTime();
        for (int round = 0; round < 20; round++) {
            for (int phone = 0; phone < FEW; phone++) {
                refresh(registrar, phone);
                made++;
            }
        }
        double took = (System.nanoTime() - began) / (double) SECOND;
        await(store);
        out.printf(
                Locale.ROOT,
                "%,d refreshes of %,d phones at once, in %.2f s: %,d rows written%n",
                made,
                FEW,
                took,
                store.written() - before);
        out.flush();
    }

    private void refresh(Registrar registrar, int phone) {
        Flow flow =
                new Flow(
                        1,
                        Transport.UDP,
                        Endpoint.ipv4(0x0a000001, 5060),
                        Endpoint.ipv4(0x0b000000 + phone, 5060));
        registrar.register(
                Browser.register(phone, cseq++),
                flow,
                new AddressOfRecord("u" + phone, Browser.DOMAIN),
                SECOND,
                _ -> {});
    }

    private static void await(Store store) {
        long written = -1;
        while (store.waiting() > 0 || store.written() != written) {
            written = store.written();
            LockSupport.parkNanos(SECOND / 2);
        }
    }

    private static long cpuOfStore() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().equals("store")) {
                return threads.getThreadCpuTime(thread.getThreadId());
            }
        }
        throw new IllegalStateException("the store has no thread");
    }
}
