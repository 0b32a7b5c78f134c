package jackfield.rtc.turn;

import jackfield.base.Endpoint;
import org.jspecify.annotations.Nullable;

/// Why a client does not get what it asked for.
///
/// @param error on the wire; null where nothing is wrong
/// @param why for people, never on the wire
/// @param alternate where to go instead
/// @param unknown attributes that were not understood
@SuppressWarnings("ArrayRecordComponent") // never compared
record Refusal(
        @Nullable StunError error,
        String why,
        @Nullable Endpoint alternate,
        int @Nullable [] unknown) {
    /// Nothing is wrong: the answer is out, or comes later.
    static final Refusal NONE = new Refusal(null, "", null, null);

    static Refusal of(StunError error, String why) {
        return new Refusal(error, why, null, null);
    }
}
