package jackfield.media.prompt;

import jackfield.base.Parsed;
import jackfield.media.codec.G711;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Reads WAV files: PCM of 8 and 16 bits, A-law and mu-law, one or two channels, 8 to 48 kHz. Two
/// channels become one.
public final class WavFile {
    private static final int RIFF = 0x46464952;
    private static final int WAVE = 0x45564157;
    private static final int FORMAT = 0x20746d66;
    private static final int DATA = 0x61746164;
    private static final int PCM = 1;
    private static final int ALAW = 6;
    private static final int MULAW = 7;
    private static final int EXTENSIBLE = 0xfffe;
    private static final int MOST_CHUNKS = 64;
    private static final int LOWEST_RATE = 8000;
    private static final int HIGHEST_RATE = 48_000;

    private WavFile() {}

    private record Format(int coding, int channels, int rate, int bits) {}

    /// Reads a whole file. A data chunk that says it is longer than the file ends with the file, as
    /// one does whose writer was interrupted.
    public static Parsed<PcmClip> parse(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < 12 || in.getInt() != RIFF || in.getInt(8) != WAVE) {
            return new Parsed.Bad<>("WAV file", "no RIFF WAVE header");
        }
        in.position(12);
        Format format = null;
        for (int chunk = 0; chunk < MOST_CHUNKS && in.remaining() >= 8; chunk++) {
            int kind = in.getInt();
            long said = in.getInt() & 0xffff_ffffL;
            int length = (int) Math.min(said, in.remaining());
            if (kind == FORMAT) {
                switch (format(in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN))) {
                    case Parsed.Ok<Format>(Format read) -> format = read;
                    case Parsed.Bad<Format> bad -> {
                        return bad.as();
                    }
                }
            } else if (kind == DATA) {
                return format == null
                        ? new Parsed.Bad<>("WAV file", "data before its format")
                        : new Parsed.Ok<>(clip(format, in.slice(in.position(), length)));
            }
            in.position((int) Math.min(in.limit(), in.position() + (long) length + (said & 1)));
        }
        return new Parsed.Bad<>("WAV file", "no data chunk");
    }

    private static Parsed<Format> format(ByteBuffer in) {
        if (in.remaining() < 16) {
            return new Parsed.Bad<>("WAV format", "too short");
        }
        int coding = in.getShort(0) & 0xffff;
        int channels = in.getShort(2) & 0xffff;
        int rate = in.getInt(4);
        int bits = in.getShort(14) & 0xffff;
        if (coding == EXTENSIBLE && in.remaining() >= 26) {
            coding = in.getShort(24) & 0xffff;
        }
        boolean codingFits =
                coding == PCM
                        ? bits == 8 || bits == 16
                        : (coding == ALAW || coding == MULAW) && bits == 8;
        if (!codingFits) {
            return new Parsed.Bad<>("WAV coding", coding + " of " + bits + " bits; use 16 bit PCM");
        }
        if (channels < 1 || channels > 2) {
            return new Parsed.Bad<>("WAV channels", String.valueOf(channels));
        }
        if (rate < LOWEST_RATE || rate > HIGHEST_RATE) {
            return new Parsed.Bad<>("WAV rate", rate + " Hz");
        }
        return new Parsed.Ok<>(new Format(coding, channels, rate, bits));
    }

    private static PcmClip clip(Format format, ByteBuffer data) {
        data.order(ByteOrder.LITTLE_ENDIAN);
        int width = format.bits / 8;
        int frames = data.remaining() / (width * format.channels);
        short[] samples = new short[frames];
        for (int i = 0; i < frames; i++) {
            int sum = 0;
            for (int channel = 0; channel < format.channels; channel++) {
                sum += sample(format, data, (i * format.channels + channel) * width);
            }
            samples[i] = (short) (sum / format.channels);
        }
        return new PcmClip(format.rate, samples);
    }

    private static int sample(Format format, ByteBuffer data, int at) {
        return switch (format.coding) {
            case ALAW -> G711.A_LAW.sample(data.get(at));
            case MULAW -> G711.MU_LAW.sample(data.get(at));
            default -> format.bits == 16 ? data.getShort(at) : ((data.get(at) & 0xff) - 128) << 8;
        };
    }
}
