package jackfield.media.opus;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What a payload says of itself in its first bytes (RFC 6716 section 3).
public final class OpusPayload {
    /// The longest a payload may last, in samples at 48 kHz.
    private static final int LONGEST = 5760;

    private OpusPayload() {}

    /// Samples of the payload at `rate`; -1 where it cannot be read.
    public static int samples(MemorySegment packet, long offset, int length, int rate) {
        if (length < 1) {
            return -1;
        }
        int toc = packet.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
        int frames =
                switch (toc & 3) {
                    case 0 -> 1;
                    case 1, 2 -> 2;
                    default ->
                            length < 2 ? 0 : packet.get(ValueLayout.JAVA_BYTE, offset + 1) & 0x3f;
                };
        int samples = frames * frameSamples(toc);
        return frames == 0 || samples > LONGEST ? -1 : samples / (48_000 / rate);
    }

    /// Samples of one frame at 48 kHz, by the configuration in the first byte (table 2).
    public static int frameSamples(int toc) {
        int config = toc >> 3;
        if (config < 12) {
            int[] silk = {480, 960, 1920, 2880};
            return silk[config & 3];
        }
        return config < 16 ? 480 << (config & 1) : 120 << (config & 3);
    }

    /// True for a payload that says only that there is silence: what discontinuous transmission
    /// sends in place of a voice.
    public static boolean isSilence(int length) {
        return length <= 2;
    }
}
