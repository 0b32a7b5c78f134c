package jackfield.roles.p2p;

/// A call between pages, for those who look at the node's calls.
///
/// @param callId as its maker named it
/// @param caller a user
/// @param callee a user, or what the caller wrote
/// @param state `calling`, `ringing` or `answered`
/// @param began when its offer came (ns since the node started)
public record SignalCallView(
        String callId, String caller, String callee, String state, long began) {
    /// A value of `state`.
    public static final String CALLING = "calling";

    /// A value of `state`.
    public static final String RINGING = "ringing";

    /// A value of `state`.
    public static final String ANSWERED = "answered";
}
