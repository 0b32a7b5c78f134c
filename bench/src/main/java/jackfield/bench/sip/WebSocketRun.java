package jackfield.bench.sip;

import jackfield.bench.BenchFailure;
import jackfield.bench.Machine;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Many WebSockets at one server: connected, registered with digest, idle, closed.
final class WebSocketRun {
    private static final double CONNECTS_PER_SECOND = 600;
    private static final double HANDSHAKES_PER_SECOND = 250;
    private static final double REGISTERS_PER_SECOND = 1500;
    private static final int ADDRESSES = 100;
    private static final long PATIENCE_NS = 60_000_000_000L;

    /// What a run measured.
    ///
    /// @param connectUs the server's CPU time for a connection (us)
    /// @param registerUs for its registration with digest (us)
    /// @param memoryKb what each holds while idle (kB): of the memory of all processes, a JVM's
    ///   garbage collected before and after
    /// @param heapKb of that in the JVM's heap
    record Cost(double connectUs, double registerUs, double memoryKb, double heapKb) {
        static final String HEADING =
                "                       CPU us/connect  us/register   both  kB/idle  of it heap";

        static Cost median(List<Cost> all) {
            return new Cost(
                    middle(all, Cost::connectUs),
                    middle(all, Cost::registerUs),
                    middle(all, Cost::memoryKb),
                    middle(all, Cost::heapKb));
        }

        private static double middle(List<Cost> all, ToDoubleFunction<Cost> figure) {
            return Machine.median(all.stream().mapToDouble(figure).toArray());
        }

        double bothUs() {
            return connectUs + registerUs;
        }

        String line(String name) {
            return String.format(
                    Locale.ROOT,
                    "%-22s %14.0f %12.0f %6.0f %8.1f %11.1f",
                    name,
                    connectUs,
                    registerUs,
                    bothUs(),
                    memoryKb,
                    heapKb);
        }

        String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"connectUs\":%.1f,\"registerUs\":%.1f,\"memoryKb\":%.2f,\"heapKb\":%.2f}",
                    connectUs,
                    registerUs,
                    memoryKb,
                    heapKb);
        }
    }

    private final Server server;
    private final @Nullable SSLSocketFactory tls;

    WebSocketRun(Server server, boolean secure) {
        this.server = server;
        tls = secure ? trustingAll() : null;
    }

    Server server() {
        return server;
    }

    /// Connects and registers `count`, waits, and closes them.
    Cost run(int count) {
        server.collectGarbage();
        long memory = server.memoryKb();
        long heap = server.isJava() ? server.heapKb() : 0;
        AtomicInteger connected = new AtomicInteger();
        AtomicInteger registered = new AtomicInteger();
        AtomicReference<String> failure = new AtomicReference<>("");
        WebSocketPhone.Events events =
                new WebSocketPhone.Events() {
                    @Override
                    public void connected() {
                        connected.incrementAndGet();
                    }

                    @Override
                    public void registered() {
                        registered.incrementAndGet();
                    }

                    @Override
                    public void failed(String why) {
                        failure.compareAndSet("", why);
                    }
                };
        List<WebSocketPhone> phones = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                String from = "127.43.64." + (1 + i % ADDRESSES);
                phones.add(new WebSocketPhone(i, server, from, tls, events));
            }
            long start = server.cpuNs();
            paced(
                    phones,
                    tls == null ? CONNECTS_PER_SECOND : HANDSHAKES_PER_SECOND,
                    phone -> Thread.ofVirtual().start(phone));
            await(connected, count, failure);
            long open = server.cpuNs();
            paced(phones, REGISTERS_PER_SECOND, WebSocketPhone::register);
            await(registered, count, failure);
            long idle = server.cpuNs();
            Session.pause(2);
            server.collectGarbage();
            double kb = server.memoryKb() - memory;
            double heapKb = server.isJava() ? server.heapKb() - heap : 0;
            return new Cost(
                    (open - start) / 1000.0 / count,
                    (idle - open) / 1000.0 / count,
                    kb / count,
                    heapKb / count);
        } finally {
            phones.forEach(WebSocketPhone::close);
            Session.pause(2);
        }
    }

    private static void paced(
            List<WebSocketPhone> phones,
            double perSecond,
            java.util.function.Consumer<WebSocketPhone> what) {
        long began = System.nanoTime();
        for (int i = 0; i < phones.size(); i++) {
            Machine.waitUntil(began + (long) (i * 1e9 / perSecond));
            what.accept(phones.get(i));
        }
    }

    private void await(AtomicInteger done, int count, AtomicReference<String> failure) {
        long end = System.nanoTime() + PATIENCE_NS;
        while (done.get() < count) {
            String why = Objects.requireNonNullElse(failure.get(), "");
            if (!why.isEmpty() || System.nanoTime() > end) {
                throw new BenchFailure(
                        "%s: %d of %d WebSockets: %s"
                                .formatted(server.name(), done.get(), count, why));
            }
            Session.pause(0.01);
        }
    }

    private static SSLSocketFactory trustingAll() {
        X509TrustManager all =
                new X509TrustManager() {
                    @Override
                    public void checkClientTrusted(X509Certificate[] chain, String type) {}

                    @Override
                    public void checkServerTrusted(X509Certificate[] chain, String type) {}

                    @Override
                    public X509Certificate[] getAcceptedIssuers() {
                        return new X509Certificate[0];
                    }
                };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {all}, new SecureRandom());
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new BenchFailure("TLS", e);
        }
    }
}
