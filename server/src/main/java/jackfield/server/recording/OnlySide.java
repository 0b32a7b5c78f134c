package jackfield.server.recording;

import jackfield.media.record.Recorder;
import jackfield.rtc.rtp.RtpPacket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// A recorder of one channel that gets one side's packets as its first.
record OnlySide(Recorder recorder, int side) implements Recorder {
    @Override
    public void packet(int from, MemorySegment slot, RtpPacket packet, long now)
            throws IOException {
        if (from == side) {
            recorder.packet(0, slot, packet, now);
        }
    }

    @Override
    public void advance(long now) throws IOException {
        recorder.advance(now);
    }

    @Override
    public void pause(long now) throws IOException {
        recorder.pause(now);
    }

    @Override
    public void resume(long now) {
        recorder.resume(now);
    }

    @Override
    public void finish(long now) throws IOException {
        recorder.finish(now);
    }

    @Override
    public long durationMs(long now) {
        return recorder.durationMs(now);
    }

    @Override
    public long skipped() {
        return recorder.skipped();
    }
}
