package jackfield.roles.p2p;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why a message was not done: the code of an `error`, and the words behind it.
enum Refusal {
    NOT_JSON("the message is no JSON object"),
    TOO_LONG("the message is too long"),
    TOO_FAST("too many messages a second: this one was not done"),
    NOT_AUTHENTICATED("say who you are first, by auth"),
    UNKNOWN_TYPE("there is no message of this type"),
    BAD_MESSAGE("a field is missing or is not what it must be"),
    NO_SUCH_CALL("there is no such call, or it is over"),
    DUPLICATE_CALL("there is a call with this callId"),
    NOT_YOURS("only the other side may do this"),
    TOO_MANY_CALLS("too many calls at once"),
    TOO_MANY_CANDIDATES("too many candidates wait"),
    QUEUE_FULL("the other device is gone for a moment, and too much waits for it"),
    GLARE("the other side's offer comes first: answer that one"),
    NOT_ACCEPTED("the other side did not take the change: the call goes on as it was"),
    NO_SUCH_ROOM("you are not in this room"),
    NO_SUCH_MEMBER("nobody of this name is in the room"),
    ROOM_FULL("the room has as many members as it takes"),
    TOO_MANY_ROOMS("too many rooms at once"),
    TOO_MANY_WATCHED("too many users are watched"),
    UNAVAILABLE("none of the user's devices is there");

    private final String reason;

    Refusal(String reason) {
        this.reason = reason;
    }

    /// `no-such-call`.
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The message that says so of `refused`; null where that could not even be read.
    Json.Members message(Json.@Nullable Members refused) {
        Json.Members error = Json.message("error").with("code", code()).with("reason", reason);
        if (refused == null) {
            return error;
        }
        for (String field : new String[] {"callId", "toId", "room", "id"}) {
            String said = refused.text(field);
            if (said != null && said.length() <= SignalSettings.LONGEST_ID) {
                error = error.with(field, said);
            }
        }
        String type = refused.text("type");
        return type == null || type.length() > SignalSettings.LONGEST_ID
                ? error
                : error.with("of", type);
    }
}
