package jackfield.media.prompt;

import jackfield.base.Deadlines;
import jackfield.base.Outbox;
import java.util.Arrays;

/// Plays a source in frames of equal length, one at each tick: from where it is told to, as often
/// and as long as it is told to.
public final class PromptPlayer {
    private final AudioSource source;
    private final Extent extent;
    private final int frameSamples;
    private final long frameNs;
    private final short[] frame;
    private int roundsLeft;
    private long left;
    private long due;

    /// How much of a source is played.
    ///
    /// @param startMs where the first round begins
    /// @param times how often it is played, at least 1
    /// @param longestMs after so long it ends in any case; 0 for no limit
    public record Extent(long startMs, int times, long longestMs) {
        /// The whole, once.
        public static final Extent ONCE = new Extent(0, 1, 0);

        public Extent {
            if (startMs < 0 || times < 1 || longestMs < 0) {
                throw new IllegalArgumentException(startMs + " " + times + " " + longestMs);
            }
        }
    }

    /// What a player says.
    public sealed interface PlayerOutput {
        /// A frame to send. The last one is filled up with silence.
        ///
        /// @param samples the player's own array: good until the next
        @SuppressWarnings("ArrayRecordComponent") // a view, never compared
        record Frame(short[] samples) implements PlayerOutput {}

        /// Everything was played.
        record Finished() implements PlayerOutput {}
    }

    /// @param frameMs the length of a frame
    /// @param now when the first is due
    public PromptPlayer(AudioSource source, Extent extent, int frameMs, long now) {
        this.source = source;
        this.extent = extent;
        frameSamples = source.sampleRate() * frameMs / 1000;
        frameNs = frameMs * 1_000_000L;
        frame = new short[frameSamples];
        roundsLeft = extent.times;
        left =
                extent.longestMs == 0
                        ? Long.MAX_VALUE
                        : extent.longestMs * source.sampleRate() / 1000;
        source.seek(Math.min(source.length(), extent.startMs * source.sampleRate() / 1000));
        due = now;
    }

    /// Plays the frames that are due.
    public void wake(long now, Outbox<PlayerOutput> out) {
        while (due <= now) {
            int filled = fill(frame, frameSamples);
            if (filled == 0) {
                due = Deadlines.NEVER;
                out.put(new PlayerOutput.Finished());
                return;
            }
            Arrays.fill(frame, filled, frameSamples, (short) 0);
            due += frameNs;
            out.put(new PlayerOutput.Frame(frame));
        }
    }

    /// Plays the next `count` samples out of turn, for who has a clock of its own; the next frame
    /// of [#wake] is due after `until`.
    ///
    /// @return how many there were; 0 once all is played
    public int pull(short[] to, int count, long until) {
        due = due == Deadlines.NEVER ? due : until;
        int filled = fill(to, count);
        Arrays.fill(to, filled, count, (short) 0);
        return filled;
    }

    private int fill(short[] to, int count) {
        int filled = 0;
        while (filled < count && left > 0) {
            int some = source.read(to, filled, (int) Math.min(count - filled, left));
            filled += some;
            left -= some;
            if (some == 0 || source.position() >= source.length()) {
                roundsLeft--;
                if (roundsLeft <= 0 || source.length() == 0) {
                    left = 0;
                } else {
                    source.seek(0);
                }
            }
        }
        return filled;
    }

    /// When [#wake] is next due (ns), or [Deadlines#NEVER] once all is played.
    public long deadline() {
        return due;
    }

    /// Where in the source the next frame begins (ms): to go on from there later, `startMs`.
    public long positionMs() {
        return source.position() * 1000 / source.sampleRate();
    }

    /// What was asked for.
    public Extent extent() {
        return extent;
    }
}
