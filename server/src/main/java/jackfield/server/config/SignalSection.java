package jackfield.server.config;

import java.time.Duration;

/// The settings of signalling from browser to browser, at `/signal`.
public final class SignalSection {
    static final Section SECTION = new Section();

    public static final Setting<Duration> RING_TIME =
            SECTION.add(
                    "signal.ring-time",
                    Kinds.DURATION,
                    "60s",
                    "How long a call at /signal rings before both sides are told that nobody"
                            + " answered.");

    public static final Setting<Duration> OFFLINE_TIME =
            SECTION.add(
                    "signal.offline-time",
                    Kinds.DURATION,
                    "15s",
                    "How long such a call waits for a user none of whose devices is there: one"
                            + " that comes in time rings.");

    public static final Setting<Duration> GRACE =
            SECTION.add(
                    "signal.grace",
                    Kinds.DURATION,
                    "60s",
                    "How long a device keeps its calls and its place once its connection is lost."
                            + " What is for it waits meanwhile.");

    public static final Setting<Integer> DEVICES =
            SECTION.add(
                    "signal.devices",
                    Kinds.integer(1, 1_000),
                    "10",
                    "Devices of one user at once at /signal.");

    public static final Setting<Integer> CALLS =
            SECTION.add(
                    "signal.calls",
                    Kinds.integer(1, 100),
                    "8",
                    "Calls of one device at once at /signal.");

    public static final Setting<Integer> MESSAGES_PER_SECOND =
            SECTION.add(
                    "signal.messages-per-second",
                    Kinds.integer(1, 10_000),
                    "50",
                    "Messages a second of one connection to /signal, on the long run; four times"
                            + " as many at once. More are refused, a flood is closed.");

    public static final Setting<Integer> MESSAGE_BYTES =
            SECTION.add(
                    "signal.message-bytes",
                    Kinds.integer(4096, 1_048_576),
                    "65536",
                    "Bytes of one message at /signal.");

    public static final Setting<Integer> ROOMS =
            SECTION.add(
                    "signal.rooms",
                    Kinds.integer(0, 1_000_000),
                    "10000",
                    "Rooms at once at /signal.");

    public static final Setting<Integer> ROOM_MEMBERS =
            SECTION.add(
                    "signal.room-members",
                    Kinds.integer(2, 100),
                    "8",
                    "Devices in one room: each has a connection to each other, so more than a few"
                            + " are more than most can send.");

    public static final Setting<Duration> STORED_TIME =
            SECTION.add(
                    "signal.stored-time",
                    Kinds.DURATION,
                    "10m",
                    "How long an offer stored by POST /api/signal/calls can be read, with its"
                            + " answer and candidates.");

    public static final Setting<Integer> STORED_CALLS =
            SECTION.add(
                    "signal.stored-calls",
                    Kinds.integer(0, 1_000_000),
                    "1000",
                    "Such calls at once; of one user at most 20.");

    private SignalSection() {}
}
