package jackfield.roles.proxy;

import org.jspecify.annotations.Nullable;

/// A call as the API shows it.
///
/// @param callId its Call-ID
/// @param caller the caller's URI
/// @param callee the URI that was called
/// @param state `calling`, `ringing`, `answered`
/// @param began when its INVITE came (ns since the node started)
/// @param answered when it was answered (ns), 0 before that
/// @param callerFlow how the caller is reached
/// @param calleeFlow how the one who answered is reached; null before that
public record CallView(
        String callId,
        String caller,
        String callee,
        String state,
        long began,
        long answered,
        String callerFlow,
        @Nullable String calleeFlow) {}
