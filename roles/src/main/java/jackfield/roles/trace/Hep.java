package jackfield.roles.trace;

import jackfield.base.Endpoint;
import jackfield.base.Transport;
import jackfield.roles.trace.MessageTap.Direction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes messages as HEP version 3, which Homer and sngrep read (the HEP3/EEP specification,
/// revision 12): `HEP3`, the length, and chunks of vendor, type, length and payload.
public final class Hep {
    private static final int HEADER = 6;
    private static final int CHUNK = 6;
    private static final int IPV4 = 2;
    private static final int IPV6 = 10;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SIP = 1;

    /// The longest packet: its length has 16 bits, and it must fit into a datagram.
    private static final int MOST = 65_000;

    /// Who captures.
    ///
    /// @param captureId the number of this node at the collector
    /// @param key what the collector asks for; empty for none
    /// @param name the name of this node; empty for none
    public record Agent(int captureId, String key, String name) {
        /// Without the key.
        @Override
        public String toString() {
            return "HEP agent " + captureId + " " + name;
        }
    }

    private final Agent agent;
    private final long epochMs;
    private final Endpoint node;

    /// @param epochMs when the node's clock was 0 (ms since 1970)
    /// @param node what stands for an address of ours that is bound to all
    public Hep(Agent agent, long epochMs, Endpoint node) {
        this.agent = agent;
        this.epochMs = epochMs;
        this.node = node;
    }

    /// One message as a packet. Secrets are masked; what is too long for a packet is cut.
    ///
    /// @param callId its Call-ID, by which the collector joins messages; may be empty
    public byte[] packet(TracedMessage message, String callId) {
        boolean in = message.direction() == Direction.IN;
        Endpoint remote = message.flow().remote();
        Endpoint local = message.flow().local();
        if (local.isUnspecified() || local.isIpv4() != remote.isIpv4()) {
            local = node.withPort(local.port());
        }
        Endpoint from = in ? remote : local;
        Endpoint to = in ? local : remote;
        boolean four = from.isIpv4() && to.isIpv4();
        long ns = epochMs * 1_000_000 + message.at();
        byte[] id = callId.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(MOST);
        out.put("HEP3".getBytes(StandardCharsets.US_ASCII)).putShort((short) 0);
        chunk(out, 1, 1).put((byte) (four ? IPV4 : IPV6));
        chunk(out, 2, 1).put((byte) (message.flow().transport() == Transport.UDP ? UDP : TCP));
        address(out, four ? 3 : 5, from, four);
        address(out, four ? 4 : 6, to, four);
        chunk(out, 7, 2).putShort((short) from.port());
        chunk(out, 8, 2).putShort((short) to.port());
        chunk(out, 9, 4).putInt((int) (ns / 1_000_000_000));
        chunk(out, 10, 4).putInt((int) (ns / 1_000 % 1_000_000));
        chunk(out, 11, 1).put((byte) SIP);
        chunk(out, 12, 4).putInt(agent.captureId());
        text(out, 14, agent.key().getBytes(StandardCharsets.UTF_8));
        text(out, 17, Arrays.copyOf(id, Math.min(id.length, 512)));
        text(out, 19, agent.name().getBytes(StandardCharsets.UTF_8));
        byte[] payload = Masking.mask(message.bytes());
        int length = Math.min(payload.length, out.remaining() - CHUNK);
        chunk(out, 15, length).put(payload, 0, length);
        out.putShort(HEADER - 2, (short) out.position());
        return Arrays.copyOf(out.array(), out.position());
    }

    private static ByteBuffer chunk(ByteBuffer out, int type, int length) {
        return out.putShort((short) 0).putShort((short) type).putShort((short) (CHUNK + length));
    }

    private static void text(ByteBuffer out, int type, byte[] text) {
        if (text.length > 0) {
            chunk(out, type, text.length).put(text);
        }
    }

    private static void address(ByteBuffer out, int type, Endpoint endpoint, boolean four) {
        if (four) {
            chunk(out, type, 4).putInt(endpoint.ipv4());
        } else {
            chunk(out, type, 16).putLong(endpoint.high()).putLong(endpoint.low());
        }
    }
}
