package jackfield.net.udp;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.PacketSink;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A sink that keeps what it hears, for the test's thread.
final class Ears implements PacketSink {
    record Heard(String text, Endpoint from, long now) {}

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    @Override
    public void receive(MemorySegment slot, int length, long high, long low, int port, long now) {
        byte[] bytes = slot.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        heard.add(
                new Heard(
                        new String(bytes, StandardCharsets.ISO_8859_1),
                        new Endpoint(high, low, port),
                        now));
    }

    Heard next() throws InterruptedException {
        Heard next = heard.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("a datagram within 20 s").isNotNull();
        return next;
    }

    int waiting() {
        return heard.size();
    }
}
