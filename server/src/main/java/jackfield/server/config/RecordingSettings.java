package jackfield.server.config;

import java.time.Duration;
import java.util.Optional;

/// The settings of what is done to the sound of calls: recordings and prompts.
public final class RecordingSettings {
    static final Section SECTION = new Section();

    public static final Setting<Optional<String>> FOLDER =
            SECTION.add(
                    "recording.folder",
                    Kinds.textOr("off"),
                    "off",
                    "The folder of recorded calls, which only the node's user can read; off, nothing"
                            + " can be recorded.");

    public static final Setting<String> FORMAT =
            SECTION.add(
                    "recording.format",
                    Kinds.choice("wav", "ogg", "pcap"),
                    "wav",
                    "What calls are recorded as: `wav`, the caller left and the callee right; `ogg`,"
                            + " Opus as it came, a file for each side; `pcap`, the packets without"
                            + " their encryption.");

    public static final Setting<String> CALLS =
            SECTION.add(
                    "recording.calls",
                    Kinds.choice("asked", "all"),
                    "asked",
                    "Which calls are recorded: those somebody asks for, or all.");

    public static final Setting<String> PATTERN =
            SECTION.add(
                    "recording.pattern",
                    Kinds.TEXT,
                    "%t-%c",
                    "How the files are named: `%t` is the time, `%c` the Call-ID, `%f` the caller's"
                            + " tag, `%r` eight random figures.");

    public static final Setting<Duration> LONGEST =
            SECTION.add(
                    "recording.longest",
                    Kinds.DURATION,
                    "4h",
                    "After so long a recording ends; the call goes on.");

    public static final Setting<Integer> LARGEST =
            SECTION.add(
                    "recording.largest",
                    Kinds.integer(1, 4000),
                    "2000",
                    "After so many megabytes a recording ends; the call goes on.");

    public static final Setting<Integer> DISK_FREE =
            SECTION.add(
                    "recording.disk-free",
                    Kinds.integer(0, 100_000_000),
                    "500",
                    "Where the disk of recording.folder has fewer megabytes left, no recording begins"
                            + " and those that run end; calls go on.");

    public static final Setting<Optional<String>> PROMPTS =
            SECTION.add(
                    "media.prompts",
                    Kinds.textOr("off"),
                    "off",
                    "The folder of WAV files that can be played to callers by name.");

    public static final Setting<Duration> LONGEST_PROMPT =
            SECTION.add(
                    "media.longest-prompt",
                    Kinds.DURATION,
                    "1h",
                    "After so long anything that is played to a party ends, also what repeats.");

    private RecordingSettings() {}
}
