package jackfield.rtc.dtls.bc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.DTLSRequest;
import org.bouncycastle.tls.DTLSVerifier;
import org.bouncycastle.tls.DatagramSender;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.jspecify.annotations.Nullable;

/// DTLS 1.2 for messages of an application, such as TURN, with a certificate that clients check: a
/// virtual thread for each association, and none before the client has shown by a cookie that its
/// address is its own (RFC 6347 section 4.2.1).
public final class DtlsServer implements AutoCloseable {
    private final JcaTlsCrypto crypto;
    private final DTLSVerifier cookies;
    private final Supplier<Identity> identity;
    private final int most;
    private final Set<DtlsMessages> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dtls-app-", 0).factory());

    /// What clients are shown.
    ///
    /// @param key the private key, EC or RSA
    /// @param chain its certificate first
    public record Identity(PrivateKey key, List<X509Certificate> chain) {
        public Identity {
            chain = List.copyOf(chain);
        }

        @Override
        public String toString() {
            return "Identity";
        }
    }

    /// What an association tells its owner; on threads of its own, never two at a time but for
    /// [#transmit], which comes on the thread that [DtlsMessages#send] was called on, too.
    public interface Events {
        /// A datagram for the client; the array is handed over.
        void transmit(byte[] datagram);

        /// A message of the client's; the array is handed over.
        void received(byte[] message);

        /// It is over.
        void closed();
    }

    /// @param identity asked for each handshake
    /// @param most associations at once
    public DtlsServer(SecureRandom random, Supplier<Identity> identity, int most) {
        crypto = new JcaTlsCryptoProvider().create(random);
        cookies = new DTLSVerifier(crypto);
        this.identity = identity;
        this.most = most;
    }

    /// A datagram from an address without an association: the association, where this was a
    /// ClientHello with the right cookie; null otherwise.
    public @Nullable DtlsMessages greet(
            byte[] datagram, long high, long low, int port, Events events) {
        byte[] client = ByteBuffer.allocate(20).putLong(high).putLong(low).putInt(port).array();
        DTLSRequest request =
                cookies.verifyRequest(
                        client, datagram, 0, datagram.length, new CookieSender(events));
        if (request == null || open.size() >= most) {
            return null;
        }
        DtlsMessages association = new DtlsMessages(this, request, events);
        open.add(association);
        threads.execute(association);
        return association;
    }

    /// Sends nothing but the request to come again with a cookie.
    private record CookieSender(Events events) implements DatagramSender {
        @Override
        public int getSendLimit() {
            return DatagramQueue.LONGEST_SENT;
        }

        @Override
        public void send(byte[] buffer, int offset, int length) {
            events.transmit(java.util.Arrays.copyOfRange(buffer, offset, offset + length));
        }
    }

    JcaTlsCrypto crypto() {
        return crypto;
    }

    Identity identity() {
        return identity.get();
    }

    Certificate certificate(Identity of) throws IOException {
        List<TlsCertificate> chain = new ArrayList<>();
        try {
            for (X509Certificate each : of.chain()) {
                chain.add(crypto.createCertificate(each.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new IOException(e);
        }
        return new Certificate(chain.toArray(new TlsCertificate[0]));
    }

    void ended(DtlsMessages association) {
        open.remove(association);
    }

    /// Associations now.
    public int count() {
        return open.size();
    }

    @Override
    public void close() {
        open.forEach(DtlsMessages::close);
        threads.shutdown();
    }
}
