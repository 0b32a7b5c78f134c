package jackfield.bench;

import com.sun.management.ThreadMXBean;
import jackfield.media.codec.Decoder;
import jackfield.media.codec.Encoder;
import jackfield.media.codec.G711;
import jackfield.media.codec.G722;
import jackfield.media.codec.Resampler;
import jackfield.media.opus.Concentus;
import jackfield.media.opus.Libopus;
import jackfield.media.opus.Opus;
import jackfield.media.opus.OpusOptions;
import jackfield.media.transcode.AudioCodec;
import jackfield.media.transcode.PacketOut;
import jackfield.media.transcode.TranscodePlan;
import jackfield.media.transcode.Transcoder;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `bench codecs`: what coding and transcoding 20 ms of a voice costs.
@Command(
        name = "codecs",
        description = "Time and garbage of coding, and of transcoding, 20 ms of a voice.",
        mixinStandardHelpOptions = true)
public final class CodecCost implements Callable<Integer> {
    private static final int BEST_OF = 5;
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Work on one frame after the other.
    private interface Frames {
        void frame(int number);
    }

    @Override
    public Integer call() {
        System.out.println(Machine.description());
        System.out.println("20 ms of                                us      B");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment packet = arena.allocate(2048, 64);
            codec("PCMU", G711.MU_LAW.encoder(), G711.MU_LAW.decoder(), packet);
            codec("G.722", G722.encoder(), G722.decoder(), packet);
            resampler(8000, 16_000);
            resampler(16_000, 8000);
            opus(Opus.best(), packet);
            if (Libopus.UNAVAILABLE.isEmpty()) {
                opus(new Concentus(), packet);
            }
            for (int complexity : new int[] {0, 3, 5}) {
                transcoder(AudioCodec.OPUS, AudioCodec.PCMU, complexity, packet);
                transcoder(AudioCodec.PCMU, AudioCodec.OPUS, complexity, packet);
            }
            transcoder(AudioCodec.G722, AudioCodec.PCMA, 0, packet);
            transcoder(AudioCodec.OPUS, AudioCodec.G722, 0, packet);
            transcoder(AudioCodec.G722, AudioCodec.OPUS, 0, packet);
        }
        return CommandLine.ExitCode.OK;
    }

    private static void opus(Opus opus, MemorySegment packet) {
        for (int rate : new int[] {8000, 16_000, 48_000}) {
            for (int complexity : new int[] {0, 3, 5}) {
                OpusOptions options = rate == 8000 ? OpusOptions.TELEPHONE : OpusOptions.WIDE;
                codec(
                        opus.name() + " " + rate / 1000 + " kHz, complexity " + complexity,
                        opus.encoder(rate, options.withComplexity(complexity)),
                        opus.decoder(rate),
                        packet);
            }
        }
    }

    private static void codec(String what, Encoder encoder, Decoder decoder, MemorySegment packet) {
        int frame = encoder.sampleRate() / 50;
        short[] voice = Voices.voice(encoder.sampleRate());
        byte[][] payloads = new byte[Voices.FRAMES][];
        short[] heard = new short[frame];
        measure(
                what + " encode",
                i -> {
                    int length = encoder.encode(voice, i * frame, frame, packet, 0);
                    if (payloads[i] == null) {
                        payloads[i] = packet.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
                    }
                });
        measure(
                what + " decode",
                i -> {
                    byte[] payload = payloads[i];
                    MemorySegment.copy(
                            payload, 0, packet, ValueLayout.JAVA_BYTE, 0, payload.length);
                    decoder.decode(packet, 0, payload.length, heard, 0);
                });
        encoder.close();
        decoder.close();
    }

    private static void resampler(int from, int to) {
        short[] voice = Voices.voice(from);
        short[] out = new short[to / 50];
        Resampler resampler = new Resampler(from, to);
        measure(
                from / 1000 + " kHz to " + to / 1000 + " kHz",
                i -> resampler.process(voice, i * from / 50, from / 50, out, 0));
    }

    private static void transcoder(
            AudioCodec from, AudioCodec to, int complexity, MemorySegment packet) {
        TranscodePlan plan =
                new TranscodePlan(
                        List.of(new TranscodePlan.Voice(96, from)),
                        List.of(),
                        -1,
                        -1,
                        new TranscodePlan.Voice(97, to),
                        20,
                        true,
                        (from.rate() > 8000 ? OpusOptions.WIDE : OpusOptions.TELEPHONE)
                                .withComplexity(complexity));
        List<byte[]> packets = Voices.packets(from, packet);
        RtpPacket window = new RtpPacket();
        MemorySegment slot = Arena.ofAuto().allocate(2048, 64);
        PacketOut out =
                new PacketOut() {
                    @Override
                    public MemorySegment slot() {
                        return slot;
                    }

                    @Override
                    public void send(MemorySegment sent, int length) {}
                };
        try (Transcoder transcoder = new Transcoder(plan, Opus.best(), new SplittableRandom(1))) {
            int[] round = {0};
            measure(
                    "route " + from + " to " + to + (complexity > 0 ? " (" + complexity + ")" : ""),
                    i -> {
                        byte[] bytes = packets.get(i);
                        MemorySegment.copy(
                                bytes, 0, packet, ValueLayout.JAVA_BYTE, 0, bytes.length);
                        window.wrap(packet, bytes.length);
                        int number = round[0]++;
                        window.sequence(number);
                        window.timestamp(number * (from.clock() / 50));
                        transcoder.receive(window, packet, 1 + number * 20_000_000L, out);
                    });
        }
    }

    private static void measure(String what, Frames work) {
        double best = Double.MAX_VALUE;
        long least = Long.MAX_VALUE;
        for (int round = 0; round < BEST_OF; round++) {
            long bytes = THREAD.getCurrentThreadAllocatedBytes();
            long begin = THREAD.getCurrentThreadCpuTime();
            for (int i = 0; i < Voices.FRAMES; i++) {
                work.frame(i);
            }
            double time = THREAD.getCurrentThreadCpuTime() - begin;
            best = Math.min(best, time / Voices.FRAMES);
            least = Math.min(least, THREAD.getCurrentThreadAllocatedBytes() - bytes);
        }
        System.out.printf("%-36s %7.1f %6d%n", what, best / 1000, least / Voices.FRAMES);
    }
}
