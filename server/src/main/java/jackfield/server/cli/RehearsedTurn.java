package jackfield.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import jackfield.base.Endpoint;
import jackfield.rtc.stun.StunAttribute;
import jackfield.rtc.stun.StunClass;
import jackfield.rtc.stun.StunMessage;
import jackfield.rtc.stun.StunWriter;
import jackfield.rtc.stun.TransactionId;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/// Clients of a node's TURN server, one after the other: for the JVM to see how allocations are
/// opened, and which methods relayed packets pass.
final class RehearsedTurn {
    private static final int ALLOCATE = 3;
    private static final int REFRESH = 4;
    private static final int CHANNEL_BIND = 9;
    private static final int CHANNEL = 0x4000;
    private static final int PATIENCE_MS = 5_000;
    private static final int VOICE_BYTES = 172;
    private static final int BURST = 16; // no more than a socket has room for

    private final InetSocketAddress server;
    private final String username;
    private final String password;
    private long transaction;

    /// @param server by UDP
    /// @param username of a credential, with its password
    RehearsedTurn(InetSocketAddress server, String username, String password) {
        this.server = server;
        this.username = username;
        this.password = password;
    }

    /// So many clients allocate, bind a channel, pass packets both ways and go.
    ///
    /// @throws Failure when the server refuses
    void pass(int clients, int packets) throws IOException {
        try (DatagramSocket peer = new DatagramSocket(0, server.getAddress())) {
            peer.setSoTimeout(PATIENCE_MS);
            for (int i = 0; i < clients; i++) {
                client(peer, packets / clients);
            }
        }
    }

    private void client(DatagramSocket peer, int packets) throws IOException {
        try (DatagramSocket client = new DatagramSocket(0, server.getAddress())) {
            client.setSoTimeout(PATIENCE_MS);
            StunMessage challenge = ask(client, allocate());
            String realm = Objects.requireNonNull(challenge.text(StunAttribute.REALM));
            String nonce = Objects.requireNonNull(challenge.text(StunAttribute.NONCE));
            byte[] key = key(realm);
            Consumer<StunWriter> signs =
                    writer ->
                            writer.put(StunAttribute.USERNAME, username)
                                    .put(StunAttribute.REALM, realm)
                                    .put(StunAttribute.NONCE, nonce)
                                    .sign(key);
            StunWriter allocate = allocate();
            signs.accept(allocate);
            StunMessage allocated = granted(ask(client, allocate));
            Endpoint relayed =
                    Objects.requireNonNull(allocated.xorAddress(StunAttribute.XOR_RELAYED_ADDRESS));
            StunWriter bind =
                    request(CHANNEL_BIND)
                            .number(StunAttribute.CHANNEL_NUMBER, (long) CHANNEL << 16)
                            .xorAddress(
                                    StunAttribute.XOR_PEER_ADDRESS,
                                    Endpoint.of(peer.getLocalAddress(), peer.getLocalPort()));
            signs.accept(bind);
            granted(ask(client, bind));
            talk(client, peer, relayed.socketAddress(), packets);
            StunWriter end = request(REFRESH).number(StunAttribute.LIFETIME, 0);
            signs.accept(end);
            granted(ask(client, end));
        }
    }

    private StunWriter allocate() {
        return request(ALLOCATE).put(StunAttribute.REQUESTED_TRANSPORT, new byte[] {17, 0, 0, 0});
    }

    private StunWriter request(int method) {
        return new StunWriter(StunClass.REQUEST, method, new TransactionId(1, ++transaction));
    }

    private static StunMessage granted(StunMessage answer) {
        if (answer.errorCode() != 0) {
            throw new Failure("TURN answered " + answer.errorCode());
        }
        return answer;
    }

    private StunMessage ask(DatagramSocket client, StunWriter request) throws IOException {
        byte[] bytes = request.finish();
        client.send(new DatagramPacket(bytes, bytes.length, server));
        DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);
        client.receive(answer);
        return StunMessage.parse(Arrays.copyOf(answer.getData(), answer.getLength())).orThrow();
    }

    private void talk(
            DatagramSocket client, DatagramSocket peer, InetSocketAddress relayed, int packets)
            throws IOException {
        byte[] voice = new byte[VOICE_BYTES];
        byte[] framed = new byte[4 + VOICE_BYTES];
        framed[0] = CHANNEL >> 8;
        framed[3] = (byte) VOICE_BYTES;
        DatagramPacket heard = new DatagramPacket(new byte[2_000], 2_000);
        for (int i = 0; i < packets; i += BURST) {
            for (int j = 0; j < BURST; j++) {
                client.send(new DatagramPacket(framed, framed.length, server));
                peer.send(new DatagramPacket(voice, voice.length, relayed));
            }
            for (int j = 0; j < BURST; j++) {
                peer.receive(heard);
                client.receive(heard);
            }
        }
    }

    private byte[] key(String realm) {
        try {
            return MessageDigest.getInstance("MD5")
                    .digest((username + ":" + realm + ":" + password).getBytes(UTF_8));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
