package jackfield.roles.relay.media;

import jackfield.media.jitter.JitterCounters;

/// What was translated of a stream, and what the translator had to make of loss and disorder.
///
/// @param to the codec that the receiver gets
/// @param ptimeMs how much of it is in a packet
/// @param received packets that were new
/// @param lost packets that were not waited for any more
/// @param late those of them that came after all
/// @param doubled packets that came twice
/// @param reordered packets that came out of order, in time
/// @param concealedMs how much was made up in place of what was lost
/// @param unreadable payloads that could not be decoded
/// @param waitMs how long a gap is waited for now
public record Transcoded(
        String to,
        int ptimeMs,
        long received,
        long lost,
        long late,
        long doubled,
        long reordered,
        long concealedMs,
        long unreadable,
        long waitMs) {
    /// Nothing was.
    public static final Transcoded NONE = new Transcoded("", 0, 0, 0, 0, 0, 0, 0, 0, 0);

    static Transcoded of(String to, int ptimeMs, JitterCounters seen, long made, long unreadable) {
        return new Transcoded(
                to,
                ptimeMs,
                seen.received(),
                seen.lost(),
                seen.late(),
                seen.doubled(),
                seen.reordered(),
                made,
                unreadable,
                seen.delayNs() / 1_000_000);
    }

    /// Both together.
    public Transcoded plus(Transcoded other) {
        return new Transcoded(
                other.to.isEmpty() ? to : other.to,
                Math.max(ptimeMs, other.ptimeMs),
                received + other.received,
                lost + other.lost,
                late + other.late,
                doubled + other.doubled,
                reordered + other.reordered,
                concealedMs + other.concealedMs,
                unreadable + other.unreadable,
                Math.max(waitMs, other.waitMs));
    }

    /// True where something is translated.
    public boolean isAny() {
        return !to.isEmpty();
    }
}
