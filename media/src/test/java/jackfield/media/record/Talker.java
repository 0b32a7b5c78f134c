package jackfield.media.record;

import jackfield.media.codec.G711;
import jackfield.media.prompt.AudioSource;
import jackfield.rtc.rtp.RtpPacket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// One party of a call that is recorded: sends what it says in PCMU, 20 ms at a time.
final class Talker {
    static final long MS = 1_000_000;

    private final int side;
    private final AudioSource voice;
    private final MemorySegment slot = MemorySegment.ofArray(new byte[512]);
    private final RtpPacket packet = new RtpPacket();
    private final short[] frame = new short[160];
    int ssrc;
    int timestamp;
    int sequence = 65_530;

    Talker(int side, AudioSource voice) {
        this.side = side;
        this.voice = voice;
        ssrc = 100 + side;
        timestamp = side == 0 ? -500 : 77_777;
    }

    /// 20 ms of talk, arriving at `now`; not recorded where `recorder` is null: lost on the way.
    void says(Recorder recorder, long now) throws IOException {
        says(recorder, now, false);
    }

    void says(Recorder recorder, long now, boolean lost) throws IOException {
        voice.read(frame, 0, 160);
        slot.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x80);
        for (int i = 0; i < 160; i++) {
            slot.set(ValueLayout.JAVA_BYTE, 12L + i, G711.MU_LAW.code(frame[i]));
        }
        if (!packet.wrap(slot, 172)) {
            throw new AssertionError();
        }
        packet.payloadType(0);
        packet.sequence(sequence++);
        packet.timestamp(timestamp);
        packet.ssrc(ssrc);
        timestamp += 160;
        if (!lost) {
            recorder.packet(side, slot, packet, now);
        }
    }

    /// Sends nothing for a time while its clock runs.
    void rests(int ms) {
        timestamp += 8 * ms;
    }
}
