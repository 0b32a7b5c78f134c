package jackfield.roles.relay.media;

import jackfield.media.codec.Decoder;
import jackfield.media.codec.Encoder;
import jackfield.media.prompt.PromptPlayer;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;

/// Lays what is played over the packets of a voice: one packet comes, one goes, of the same time.
final class Mixer implements AutoCloseable {
    private static final int LONGEST_MS = 60;

    private final Decoder decoder;
    private final Encoder encoder;
    private final short[] voice;
    private final short[] played;

    Mixer(Coding coding) {
        decoder = coding.decoder();
        encoder = coding.encoder();
        voice = new short[coding.sampleRate() / 1000 * LONGEST_MS];
        played = new short[voice.length];
    }

    /// Writes the payload of `packet` with what is played over it.
    ///
    /// @return its length; 0 where nothing is left to play, -1 where the packet cannot be read
    int mix(RtpPacket packet, PromptPlayer player, long until, MemorySegment to, int offset) {
        int length = packet.payloadLength();
        int expected =
                length <= 0 ? -1 : decoder.samples(packet.memory(), packet.headerLength(), length);
        if (expected <= 0 || expected > voice.length) {
            return -1;
        }
        int count = decoder.decode(packet.memory(), packet.headerLength(), length, voice, 0);
        if (count <= 0) {
            return -1;
        }
        if (player.pull(played, count, until) == 0) {
            return 0;
        }
        for (int i = 0; i < count; i++) {
            voice[i] = (short) Math.clamp(voice[i] + played[i], -32768, 32767);
        }
        return encoder.encode(voice, 0, count, to, offset);
    }

    @Override
    public void close() {
        decoder.close();
        encoder.close();
    }
}
