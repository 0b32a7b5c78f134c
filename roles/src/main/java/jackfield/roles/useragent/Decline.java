package jackfield.roles.useragent;

/// Why a user of ours does not take a call.
public enum Decline {
    /// Is in another call: 486.
    BUSY(486, "Busy Here"),
    /// Said no, for all of the user's devices: 603.
    DECLINED(603, "Declined"),
    /// Nobody took it in time: 480.
    NO_ANSWER(480, "Nobody answered"),
    /// Has no device left that could ring: 480.
    UNAVAILABLE(480, "No device is there"),
    /// The offer is none that the device can answer: 488.
    UNACCEPTABLE(488, "The offer was not acceptable");

    private final int status;
    private final String words;

    Decline(int status, String words) {
        this.status = status;
        this.words = words;
    }

    /// The SIP status that says so.
    public int status() {
        return status;
    }

    /// The reason phrase that says so.
    public String words() {
        return words;
    }
}
