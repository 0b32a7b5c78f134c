package jackfield.server.config;

import java.time.Duration;

/// The settings of what is kept and shown of calls: traces, records, and what goes to Homer.
public final class SeeingSettings {
    static final Section SECTION = new Section();

    public static final Setting<Integer> TRACE_CALLS =
            SECTION.add(
                    "trace.calls",
                    Kinds.integer(0, 100_000),
                    "500",
                    "Calls whose SIP messages are kept in memory for `trace`; as many refused"
                            + " attempts, and as many registrations, apart. 0 keeps none.");

    public static final Setting<Integer> TRACE_MEGABYTES =
            SECTION.add(
                    "trace.megabytes",
                    Kinds.integer(1, 4096),
                    "32",
                    "Memory for those messages, in megabytes; what is oldest goes first.");

    public static final Setting<Duration> TRACE_KEEP =
            SECTION.add(
                    "trace.keep",
                    Kinds.DURATION,
                    "1h",
                    "How long after its last message a call can be traced.");

    private SeeingSettings() {}
}
