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
import jackfield.sip.message.Parser;
import jackfield.sip.message.Request;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
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
/// says what stays in memory. RSS is the whole process: run it with `-Xmx1400m` to see that the
/// table fits.
@Command(
        name = "bindings",
        description = "Memory of many registrations, and CPU of one.",
        mixinStandardHelpOptions = true)
public final class BindingsBench implements Callable<Integer> {
    private static final long SECOND = 1_000_000_000L;
    private static final String DOMAIN = "example.org";

    @Option(names = "--count", paramLabel = "N", description = "Bindings; 1000000.")
    private int count = 1_000_000;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        long empty = heapAfterGc();
        Bindings bindings =
                new Bindings(BindingStore.NONE, new ContactTokens(new byte[32]), 20 * SECOND, 0, new Random(2));
        Registrar registrar =
                new Registrar(bindings, RegistrarSettings.DEFAULT, new Random(1));
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
                    request(i, cseq), flow, new AddressOfRecord("u" + i, DOMAIN), SECOND, _ -> {});
        }
        return (cpu() - before) / 1000.0 / count;
    }

    /// As JsSIP writes it.
    private static Request request(int i, int cseq) {
        String word = Integer.toString(i, 36);
        String text =
                "REGISTER sip:example.org SIP/2.0\r\nVia: SIP/2.0/WSS r"
                        + word
                        + "xyz.invalid;branch=z9hG4bK593080\r\nMax-Forwards: 69\r\nTo: <sip:u"
                        + i
                        + "@example.org>\r\nFrom: <sip:u"
                        + i
                        + "@example.org>;tag=abc\r\nCall-ID: "
                        + word
                        + "5gj2k8e7v6x1q0z9y3w\r\nCSeq: "
                        + cseq
                        + " REGISTER\r\nContact: <sip:c8f"
                        + word
                        + "@r"
                        + word
                        + "xyz.invalid;transport=ws>;+sip.ice;reg-id=1;+sip.instance=\"<urn:uuid:"
                        + String.format("%08x", i)
                        + "-4c1e-4a53-9d22-0123456789ab>\";expires=600\r\nExpires: 600\r\n"
                        + "Supported: path,gruu,outbound\r\nUser-Agent: JsSIP 3.13.8\r\n"
                        + "Content-Length: 0\r\n\r\n";
        return (Request) Parser.parse(text.getBytes(StandardCharsets.UTF_8)).orThrow();
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
