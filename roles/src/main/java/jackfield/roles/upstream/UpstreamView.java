package jackfield.roles.upstream;

import jackfield.roles.location.AddressOfRecord;

/// A user's registration at one registrar above us, as people look at it.
///
/// @param aor the user
/// @param uri the registrar
/// @param mode what it is to us
/// @param state where the registration stands
/// @param reason why it failed, or is not yet made; empty for none
/// @param since when it came into this state (ns)
/// @param expires until when it is good (ns), 0 where it is not
/// @param nextTry when something happens next without anybody's doing (ns), 0 for nothing
public record UpstreamView(
        AddressOfRecord aor,
        String uri,
        Upstream.Mode mode,
        State state,
        String reason,
        long since,
        long expires,
        long nextTry) {}
