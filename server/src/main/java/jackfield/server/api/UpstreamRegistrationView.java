package jackfield.server.api;

/// A user's registration at a registrar above us, as the API shows it.
///
/// @param user the address of record
/// @param registrar where
/// @param mode `authenticate`, `mirror`
/// @param state `registered`, `failed` ...
/// @param reason why it failed; empty for nothing
/// @param expiresSeconds how long it is still good, 0 where it is not
/// @param nextTrySeconds when something happens next by itself, 0 for nothing
public record UpstreamRegistrationView(
        String user,
        String registrar,
        String mode,
        String state,
        String reason,
        long expiresSeconds,
        long nextTrySeconds) {}
