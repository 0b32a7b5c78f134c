package jackfield.roles.useragent;

/// Names one call between [SipCalls] and its [SipCalls.Events]: the side that begins the call makes
/// it. Never used twice.
///
/// @param id what peers may be told as the call's id: letters, digits, `-`, `_`, `.`, `:`
public record CallRef(String id) {
    @Override
    public String toString() {
        return id;
    }
}
