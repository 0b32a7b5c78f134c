package jackfield.server.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// The numbers of one node, for `/metrics` in the Prometheus text format. A number is asked for
/// when somebody scrapes: its supplier must be quick and safe on any thread.
public final class Metrics {
    /// The media type of [#text()].
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusRegistry registry = new PrometheusRegistry();

    /// The process's own numbers and no others yet.
    public Metrics() {
        gauge(
                "jvm_memory_used_bytes",
                "Heap in use.",
                () -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        gauge(
                "jvm_threads",
                "Platform threads.",
                () -> ManagementFactory.getThreadMXBean().getThreadCount());
        counter("jvm_gc_seconds", "Time spent in garbage collection.", Metrics::gcSeconds);
        counter("process_cpu_seconds", "CPU time of the process.", Metrics::cpuSeconds);
    }

    /// A number that goes up and down: `jackfield_calls`.
    public Metrics gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(to -> to.call(value.getAsDouble()))
                .register(registry);
        return this;
    }

    /// A number that only grows; the text adds `_total` to its name.
    public Metrics counter(String name, String help, DoubleSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(to -> to.call(value.getAsDouble()))
                .register(registry);
        return this;
    }

    /// Numbers that go up and down, one for each value of `label`.
    public Metrics gauges(
            String name,
            String help,
            String label,
            Supplier<? extends Map<String, ? extends Number>> values) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(
                        to -> values.get().forEach((of, value) -> to.call(value.doubleValue(), of)))
                .register(registry);
        return this;
    }

    /// Numbers that only grow, one for each value of `label`: drops by reason.
    public Metrics counters(
            String name,
            String help,
            String label,
            Supplier<? extends Map<String, ? extends Number>> values) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(
                        to -> values.get().forEach((of, value) -> to.call(value.doubleValue(), of)))
                .register(registry);
        return this;
    }

    /// Numbers that are observed one by one, in classes up to each of `bounds`; for any thread.
    public DoubleConsumer histogram(String name, String help, double... bounds) {
        return Histogram.builder()
                        .name(name)
                        .help(help)
                        .classicOnly()
                        .classicUpperBounds(bounds)
                        .register(registry)
                ::observe;
    }

    /// Every number, as `/metrics` gives them.
    public String text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException notInMemory) {
            throw new UncheckedIOException(notInMemory);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static double gcSeconds() {
        long ms = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ms += Math.max(0, collector.getCollectionTime());
        }
        return ms / 1000.0;
    }

    private static double cpuSeconds() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(cpu -> cpu.toMillis() / 1000.0)
                .orElse(0.0);
    }
}
