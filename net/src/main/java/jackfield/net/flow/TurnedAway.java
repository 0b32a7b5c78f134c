package jackfield.net.flow;

/// Why a stranger's connection was not taken, or was closed before it was of any use.
public enum TurnedAway {
    /// Its address is banned.
    BANNED("banned"),
    /// There are as many connections as there may be.
    FULL("full"),
    /// Its address has as many as it may have.
    ADDRESS("address"),
    /// A page of another site wanted a WebSocket.
    ORIGIN("origin"),
    /// It said nothing at all in time.
    SILENT("silent"),
    /// Its HTTP request did not come whole in time.
    SLOW_REQUEST("slow_request");

    private final String word;

    TurnedAway(String word) {
        this.word = word;
    }

    /// For metrics.
    public String word() {
        return word;
    }
}
