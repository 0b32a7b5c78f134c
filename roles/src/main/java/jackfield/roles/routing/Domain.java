package jackfield.roles.routing;

import java.util.Set;

/// A domain that we serve.
///
/// @param name its name, lower case
/// @param aliases further names, lower case
/// @param ownUsers true where its users are its own: `alice@name` is somebody else than `alice`;
///   false where it is one more name of the default domain
public record Domain(String name, Set<String> aliases, boolean ownUsers) {
    public Domain {
        aliases = Set.copyOf(aliases);
    }
}
