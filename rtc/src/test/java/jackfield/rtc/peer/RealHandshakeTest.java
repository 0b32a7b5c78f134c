package jackfield.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.dtls.bc.BouncyCastleDtls;
import jackfield.rtc.ice.HostCandidate;
import jackfield.rtc.ice.IceAgent;
import jackfield.rtc.ice.IceCredentials;
import jackfield.rtc.ice.IceMode;
import jackfield.rtc.ice.IceRole;
import jackfield.rtc.sdp.Fingerprint;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two transports and the real DTLS, whose threads reach the loop through its mailbox as they do in
/// the server.
class RealHandshakeTest {
    private final SecureRandom random = new SecureRandom();
    private final BlockingQueue<Runnable> shard = new LinkedBlockingQueue<>();
    private final long start = System.nanoTime();

    private final class Party {
        final Endpoint socket;
        final BouncyCastleDtls dtls =
                new BouncyCastleDtls(
                        random, InstantSource.system(), BouncyCastleDtls.Settings.DEFAULT);
        final PeerTransport transport;
        @Nullable Party other;
        Dtls.@Nullable Keys keys;

        Party(String socket, IceRole role) {
            this.socket = Endpoint.parse(socket);
            IceAgent ice =
                    new IceAgent(
                            IceMode.FULL,
                            role,
                            IceCredentials.random(random),
                            List.of(new HostCandidate(this.socket)),
                            random);
            transport =
                    new PeerTransport(
                            ice,
                            dtls,
                            event -> shard.add(() -> transport().receive(event, now(), this::out)));
        }

        private PeerTransport transport() {
            return transport;
        }

        void meets(Party peer, Dtls.Role role) {
            other = peer;
            IceAgent theirs = peer.transport.ice();
            Fingerprint print = Fingerprint.parse("sha-256 " + peer.dtls.fingerprint()).orThrow();
            transport.describe(
                    new PeerDescription(theirs.local(), false, List.of(print), role, null),
                    now(),
                    this::out);
            theirs.localCandidates()
                    .forEach(each -> transport.addRemoteCandidate(each, now(), this::out));
        }

        private void out(PeerOutput output) {
            if (output instanceof PeerOutput.SendPacket(byte[] bytes, _, _)) {
                shard.add(() -> other.arrives(bytes, socket));
            } else if (output instanceof PeerOutput.Established(Dtls.Keys made)) {
                keys = made;
            }
        }

        private void arrives(byte[] bytes, Endpoint from) {
            MemorySegment slot = MemorySegment.ofArray(Arrays.copyOf(bytes, 2048));
            transport.receive(slot, bytes.length, socket, from, now(), this::out);
        }
    }

    @Test
    @Timeout(60)
    void bothSidesEndWithTheSameKeys() throws InterruptedException {
        Party server = new Party("198.51.100.1:40000", IceRole.CONTROLLED);
        Party browser = new Party("203.0.113.5:50000", IceRole.CONTROLLING);
        try (server.dtls;
                browser.dtls) {
            server.meets(browser, Dtls.Role.SERVER);
            browser.meets(server, Dtls.Role.CLIENT);
            while (server.keys == null || browser.keys == null) {
                Runnable next = shard.poll(5, TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.run();
                }
                server.transport.wake(now(), server::out);
                browser.transport.wake(now(), browser::out);
                assertThat(server.transport.dtlsState()).isNotEqualTo(DtlsState.FAILED);
            }
            assertThat(server.keys.localKey()).isEqualTo(browser.keys.remoteKey());
            assertThat(server.keys.remoteSalt()).isEqualTo(browser.keys.localSalt());
        }
    }

    private long now() {
        return System.nanoTime() - start + 1;
    }
}
