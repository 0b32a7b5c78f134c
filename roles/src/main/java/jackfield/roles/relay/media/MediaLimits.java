package jackfield.roles.relay.media;

import java.time.Duration;

/// How long things may last on a media shard, in nanoseconds, and how many there may be.
///
/// @param silentNs a call with nothing heard on any leg for so long is dead
/// @param heldNs the same for a call that is on hold
/// @param unansweredNs the same for a call whose offer was not answered yet
/// @param learnNs after signalling, a source that fits the signalled address better may take the
///   place of a learnt one for so long
/// @param rebindNs a learnt source that was silent for so long may be replaced: while learning is
///   open, and on a leg with keys at any time
/// @param flows addresses of browsers that are known at once
public record MediaLimits(
        long silentNs, long heldNs, long unansweredNs, long learnNs, long rebindNs, int flows) {
    /// 60 s, an hour, an hour, 5 s, 1 s, 65,536.
    public static final MediaLimits DEFAULT =
            new MediaLimits(
                    Duration.ofSeconds(60).toNanos(),
                    Duration.ofHours(1).toNanos(),
                    Duration.ofHours(1).toNanos(),
                    Duration.ofSeconds(5).toNanos(),
                    Duration.ofSeconds(1).toNanos(),
                    1 << 16);
}
