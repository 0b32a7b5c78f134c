package jackfield.roles.p2p;

/// Times and limits of `/signal`.
///
/// @param ringNs how long a call may ring
/// @param offlineNs how long a call waits for a user none of whose devices is there
/// @param graceNs how long a device keeps its calls and its place once its connection is lost
/// @param calls calls at once
/// @param devicesOfUser devices of one user at once
/// @param callsOfDevice calls of one device at once
/// @param queued messages that wait for a device whose connection is lost
/// @param messageBytes bytes of one message
/// @param messagesPerSecond messages of one connection, on the long run
/// @param rooms rooms at once
/// @param roomMembers devices in one room
/// @param tracedCalls calls whose messages are kept for a while; 0 keeps none
/// @param tracedLetters letters of all messages that are kept
public record SignalSettings(
        long ringNs,
        long offlineNs,
        long graceNs,
        int calls,
        int devicesOfUser,
        int callsOfDevice,
        int queued,
        int messageBytes,
        int messagesPerSecond,
        int rooms,
        int roomMembers,
        int tracedCalls,
        long tracedLetters) {
    private static final long SECOND = 1_000_000_000L;

    /// What holds where nobody says otherwise.
    public static final SignalSettings DEFAULT =
            new SignalSettings(
                    60 * SECOND,
                    15 * SECOND,
                    60 * SECOND,
                    10_000,
                    10,
                    8,
                    256,
                    65_536,
                    50,
                    10_000,
                    8,
                    500,
                    4_000_000);

    /// How long a connection may stay without saying who it is.
    static final long NAMELESS_NS = 15 * SECOND;

    /// Messages that a connection may send at once, in seconds of its rate.
    static final int BURST_SECONDS = 4;

    /// Candidates that wait in one place.
    static final int MOST_CANDIDATES = 128;

    /// Users that one device may watch.
    static final int MOST_WATCHED = 500;

    /// Bytes that wait for a device whose connection is lost.
    static final int QUEUED_BYTES = 1 << 19;

    /// How long candidates wait for their offer.
    static final long EARLY_NS = 30 * SECOND;

    /// Rooms that one device may be in.
    static final int ROOMS_OF_DEVICE = 16;

    /// Names and ids that a client chooses are no longer.
    static final int LONGEST_ID = 128;
}
