package jackfield.bench.fuzz;

import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// An RTP header.
final class RtpTarget implements Target {
    private final RtpPacket packet = new RtpPacket();

    @Override
    public String name() {
        return "rtp";
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(voice(0, 1));
        seeds.add(hex("b2e0000100000000deadbeef0000000100000002bede000110ff000000000004"));
        seeds.add(hex("90600001000000000badcafebede000210aa51bb00000000ffffffff"));
        return seeds;
    }

    static byte[] voice(int type, int sequence) {
        byte[] bytes = new byte[172];
        bytes[0] = (byte) 0x80;
        bytes[1] = (byte) type;
        bytes[2] = (byte) (sequence >> 8);
        bytes[3] = (byte) sequence;
        bytes[8] = 7;
        return bytes;
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    @Override
    public long run(byte[] input) {
        if (!packet.wrap(MemorySegment.ofArray(input), input.length)) {
            return 0;
        }
        long did = 1L + packet.csrcCount();
        for (int i = 0; i < packet.csrcCount(); i++) {
            packet.csrc(i);
        }
        if (packet.hasExtension()) {
            did = did * 3 + 1 + Math.min(packet.extensionLength(), 3);
            packet.extensionProfile();
        }
        int payload = packet.payloadLength();
        if (packet.headerLength() + Math.max(0, payload) > input.length) {
            throw new AssertionError("a payload past the end");
        }
        packet.ssrc(packet.ssrc());
        packet.payloadType(packet.payloadType());
        return did * 5 + (packet.hasPadding() ? 1 : 0) + (payload < 0 ? 2 : 0);
    }
}
