package jackfield.rtc.dtls.bc;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.tls.DTLSRequest;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.jspecify.annotations.Nullable;

/// One association of a [DtlsServer]: a story on a virtual thread. Shake hands, then hand over what
/// comes, until the client says goodbye or falls silent.
public final class DtlsMessages implements Runnable {
    /// Longer than any allocation goes without a refresh.
    private static final int SILENCE_MS = 20 * 60 * 1_000;

    private static final int RECORD = 13 + 64;

    private final DtlsServer server;
    private final DTLSRequest request;
    private final DtlsServer.Events events;
    private final DatagramQueue queue;
    private volatile @Nullable DTLSTransport transport;

    DtlsMessages(DtlsServer server, DTLSRequest request, DtlsServer.Events events) {
        this.server = server;
        this.request = request;
        this.events = events;
        queue = DatagramQueue.ofUnprovenClient(events::transmit);
    }

    /// A datagram of the client's; the array is handed over. False where too many wait. Any thread.
    public boolean receive(byte[] datagram) {
        return queue.offer(datagram);
    }

    /// Sends a message; false before the handshake is done, after the end, and where it does not
    /// fit a record. One thread at a time.
    public boolean send(byte[] message) {
        DTLSTransport open = transport;
        if (open == null || queue.isEnded() || message.length > DtlsServerHello.LONGEST - RECORD) {
            return false;
        }
        try {
            open.send(message, 0, message.length);
            return true;
        } catch (IOException over) {
            return false;
        }
    }

    /// Ends it. Any thread.
    public void close() {
        queue.end();
    }

    @Override
    public void run() {
        try {
            DTLSTransport shaken =
                    new DTLSServerProtocol().accept(new DtlsServerHello(server), queue, request);
            transport = shaken;
            listen(shaken);
        } catch (IOException refused) {
            queue.mute(); // whatever it was, the client has been told by an alert
        } finally {
            transport = null;
            server.ended(this);
            events.closed();
        }
    }

    private void listen(DTLSTransport open) throws IOException {
        byte[] message = new byte[queue.getReceiveLimit()];
        while (!queue.isClosedByLibrary() && !queue.isEnded()) {
            int length = open.receive(message, 0, message.length, SILENCE_MS);
            if (length < 0) {
                break;
            }
            events.received(Arrays.copyOf(message, length));
        }
        open.close();
    }
}
