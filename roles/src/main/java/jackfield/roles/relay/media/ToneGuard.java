package jackfield.roles.relay.media;

import jackfield.base.Outbox;
import jackfield.media.codec.Encoder;
import jackfield.media.dtmf.DtmfOutput;
import jackfield.media.dtmf.DtmfTones;
import jackfield.media.dtmf.InbandDetector;
import jackfield.media.prompt.AudioSource;
import jackfield.media.prompt.ToneCadence;
import jackfield.media.prompt.ToneSource;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Keeps keys in a voice from its receiver: packets in which a key is heard, or seems to be, say
/// something else. It acts at the first block that looks like a key, so that what slips through of
/// one is shorter than a block and a half (19 ms), and no receiver may take that for a key (ITU-T
/// Q.24: 23 ms); what seemed to be a key and was speech costs a few milliseconds of speech.
final class ToneGuard implements AutoCloseable {
    private static final Outbox<DtmfOutput> NOBODY = _ -> {};
    private static final int LONGEST_MS = 120;
    private static final int BEEP_HZ = 400;
    private static final int LEVEL_DBM0 = -12;
    private static final int LONGEST_KEY_MS = 60_000;

    private final Coding coding;
    private final KeyBlocking mode;
    private final RandomGenerator random;
    private final @Nullable NarrowVoice voice;
    private final InbandDetector detector = new InbandDetector();
    private final short[] instead;
    private @Nullable Encoder encoder;
    private @Nullable AudioSource sound;

    ToneGuard(Coding coding, KeyBlocking mode, RandomGenerator random) {
        this.coding = coding;
        this.mode = mode;
        this.random = random;
        voice = coding.hasVoice() ? NarrowVoice.of(coding.encoding()) : null;
        instead = new short[coding.sampleRate() / 1000 * LONGEST_MS];
    }

    /// True where there is a key in the packet, or what may become one.
    boolean hears(RtpPacket packet) {
        NarrowVoice heard = voice;
        if (heard == null || packet.payloadType() != coding.payloadType()) {
            return false;
        }
        if (!heard.decode(packet)) {
            return false;
        }
        detector.receive(heard.samples(), 0, heard.count(), NOBODY);
        boolean now = detector.isSuspected();
        if (!now) {
            sound = null;
        }
        return now;
    }

    /// Writes what is said instead of the packet that was heard last.
    ///
    /// @return the length of the payload, 0 where nothing need be sent
    int write(MemorySegment to, int offset) {
        NarrowVoice heard = voice;
        return heard == null ? 0 : write(heard.count() * (coding.sampleRate() / 8000), to, offset);
    }

    /// Writes what is said instead, for so many samples at the rate of the coding.
    int write(int samples, MemorySegment to, int offset) {
        Encoder speaks = encoder;
        if (speaks == null) {
            speaks = coding.encoder();
            encoder = speaks;
        }
        int count = Math.min(samples, instead.length);
        Arrays.fill(instead, 0, count, (short) 0);
        if (mode != KeyBlocking.DROP && mode != KeyBlocking.SILENCE) {
            AudioSource says = sound;
            if (says == null) {
                says = new ToneSource(cadence(), coding.sampleRate());
                sound = says;
            }
            says.read(instead, 0, count);
        }
        return speaks.encode(instead, 0, count, to, offset);
    }

    /// The next key is another one.
    void released() {
        sound = null;
    }

    private ToneCadence cadence() {
        return switch (mode) {
            case ZERO -> DtmfTones.of(0, LONGEST_KEY_MS, 0, LEVEL_DBM0);
            case RANDOM -> DtmfTones.of(random.nextInt(10), LONGEST_KEY_MS, 0, LEVEL_DBM0);
            default -> ToneCadence.tone(BEEP_HZ, LEVEL_DBM0, LONGEST_KEY_MS);
        };
    }

    @Override
    public void close() {
        if (voice != null) {
            voice.close();
        }
        if (encoder != null) {
            encoder.close();
        }
    }
}
