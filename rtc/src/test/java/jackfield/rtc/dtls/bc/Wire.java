package jackfield.rtc.dtls.bc;

import jackfield.rtc.dtls.Dtls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A party of a handshake in memory. What it sends goes through `path` to the other party, who may
/// not be there yet.
final class Wire implements Dtls.Events {
    static final int PATIENCE_SECONDS = 60;

    final CompletableFuture<Dtls.Keys> keys = new CompletableFuture<>();
    final CompletableFuture<String> failure = new CompletableFuture<>();
    final CompletableFuture<Boolean> goodbye = new CompletableFuture<>();
    private final Function<byte[], List<byte[]>> path;
    private final List<byte[]> early = new ArrayList<>();
    private Dtls.@Nullable Association peer;

    Wire(Function<byte[], List<byte[]>> path) {
        this.path = path;
    }

    static Wire perfect() {
        return new Wire(List::of);
    }

    static Wire cut() {
        return new Wire(_ -> List.of());
    }

    synchronized void leadsTo(Dtls.Association other) {
        peer = other;
        early.forEach(other::receive);
        early.clear();
    }

    Dtls.Keys awaitKeys() throws Exception {
        return keys.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    String awaitFailure() throws Exception {
        return failure.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public synchronized void send(byte[] datagram) {
        if (datagram.length > 1_200) {
            failure.complete("a datagram of " + datagram.length + " bytes");
        }
        for (byte[] each : path.apply(datagram)) {
            if (peer == null) {
                early.add(each);
            } else {
                peer.receive(each);
            }
        }
    }

    @Override
    public void established(Dtls.Keys fresh) {
        keys.complete(fresh);
    }

    @Override
    public void failed(String why) {
        failure.complete(why);
        keys.completeExceptionally(new AssertionError("failed: " + why));
    }

    @Override
    public void closed() {
        goodbye.complete(true);
    }
}
