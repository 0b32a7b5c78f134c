package jackfield.media.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A WAV file of 16-bit PCM that grows. Its header is right after each [#append], so that what is
/// there can be read whatever happens next.
final class WavWriter {
    static final int HEADER = 44;

    /// The header counts in 32 bits.
    static final long MOST = 0xffff_ffffL - HEADER;

    private final RecordingFile file;
    private final int channels;
    private final ByteBuffer length =
            ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long bytes;

    WavWriter(RecordingFile file, int sampleRate, int channels) throws IOException {
        this.file = file;
        this.channels = channels;
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF")).putInt(HEADER - 8).put(ascii("WAVE"));
        header.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) channels);
        header.putInt(sampleRate).putInt(sampleRate * channels * 2);
        header.putShort((short) (channels * 2)).putShort((short) 16);
        header.put(ascii("data")).putInt(0);
        file.append(header.flip());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Adds frames, the samples of the channels in turn.
    void append(short[] samples, int count) throws IOException {
        if (bytes + 2L * count > MOST) {
            return; // full: 4 GB of sound
        }
        ByteBuffer data = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            data.putShort(samples[i]);
        }
        file.append(data.flip());
        bytes += 2L * count;
        patch(4, HEADER - 8 + bytes);
        patch(HEADER - 4, bytes);
    }

    private void patch(long at, long value) throws IOException {
        file.overwrite(at, length.clear().putInt((int) value).flip());
    }

    int channels() {
        return channels;
    }
}
