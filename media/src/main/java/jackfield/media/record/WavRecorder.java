package jackfield.media.record;

import jackfield.rtc.rtp.RtpPacket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A call as a WAV file of two channels, the caller left and the callee right, or of one where only
/// one side is listened to. Where nothing was received there is silence.
///
/// Sound waits [#SETTLE_NS] for late packets before it is written.
public final class WavRecorder implements Recorder {
    private static final long SETTLE_NS = 2_000_000_000;
    private static final int LONGEST_PACKET_MS = 120;

    private final int rate;
    private final WavWriter file;
    private final RecordingClock clock;
    private final Channel[] channels;
    private final short[] decoded;
    private final int window;
    private final short[] frames;
    private long written;
    private long skipped;

    private static final class Channel {
        private final Map<Integer, Voice> voices;
        private final StreamClock clock;
        private final short[] window;

        Channel(Map<Integer, Voice> voices, int rate, int window) {
            this.voices = new HashMap<>(voices);
            this.clock = new StreamClock(rate);
            this.window = new short[window];
        }
    }

    /// @param rate of the file (Hz)
    /// @param sides for each side its voices by payload type, at `rate`; one or two sides
    /// @param now where the recording begins
    public WavRecorder(RecordingFile file, int rate, List<Map<Integer, Voice>> sides, long now)
            throws IOException {
        if (sides.isEmpty() || sides.size() > 2) {
            throw new IllegalArgumentException(sides.size() + " sides");
        }
        this.rate = rate;
        this.file = new WavWriter(file, rate, sides.size());
        this.clock = new RecordingClock(now);
        window = 4 * rate;
        channels =
                sides.stream()
                        .peek(side -> side.values().forEach(this::check))
                        .map(side -> new Channel(side, rate, window))
                        .toArray(Channel[]::new);
        decoded = new short[rate * LONGEST_PACKET_MS / 1000 + 64];
        frames = new short[rate * channels.length];
    }

    /// Samples per second of the file.
    public int rate() {
        return rate;
    }

    /// One side speaks otherwise from now on: those of its voices that are not named stay, for
    /// packets that are on their way.
    ///
    /// @param voices by payload type, at the rate of the file
    public void voices(int side, Map<Integer, Voice> voices) {
        Channel channel = side < channels.length ? channels[side] : null;
        for (Map.Entry<Integer, Voice> each : voices.entrySet()) {
            check(each.getValue());
            Voice before =
                    channel == null
                            ? each.getValue()
                            : channel.voices.put(each.getKey(), each.getValue());
            if (before != null) {
                before.close();
            }
        }
    }

    private void check(Voice voice) {
        if (voice.sampleRate() != rate) {
            throw new IllegalArgumentException(voice.sampleRate() + " Hz into " + rate);
        }
    }

    @Override
    public void packet(int side, MemorySegment slot, RtpPacket packet, long now)
            throws IOException {
        Channel channel = side < channels.length ? channels[side] : null;
        Voice voice = channel == null ? null : channel.voices.get(packet.payloadType());
        int length = packet.payloadLength();
        if (channel == null || voice == null || length <= 0) {
            skipped++;
            return;
        }
        if (clock.isPaused()) {
            return;
        }
        advance(now);
        int count = voice.decode(slot, packet.headerLength(), length, decoded);
        long place =
                channel.clock.place(
                        packet.ssrc(), packet.timestamp(), voice.clockRate(), clock.elapsed(now));
        if (count <= 0 || place < written) {
            skipped++;
            return;
        }
        for (int i = 0; i < count; i++) {
            channel.window[(int) ((place + i) % window)] = decoded[i];
        }
    }

    @Override
    public void advance(long now) throws IOException {
        write(samples(clock.elapsed(now) - SETTLE_NS));
    }

    private void write(long until) throws IOException {
        while (written < until) {
            int count = (int) Math.min(until - written, rate);
            for (int i = 0; i < count; i++) {
                int place = (int) ((written + i) % window);
                for (int c = 0; c < channels.length; c++) {
                    frames[i * channels.length + c] = channels[c].window[place];
                    channels[c].window[place] = 0;
                }
            }
            file.append(frames, count * channels.length);
            written += count;
        }
    }

    @Override
    public void pause(long now) throws IOException {
        clock.pause(now);
        write(samples(clock.elapsed(now)));
        for (Channel channel : channels) {
            // what was placed after the pause began is not part of the recording
            Arrays.fill(channel.window, (short) 0);
        }
    }

    @Override
    public void resume(long now) {
        clock.resume(now);
        for (Channel channel : channels) {
            channel.clock.forget();
        }
    }

    @Override
    public void finish(long now) throws IOException {
        write(samples(clock.elapsed(now)));
        for (Channel channel : channels) {
            channel.voices.values().forEach(Voice::close);
        }
    }

    @Override
    public long durationMs(long now) {
        return clock.elapsed(now) / 1_000_000;
    }

    @Override
    public long skipped() {
        return skipped;
    }

    private long samples(long elapsed) {
        return elapsed / 1_000_000 * rate / 1000;
    }
}
