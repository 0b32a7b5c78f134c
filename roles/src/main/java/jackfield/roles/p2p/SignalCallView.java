package jackfield.roles.p2p;

/// A call from page to page that goes on. One whose media SIP has is SIP's to show.
///
/// @param callId as its maker named it
/// @param caller a user
/// @param callee a user
/// @param state `calling`, `ringing`, `answered`
/// @param began when its offer came (ns since the node started)
public record SignalCallView(
        String callId, String caller, String callee, String state, long began) {}
