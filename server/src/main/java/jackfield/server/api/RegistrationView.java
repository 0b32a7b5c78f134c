package jackfield.server.api;

import java.util.Locale;

/// A binding as the API shows it.
///
/// @param user the address of record
/// @param contact the contact's URI
/// @param transport `wss`, `udp`
/// @param remote the address its packets come from
/// @param flow the connection's or socket's number
/// @param ageSeconds how long ago it was first registered
/// @param expiresSeconds how long it is still good
/// @param rttMs how long its last answer to our OPTIONS took, 0 where it was not asked or did not
///   answer
/// @param userAgent what the device calls itself
/// @param parked true while its connection is gone and its client may come back
public record RegistrationView(
        String user,
        String contact,
        String transport,
        String remote,
        long flow,
        long ageSeconds,
        long expiresSeconds,
        double rttMs,
        String userAgent,
        boolean parked) {
    /// Whether a part that people look for has this text, which is in lower case.
    boolean has(String text) {
        return (user + ' ' + contact + ' ' + remote + ' ' + userAgent)
                .toLowerCase(Locale.ROOT)
                .contains(text);
    }
}
