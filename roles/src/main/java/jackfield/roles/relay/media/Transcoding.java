package jackfield.roles.relay.media;

import jackfield.media.opus.Opus;
import jackfield.media.transcode.AudioCodec;
import jackfield.media.transcode.Effort;
import jackfield.media.transcode.PacketOut;
import jackfield.media.transcode.TranscodePlan;
import jackfield.media.transcode.Transcoder;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A [Transcoder] on a route. What leaves it is a source of its own, so that the sender's RTCP does
/// not fit any more.
public final class Transcoding implements Treatment, PacketOut {
    private final Transcoder transcoder;
    private @Nullable Out out;

    /// @param random a source for numbers that begin somewhere
    public Transcoding(TranscodePlan plan, RandomGenerator random) {
        transcoder = new Transcoder(plan, Opus.best(), random);
    }

    /// Its encoders ask `effort` from now on.
    void share(Effort effort) {
        transcoder.share(effort);
    }

    /// What is made of what.
    public TranscodePlan plan() {
        return transcoder.plan();
    }

    /// What is made of what, `PCMU/8000 -> opus/48000`; of several voices that may come the first
    /// that has to be translated.
    String chain() {
        AudioCodec to = plan().to().codec();
        AudioCodec from =
                plan().voices().stream()
                        .map(TranscodePlan.Voice::codec)
                        .filter(each -> each != to)
                        .findFirst()
                        .orElse(to);
        return named(from) + " -> " + named(to);
    }

    private static String named(AudioCodec codec) {
        return codec.encoding() + '/' + codec.clock();
    }

    /// What was translated until now.
    Transcoded figures() {
        return Transcoded.of(
                plan().to().codec().encoding(),
                plan().ptimeMs(),
                transcoder.arrivals(),
                transcoder.concealedMs(),
                transcoder.unreadable());
    }

    @Override
    public void receive(RtpPacket packet, int length, long now, Out to) {
        out = to;
        transcoder.receive(packet, packet.memory(), now, this);
    }

    @Override
    public void wake(long now, Out to) {
        out = to;
        transcoder.wake(now, this);
    }

    @Override
    public long deadline() {
        return transcoder.deadline();
    }

    @Override
    public boolean passesRtcp() {
        return false;
    }

    @Override
    public void close(long now) {
        transcoder.close();
    }

    @Override
    public MemorySegment slot() {
        return to().slot();
    }

    @Override
    public void send(MemorySegment packet, int length) {
        to().send(packet, length);
    }

    private Out to() {
        Out to = out;
        if (to == null) {
            throw new IllegalStateException("asked for by nobody");
        }
        return to;
    }
}
