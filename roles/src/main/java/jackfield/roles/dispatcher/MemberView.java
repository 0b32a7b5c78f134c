package jackfield.roles.dispatcher;

/// A member as people see it.
///
/// @param number its place in its group, from 1
/// @param uri where it is
/// @param state `up`, `down`, `probing`, `disabled`
/// @param calls calls now
/// @param weight its share
/// @param priority the lower, the sooner
/// @param capacity calls at once; 0 for any number
/// @param latencyMs what its probes took, smoothed; -1 where none was answered yet
/// @param chosen calls that it was tried for
/// @param failures calls and probes that failed
/// @param why why it is not up, in words; empty where it is
public record MemberView(
        int number,
        String uri,
        String state,
        int calls,
        int weight,
        int priority,
        int capacity,
        double latencyMs,
        long chosen,
        long failures,
        String why) {}
