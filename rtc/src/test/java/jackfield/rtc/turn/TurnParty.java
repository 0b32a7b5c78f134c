package jackfield.rtc.turn;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.rtc.stun.StunAttribute;
import jackfield.rtc.stun.StunClass;
import jackfield.rtc.stun.StunMessage;
import jackfield.rtc.stun.StunWriter;
import jackfield.rtc.stun.TransactionId;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A TURN client of the tests: it speaks from one address, and knows a password.
final class TurnParty {
    static final int ALLOCATE = 3;
    static final int REFRESH = 4;
    static final int CREATE_PERMISSION = 8;
    static final int CHANNEL_BIND = 9;
    static final int CONNECT = 10;
    static final int CONNECTION_BIND = 11;
    static final byte[] UDP = {17, 0, 0, 0};
    static final byte[] TCP = {6, 0, 0, 0};

    final TurnWorld world;
    final Endpoint at;
    final String username;
    Credentials.LongTermKeys keys;
    boolean sha256;
    @Nullable String nonce;
    @Nullable Endpoint relayed;
    private final TurnWorld.@Nullable Wire wire;
    private static long transactions = 1;

    TurnParty(TurnWorld world, String at, String username, String password) {
        this(world, ClientTransport.UDP, at, username, password);
    }

    TurnParty(
            TurnWorld world,
            ClientTransport transport,
            String at,
            String username,
            String password) {
        this.world = world;
        this.at = Objects.requireNonNull(Endpoint.parse(at));
        this.username = username;
        keys = TurnWorld.keys(username, password);
        wire = transport == ClientTransport.UDP ? null : world.new Wire(transport, this.at);
    }

    static TurnParty alice(TurnWorld world) {
        return new TurnParty(world, "198.51.100.7:40000", "alice", "wonder");
    }

    FiveTuple wire() {
        return Objects.requireNonNull(wire);
    }

    void send(byte[] message) {
        if (wire == null) {
            world.fromClient(at, message);
        } else {
            world.fromClient(wire, message);
        }
    }

    static TransactionId transaction() {
        return new TransactionId(1, transactions++);
    }

    /// A request with credentials, once there is a nonce.
    byte[] request(int method, TransactionId transaction, Consumer<StunWriter> attributes) {
        StunWriter writer = new StunWriter(StunClass.REQUEST, method, transaction);
        attributes.accept(writer);
        if (nonce != null) {
            writer.put(StunAttribute.USERNAME, username)
                    .put(StunAttribute.REALM, TurnWorld.REALM)
                    .put(StunAttribute.NONCE, nonce);
            if (sha256) {
                writer.put(StunAttribute.PASSWORD_ALGORITHMS, new byte[] {0, 2, 0, 0, 0, 1, 0, 0})
                        .put(StunAttribute.PASSWORD_ALGORITHM, new byte[] {0, 2, 0, 0})
                        .sign256(Objects.requireNonNull(keys.sha256()));
            } else {
                writer.sign(keys.md5());
            }
        }
        return writer.finish();
    }

    /// Sends a request and gives the answer, which must be signed where it is no challenge.
    StunMessage ask(int method, Consumer<StunWriter> attributes) {
        send(request(method, transaction(), attributes));
        return answer();
    }

    StunMessage answer() {
        byte[] datagram = world.take(at);
        assertThat(datagram).as("an answer").isNotNull();
        StunMessage answer = StunMessage.parse(datagram).orThrow();
        String fresh = answer.text(StunAttribute.NONCE);
        if (fresh != null) {
            nonce = fresh;
        } else if (nonce != null && answer.errorCode() != 400) {
            assertThat(sha256 ? answer.authentic256(keys.sha256()) : answer.authentic(keys.md5()))
                    .as("signed")
                    .isTrue();
        }
        return answer;
    }

    /// The first challenge.
    TurnParty challenged() {
        StunMessage answer = ask(ALLOCATE, TurnParty::udp);
        assertThat(answer.errorCode()).isEqualTo(401);
        assertThat(answer.text(StunAttribute.REALM)).isEqualTo(TurnWorld.REALM);
        return this;
    }

    /// A fresh nonce, where the old one may have become too old.
    void renewsNonce() {
        nonce = null;
        ask(REFRESH, _ -> {});
    }

    /// Gets a relayed address for UDP.
    TurnParty allocated() {
        return allocated(_ -> {});
    }

    TurnParty allocated(Consumer<StunWriter> more) {
        challenged();
        StunMessage answer = ask(ALLOCATE, writer -> more.accept(udp(writer)));
        assertThat(answer.errorCode()).isZero();
        relayed = answer.xorAddress(StunAttribute.XOR_RELAYED_ADDRESS);
        return this;
    }

    static StunWriter udp(StunWriter writer) {
        return writer.put(StunAttribute.REQUESTED_TRANSPORT, UDP);
    }

    Endpoint relayed() {
        return Objects.requireNonNull(relayed);
    }

    int permit(String... peers) {
        return ask(
                        CREATE_PERMISSION,
                        writer -> {
                            for (String peer : peers) {
                                writer.xorAddress(StunAttribute.XOR_PEER_ADDRESS, endpoint(peer));
                            }
                        })
                .errorCode();
    }

    int bind(int channel, String peer) {
        return ask(
                        CHANNEL_BIND,
                        writer ->
                                writer.number(StunAttribute.CHANNEL_NUMBER, (long) channel << 16)
                                        .xorAddress(StunAttribute.XOR_PEER_ADDRESS, endpoint(peer)))
                .errorCode();
    }

    StunMessage refresh(long lifetime) {
        return ask(REFRESH, writer -> writer.number(StunAttribute.LIFETIME, lifetime));
    }

    void says(String peer, byte[] data) {
        send(
                new StunWriter(StunClass.INDICATION, 6, transaction())
                        .xorAddress(StunAttribute.XOR_PEER_ADDRESS, endpoint(peer))
                        .put(StunAttribute.DATA, data)
                        .bare());
    }

    void says(int channel, byte[] data) {
        send(
                ByteBuffer.allocate(4 + data.length)
                        .putShort((short) channel)
                        .putShort((short) data.length)
                        .put(data)
                        .array());
    }

    /// What comes as a Data indication.
    record Data(Endpoint peer, byte[] data) {}

    @Nullable Data hears() {
        byte[] datagram = world.take(at);
        if (datagram == null) {
            return null;
        }
        StunMessage message = StunMessage.parse(datagram).orThrow();
        assertThat(message.kind()).isEqualTo(StunClass.INDICATION);
        return new Data(
                Objects.requireNonNull(message.xorAddress(StunAttribute.XOR_PEER_ADDRESS)),
                Objects.requireNonNull(message.value(StunAttribute.DATA)));
    }

    static Endpoint endpoint(String text) {
        return Objects.requireNonNull(Endpoint.parse(text));
    }
}
