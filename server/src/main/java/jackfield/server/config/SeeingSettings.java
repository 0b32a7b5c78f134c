package jackfield.server.config;

import java.time.Duration;
import java.util.Optional;

/// The settings of what is kept and shown of calls: traces, records, and what goes to Homer.
public final class SeeingSettings {
    static final Section SECTION = new Section();

    public static final Setting<Integer> TRACE_CALLS =
            SECTION.add(
                    "trace.calls",
                    Kinds.integer(0, 100_000),
                    "500",
                    "Calls whose SIP messages are kept in memory for `trace`, and how their media"
                            + " was at the end; as many refused attempts, and as many"
                            + " registrations, apart. 0 keeps none.");

    public static final Setting<Integer> TRACE_MEGABYTES =
            SECTION.add(
                    "trace.megabytes",
                    Kinds.integer(1, 4096),
                    "32",
                    "Memory for those messages, in megabytes, and half as much for the media; what"
                            + " is oldest goes first.");

    public static final Setting<Duration> TRACE_KEEP =
            SECTION.add(
                    "trace.keep",
                    Kinds.DURATION,
                    "1h",
                    "How long after its last message a call can be traced.");

    public static final Setting<Optional<Collector>> HEP_TARGET =
            SECTION.add(
                    "trace.hep.target",
                    Kinds.COLLECTOR,
                    "off",
                    "Where every SIP message is sent as HEP version 3: a Homer, like"
                            + " `udp:192.0.2.1:9060` or `tcp:homer.example.org:9060`.");

    public static final Setting<Integer> HEP_CAPTURE_ID =
            SECTION.add(
                    "trace.hep.capture-id",
                    Kinds.integer(1, 999_999_999),
                    "2001",
                    "The number of this node at the Homer.");

    public static final Setting<Optional<String>> HEP_KEY =
            SECTION.add(
                    "trace.hep.key",
                    Kinds.textOr("none"),
                    "none",
                    "What the Homer asks for as authentication key.");

    public static final Setting<Optional<String>> HEP_NAME =
            SECTION.add(
                    "trace.hep.name",
                    Kinds.textOr("none"),
                    "none",
                    "The name of this node at the Homer.");

    public static final Setting<Duration> RECORDS_KEEP =
            SECTION.add(
                    "records.keep",
                    Kinds.DURATION,
                    "90d",
                    "How long the database keeps the record of a call.");

    public static final Setting<Optional<String>> RECORDS_FILE =
            SECTION.add(
                    "records.file",
                    Kinds.textOr("off"),
                    "off",
                    "A file that gets each call record too, as a line of JSON; a new one begins"
                            + " each day (UTC).");

    private SeeingSettings() {}
}
