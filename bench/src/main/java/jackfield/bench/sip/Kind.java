package jackfield.bench.sip;

/// What the load does.
enum Kind {
    /// REGISTER with digest.
    REGISTER("REGISTER, 401, REGISTER with digest, 200, over UDP", 4),
    /// A call without bodies: signalling alone.
    CALL("call with digest, Record-Route and location over UDP; no SDP", 17),
    /// A call whose media is relayed.
    MEDIA("the same with SDP, ports for media allocated", 17),
    /// Plain WebSockets.
    WS("WebSockets: connect, register with digest, idle", 4),
    /// WebSockets with TLS.
    WSS("the same with TLS", 4);

    private final String title;
    private final int messages;

    Kind(String title, int messages) {
        this.title = title;
        this.messages = messages;
    }

    String title() {
        return title;
    }

    /// Messages that the server reads and writes for a unit.
    int messages() {
        return messages;
    }

    boolean webSocket() {
        return this == WS || this == WSS;
    }
}
