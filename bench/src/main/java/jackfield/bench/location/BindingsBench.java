package jackfield.bench.location;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.BindingStore;
import jackfield.roles.location.Bindings;
import jackfield.roles.location.ContactTokens;
import jackfield.roles.registrar.Registrar;
import jackfield.roles.registrar.RegistrarSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bench bindings`: registers many browsers as they do it themselves, once and once again, and
/// says what stays in memory; then, whether the database follows a stream of refreshes. RSS is the
/// whole process: run it with `-Xmx1400m` to see that the table fits.
@Command(
        name = "bindings",
        description = "Memory of many registrations, CPU of one, and the database behind them.",
        mixinStandardHelpOptions = true)
public final class BindingsBench implements Callable<Integer> {
    private static final long SECOND = 1_000_000_000L;

    @Option(names = "--count", paramLabel = "N", description = "Bindings; 1000000.")
    private int count = 1_000_000;

    @Option(
            names = "--changes",
            paramLabel = "N",
            description = "Changes a second that the database is to follow; 1000.")
    private int changes = 1000;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long the database is to follow, 0 for not at all; 60.")
    private int seconds = 60;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        long empty = heapAfterGc();
        Bindings bindings =
                new Bindings(
                        BindingStore.NONE,
                        new ContactTokens(new byte[32]),
                        20 * SECOND,
                        0,
                        new Random(2));
        Registrar registrar = new Registrar(bindings, RegistrarSettings.DEFAULT, new Random(1));
        double first = registered(registrar, 1);
        double again = registered(registrar, 2);
        long full = heapAfterGc() - empty;
        out.printf(
                Locale.ROOT,
                "%,d bindings: heap %,d MB (%,d bytes each), RSS %,d MB; first REGISTER %.1f us,"
                        + " refresh %.1f us of CPU each%n",
                bindings.size(),
                full >> 20,
                full / bindings.size(),
                rssKb() >> 10,
                first,
                again);
        out.flush();
        if (seconds > 0) {
            new WriteBehind(changes, seconds).run(out);
        }
        return 0;
    }

    /// CPU microseconds of each REGISTER.
    private double registered(Registrar registrar, int cseq) {
        Endpoint local = Endpoint.ipv4(0x0a000001, 8443);
        long before = cpu();
        for (int i = 0; i < count; i++) {
            Flow flow =
                    new Flow(
                            i,
                            Transport.WSS,
                            local,
                            Endpoint.ipv4(0x0b000000 + (i >> 2), 20_000 + (i & 3)));
            registrar.register(
                    Browser.register(i, cseq),
                    flow,
                    new AddressOfRecord("u" + i, Browser.DOMAIN),
                    SECOND,
                    _ -> {});
        }
        return (cpu() - before) / 1000.0 / count;
    }

    private static long heapAfterGc() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long rssKb() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }
}
