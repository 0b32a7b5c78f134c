package jackfield.base;

/// How signalling bytes travel (RFC 3261 section 18, RFC 7118 for the WebSockets).
public enum Transport {
    UDP(false, false),
    TCP(true, false),
    TLS(true, true),
    WS(true, false),
    WSS(true, true);

    private final boolean reliable;
    private final boolean secure;

    Transport(boolean reliable, boolean secure) {
        this.reliable = reliable;
        this.secure = secure;
    }

    /// True where the transport itself repeats what is lost: no timers A, E, G.
    public boolean reliable() {
        return reliable;
    }

    /// True where the hop is encrypted.
    public boolean secure() {
        return secure;
    }

    /// True for a WebSocket: the peer can't be dialled, only answered on its flow.
    public boolean webSocket() {
        return this == WS || this == WSS;
    }
}
