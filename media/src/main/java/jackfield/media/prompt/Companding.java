package jackfield.media.prompt;

/// The two laws of ITU-T G.711, one sample at a time.
public final class Companding {
    private static final int BIAS = 0x84;

    private Companding() {}

    /// A mu-law byte as a 16-bit sample.
    public static int mulaw(byte coded) {
        int value = ~coded & 0xff;
        int magnitude = ((value & 0xf) << 3 | BIAS) << (value >> 4 & 7);
        return (value & 0x80) == 0 ? magnitude - BIAS : BIAS - magnitude;
    }

    /// An A-law byte as a 16-bit sample.
    public static int alaw(byte coded) {
        int value = (coded & 0xff) ^ 0x55;
        int segment = value >> 4 & 7;
        int magnitude = (value & 0xf) << 4 | 8;
        if (segment > 0) {
            magnitude = (magnitude | 0x100) << segment - 1;
        }
        return (value & 0x80) != 0 ? magnitude : -magnitude;
    }

    /// A 16-bit sample as mu-law.
    public static byte toMulaw(int sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int magnitude = Math.min(Math.abs(sample), 32635) + BIAS;
        int exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
        int mantissa = magnitude >> exponent + 3 & 0xf;
        return (byte) ~(sign | exponent << 4 | mantissa);
    }

    /// A 16-bit sample as A-law.
    public static byte toAlaw(int sample) {
        int sign = sample >= 0 ? 0x80 : 0;
        int magnitude = Math.min(sample >= 0 ? sample : -sample - 1, 32767) >> 4;
        int exponent = Math.max(0, 28 - Integer.numberOfLeadingZeros(magnitude | 1));
        int mantissa = (exponent == 0 ? magnitude : magnitude >> exponent - 1) & 0xf;
        return (byte) ((sign | exponent << 4 | mantissa) ^ 0x55);
    }
}
