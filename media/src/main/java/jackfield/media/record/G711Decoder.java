package jackfield.media.record;

import jackfield.media.prompt.Companding;

/// PCMU and PCMA for a recording of 8 kHz.
public enum G711Decoder implements SoundDecoder {
    PCMU,
    PCMA;

    @Override
    public int clockRate() {
        return 8000;
    }

    @Override
    public int sampleRate() {
        return 8000;
    }

    @Override
    public int decode(byte[] payload, int length, short[] to) {
        int count = Math.min(length, to.length);
        for (int i = 0; i < count; i++) {
            to[i] =
                    (short)
                            (this == PCMU
                                    ? Companding.mulaw(payload[i])
                                    : Companding.alaw(payload[i]));
        }
        return count;
    }
}
