package jackfield.rtc.dtls.bc;

import jackfield.rtc.dtls.Dtls;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;

/// One association: a story on a virtual thread. Wait for the peer (as the server), shake hands,
/// hand out the keys, then keep listening: the peer may repeat its last flight, or say goodbye.
final class BlockingAssociation implements Dtls.Association, Runnable {
    private static final int RECORD_HEADER = 13;
    private static final byte HANDSHAKE_RECORD = 22;
    private static final byte CLIENT_HELLO = 1;

    private final BouncyCastleDtls dtls;
    private final Dtls.Role role;
    private final Dtls.Events events;
    private final DatagramQueue queue;

    BlockingAssociation(BouncyCastleDtls dtls, Dtls.Role role, Dtls.Events events) {
        this.dtls = dtls;
        this.role = role;
        this.events = events;
        queue = new DatagramQueue(role, events::send);
    }

    @Override
    public void receive(byte[] datagram) {
        if (!queue.offer(datagram)) {
            dtls.countDrop();
        }
    }

    @Override
    public void close() {
        queue.end();
    }

    @Override
    public void run() {
        try {
            if (role == Dtls.Role.SERVER && !clientHelloCame()) {
                return;
            }
            DTLSTransport transport = boundedHandshake();
            if (transport != null) {
                listen(transport);
            }
        } catch (InterruptedException _) {
            queue.mute(); // the node ends: nobody is left to be told
        } finally {
            dtls.ended(this);
        }
    }

    /// Waits for the peer's first flight, for as long as it takes: the callee may let the phone
    /// ring, and its browser sends nothing before. What is no ClientHello is dropped, so junk does
    /// not start the handshake's clock.
    private boolean clientHelloCame() throws InterruptedException {
        for (byte[] first = queue.await(); first != null; first = queue.await()) {
            if (isClientHello(first)) {
                return true;
            }
            queue.drop();
            dtls.countDrop();
        }
        return false;
    }

    static boolean isClientHello(byte[] datagram) {
        return datagram.length > RECORD_HEADER
                && datagram[0] == HANDSHAKE_RECORD
                && datagram[RECORD_HEADER] == CLIENT_HELLO;
    }

    private @Nullable DTLSTransport boundedHandshake() throws InterruptedException {
        long limit = dtls.settings().handshakeLimit().toMillis();
        if (!dtls.slots().tryAcquire(limit, TimeUnit.MILLISECONDS)) {
            fail("too many handshakes at once");
            return null;
        }
        try {
            return handshake();
        } finally {
            dtls.slots().release();
        }
    }

    private @Nullable DTLSTransport handshake() throws InterruptedException {
        SrtpOffer offer = dtls.offer(role);
        try {
            DTLSTransport transport =
                    role == Dtls.Role.CLIENT
                            ? new DTLSClientProtocol().connect(dtls.client(offer), queue)
                            : new DTLSServerProtocol().accept(dtls.server(offer), queue);
            Dtls.Keys keys = offer.keys();
            if (keys == null) {
                throw new IllegalStateException("a handshake without keys");
            }
            if (!queue.isEnded()) {
                events.established(keys);
            }
            return transport;
        } catch (IOException failure) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            fail(why(failure));
            return null;
        }
    }

    private void listen(DTLSTransport transport) throws InterruptedException {
        byte[] applicationData = new byte[queue.getReceiveLimit()];
        try {
            while (!queue.isClosedByLibrary() && queue.await() != null) {
                // Application data is nothing to us; alerts and repeated flights are seen inside.
                // The wait is over at once: a datagram is there.
                transport.receive(applicationData, 0, applicationData.length, 1);
            }
            if (queue.isEnded()) {
                transport.close(); // sends close_notify
                return;
            }
        } catch (IOException _) {
            // a fatal alert, ours or the peer's: the same as a goodbye
        }
        if (!queue.isEnded()) {
            events.closed();
        }
    }

    private void fail(String why) {
        queue.mute();
        if (!queue.isEnded()) {
            events.failed(why);
        }
    }

    private String why(IOException failure) {
        return switch (failure) {
            case TlsTimeoutException _ ->
                    "no answer within " + dtls.settings().handshakeLimit().toSeconds() + " s";
            case TlsFatalAlertReceived alert ->
                    "the peer refused: " + AlertDescription.getName(alert.getAlertDescription());
            case TlsFatalAlert alert -> {
                String message = alert.getMessage();
                yield message == null
                        ? AlertDescription.getName(alert.getAlertDescription())
                        : message;
            }
            default -> "handshake failed: " + failure.getMessage();
        };
    }
}
