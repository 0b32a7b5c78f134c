package jackfield.server.api;

/// A binding as the API shows it.
///
/// @param user the address of record
/// @param contact the contact's URI
/// @param transport `wss`, `udp`
/// @param remote the address its packets come from
/// @param expiresSeconds how long it is still good
/// @param userAgent what the device calls itself
public record RegistrationView(
        String user,
        String contact,
        String transport,
        String remote,
        long expiresSeconds,
        String userAgent) {}
