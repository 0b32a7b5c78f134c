package jackfield.rtc.dtls.bc;

import jackfield.rtc.dtls.Dtls;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// One end of the handshake a node makes with itself: what it sends, the other end receives.
final class MirrorEnd implements Dtls.Events {
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch done;
    private Dtls.@Nullable Association self;
    private Dtls.@Nullable Association peer;

    MirrorEnd(CountDownLatch done) {
        this.done = done;
    }

    /// Lets it speak: both ends are known.
    void connect(Dtls.Association itself, Dtls.Association other) {
        self = itself;
        peer = other;
        ready.countDown();
    }

    @Override
    public void send(byte[] datagram) {
        await();
        if (peer != null) {
            peer.receive(datagram);
        }
    }

    @Override
    public void established(Dtls.Keys keys) {
        end();
    }

    @Override
    public void failed(String why) {
        end();
    }

    @Override
    public void closed() {
        end();
    }

    private void end() {
        await();
        if (self != null) {
            self.close();
        }
        done.countDown();
    }

    private void await() {
        try {
            ready.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
