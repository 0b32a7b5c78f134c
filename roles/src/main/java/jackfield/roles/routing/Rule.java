package jackfield.roles.routing;

/// One rule of the list.
///
/// @param name what people call it
/// @param where the place it was written at: `jackfield.yaml:12`
/// @param beforeUsers true where it is asked before users, numbers and aliases are looked at
/// @param when what it matches
/// @param action what it does
public record Rule(
        String name, String where, boolean beforeUsers, Conditions when, Action action) {}
