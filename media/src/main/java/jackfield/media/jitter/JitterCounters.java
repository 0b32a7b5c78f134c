package jackfield.media.jitter;

/// What a buffer has seen.
///
/// @param received packets that were new
/// @param lost packets that were not waited for any more
/// @param late those of them that came after all
/// @param doubled packets that came twice
/// @param reordered packets that came out of order, in time
/// @param delayNs how long it waits now
public record JitterCounters(
        long received, long lost, long late, long doubled, long reordered, long delayNs) {}
