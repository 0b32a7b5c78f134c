package jackfield.roles.trace;

import jackfield.base.Endpoint;
import jackfield.base.Transport;
import jackfield.roles.trace.MessageTap.Direction;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// The messages of a trace as a capture file that Wireshark, tshark and sngrep read: pcapng
/// (draft-ietf-opsawg-pcapng), raw IP packets, each with one message in UDP, checksums right.
///
/// What went over TCP, TLS or a WebSocket is put into UDP too, because a reader can't decrypt or
/// unframe what we no longer have; a comment on the packet says how it really went.
public final class TracePcap {
    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int LINKTYPE_RAW = 101;
    private static final int OPTION_END = 0;
    private static final int OPTION_COMMENT = 1;
    private static final int OPTION_TIME_RESOLUTION = 9;
    private static final int UDP = 17;
    private static final int UDP_HEADER = 8;

    /// The largest UDP payload in an IPv4 packet: 65535 less both headers.
    private static final int MOST_PAYLOAD = 65_507;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(16 * 1024);
    private final long epochMs;
    private final Endpoint node;

    private TracePcap(long epochMs, Endpoint node) {
        this.epochMs = epochMs;
        this.node = node;
    }

    /// The file. Secrets are masked.
    ///
    /// @param epochMs when the node's clock was 0 (ms since 1970)
    /// @param node what stands for an address of ours that is bound to all; of the same family as
    ///   the peer's, or it is not used
    public static byte[] of(CallTrace trace, long epochMs, Endpoint node) {
        TracePcap pcap = new TracePcap(epochMs, node);
        pcap.header();
        trace.messages().forEach(pcap::packet);
        return pcap.out.toByteArray();
    }

    private void header() {
        ByteBuffer section = buffer(64 + 256);
        section.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
        comment(section, "SIP messages of one call; TCP, TLS and WebSocket are shown as UDP");
        end(section);
        block(SECTION_HEADER, section);
        ByteBuffer description = buffer(32);
        description.putShort((short) LINKTYPE_RAW).putShort((short) 0).putInt(0);
        description.putShort((short) OPTION_TIME_RESOLUTION).putShort((short) 1);
        description.put((byte) 9).put(new byte[3]);
        end(description);
        block(INTERFACE_DESCRIPTION, description);
    }

    private void packet(TracedMessage message) {
        Transport transport = message.flow().transport();
        byte[] masked = Masking.mask(message.bytes());
        boolean long_ = masked.length > MOST_PAYLOAD;
        byte[] payload = long_ ? Arrays.copyOf(masked, MOST_PAYLOAD) : masked;
        Endpoint remote = message.flow().remote();
        Endpoint local = local(message.flow().local(), remote);
        boolean in = message.direction() == Direction.IN;
        byte[] ip = ip(in ? remote : local, in ? local : remote, payload);
        ByteBuffer block = buffer(ip.length + 512);
        long ns = epochMs * 1_000_000 + message.at();
        block.putInt(0).putInt((int) (ns >>> 32)).putInt((int) ns);
        block.putInt(ip.length).putInt(ip.length).put(ip);
        pad(block);
        if (transport != Transport.UDP || long_) {
            comment(
                    block,
                    (transport == Transport.UDP
                                    ? ""
                                    : "this went over " + transport.name().toLowerCase(Locale.ROOT))
                            + (long_ ? " cut from " + masked.length + " bytes" : ""));
            end(block);
        }
        block(ENHANCED_PACKET, block);
    }

    private Endpoint local(Endpoint local, Endpoint remote) {
        if (local.isIpv4() == remote.isIpv4() && !local.isUnspecified()) {
            return local;
        }
        if (node.isIpv4() == remote.isIpv4() && !node.isUnspecified()) {
            return node.withPort(local.port());
        }
        return remote.isIpv4()
                ? Endpoint.ipv4(0x7f00_0001, local.port())
                : new Endpoint(0, 1, local.port());
    }

    private static byte[] ip(Endpoint from, Endpoint to, byte[] payload) {
        boolean four = from.isIpv4();
        int length = UDP_HEADER + payload.length;
        ByteBuffer udp = ByteBuffer.allocate(length);
        udp.putShort((short) from.port()).putShort((short) to.port()).putShort((short) length);
        udp.putShort((short) 0).put(payload);
        byte[] source = from.address().getAddress();
        byte[] destination = to.address().getAddress();
        ByteBuffer pseudo = ByteBuffer.allocate(source.length + destination.length + 8 + length);
        pseudo.put(source).put(destination).putInt(length).putInt(UDP).put(udp.array());
        int sum = checksum(pseudo.array());
        udp.putShort(6, (short) (sum == 0 ? 0xffff : sum));
        ByteBuffer ip = ByteBuffer.allocate((four ? 20 : 40) + length);
        if (four) {
            ip.putInt(0x4500_0000 | 20 + length).putInt(0x0000_4000);
            ip.put((byte) 64).put((byte) UDP).putShort((short) 0).put(source).put(destination);
            ip.putShort(10, (short) checksum(Arrays.copyOf(ip.array(), 20)));
        } else {
            ip.putInt(0x6000_0000).putShort((short) length).put((byte) UDP).put((byte) 64);
            ip.put(source).put(destination);
        }
        return ip.put(udp.array()).array();
    }

    /// The one's complement sum of 16-bit words, complemented (RFC 1071). The IPv4 pseudo-header
    /// differs from that of IPv6 by zeros only, which do not count.
    private static int checksum(byte[] bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.length; i += 2) {
            sum += (bytes[i] & 0xff) << 8 | (i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) ~sum & 0xffff;
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void comment(ByteBuffer to, String text) {
        byte[] bytes = text.strip().getBytes(StandardCharsets.UTF_8);
        to.putShort((short) OPTION_COMMENT).putShort((short) bytes.length).put(bytes);
        pad(to);
    }

    private static void end(ByteBuffer to) {
        to.putShort((short) OPTION_END).putShort((short) 0);
    }

    private static void pad(ByteBuffer to) {
        while (to.position() % 4 != 0) {
            to.put((byte) 0);
        }
    }

    private void block(int type, ByteBuffer body) {
        int length = body.position() + 12;
        ByteBuffer whole = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        whole.putInt(type).putInt(length).put(body.flip()).putInt(length);
        out.writeBytes(whole.array());
    }
}
