package jackfield.roles.p2p;

import static jackfield.roles.p2p.Json.message;

import org.jspecify.annotations.Nullable;

/// How messages of calls look.
final class Messages {
    private Messages() {}

    /// A client's message as the other side gets it: all of its fields, and who says it.
    static Json.Members stamped(Json.Members message, Device from) {
        return message.with("from", from.user()).with("fromDevice", from.id());
    }

    /// Two called each other: `callId` gives way to `wins`.
    static Json.Members glare(String callId, String wins, String peer) {
        return message("call-glare").with("callId", callId).with("wins", wins).with("from", peer);
    }

    static boolean hasSdp(@Nullable Json description) {
        return description instanceof Json.Members members && members.text("sdp") != null;
    }

    static boolean isCandidate(Json.Members message) {
        return message.get("candidates") instanceof Json.Items
                || message.get("candidate") instanceof Json.Members
                || message.get("candidate") instanceof Json.Text
                || message.get("candidate") == Json.Word.NULL;
    }
}
