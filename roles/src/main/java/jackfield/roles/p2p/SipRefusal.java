package jackfield.roles.p2p;

/// What a SIP status means to the caller's page: the type of the message that says so, and its
/// `reason`.
enum SipRefusal {
    BUSY("call-busy", "busy"),
    QUIET("call-busy", "do-not-disturb"),
    REJECTED("call-reject", "rejected"),
    UNKNOWN("call-unavailable", "unknown"),
    OFFLINE("call-unavailable", "offline"),
    TIMEOUT("call-timeout", "timeout"),
    FORBIDDEN("call-unavailable", "forbidden"),
    NOT_ACCEPTABLE("call-unavailable", "not-acceptable"),
    FAILED("call-unavailable", "failed");

    private final String type;
    private final String reason;

    SipRefusal(String type, String reason) {
        this.type = type;
        this.reason = reason;
    }

    /// @param words of SIP: phones that are not to be disturbed say it there
    static SipRefusal of(int status, String words) {
        return switch (status) {
            case 486, 600 -> words.equalsIgnoreCase("do not disturb") ? QUIET : BUSY;
            case 603, 607 -> REJECTED;
            case 404, 410, 416, 484, 485, 604 -> UNKNOWN;
            case 480 -> OFFLINE;
            case 408, 487 -> TIMEOUT;
            case 401, 403, 407 -> FORBIDDEN;
            case 415, 488, 606 -> NOT_ACCEPTABLE;
            default -> FAILED;
        };
    }

    /// True where the user could not take the call now.
    boolean isBusy() {
        return this == BUSY || this == QUIET;
    }

    String type() {
        return type;
    }

    String reason() {
        return reason;
    }
}
