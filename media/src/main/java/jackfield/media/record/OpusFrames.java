package jackfield.media.record;

/// What the first bytes of an Opus packet say (RFC 6716 section 3.1).
final class OpusFrames {
    private static final int[] SILK = {480, 960, 1920, 2880};
    private static final int[] HYBRID = {480, 960};
    private static final int[] CELT = {120, 240, 480, 960};

    /// The most a packet may hold: 120 ms.
    static final int LONGEST = 5760;

    private OpusFrames() {}

    /// How long a packet lasts in samples at 48 kHz; 0 where it is not one.
    static int duration(byte[] packet, int length) {
        if (length < 1) {
            return 0;
        }
        int frames =
                switch (packet[0] & 3) {
                    case 0 -> 1;
                    case 1, 2 -> 2;
                    default -> length < 2 ? 0 : packet[1] & 0x3f;
                };
        int duration = frames * frame(packet[0]);
        return duration > LONGEST ? 0 : duration;
    }

    /// How long one frame lasts, by the TOC byte (samples at 48 kHz).
    static int frame(byte toc) {
        int config = toc >> 3 & 31;
        if (config < 12) {
            return SILK[config & 3];
        }
        return config < 16 ? HYBRID[config & 1] : CELT[config & 3];
    }
}
