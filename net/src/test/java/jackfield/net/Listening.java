package jackfield.net;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Flow;
import jackfield.base.StreamSink;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// A sink that keeps what it hears, for the test's thread.
public final class Listening implements StreamSink {
    public record Heard(Flow flow, String text) {}

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Flow> closed = new LinkedBlockingQueue<>();
    private final BiConsumer<Flow, byte[]> then;

    public Listening() {
        this((_, _) -> {});
    }

    public Listening(BiConsumer<Flow, byte[]> then) {
        this.then = then;
    }

    @Override
    public void receive(Flow flow, byte[] bytes) {
        heard.add(new Heard(flow, new String(bytes, StandardCharsets.ISO_8859_1)));
        then.accept(flow, bytes);
    }

    @Override
    public void closed(Flow flow) {
        closed.add(flow);
    }

    public Heard next() throws InterruptedException {
        Heard next = heard.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("bytes within 20 s").isNotNull();
        return next;
    }

    /// Bytes until there are `length` of them, however the stream was cut.
    public String text(int length) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(next().text());
        }
        return text.toString();
    }

    public Flow nextClosed() throws InterruptedException {
        Flow next = closed.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("an end within 20 s").isNotNull();
        return next;
    }

    public int closedWaiting() {
        return closed.size();
    }
}
