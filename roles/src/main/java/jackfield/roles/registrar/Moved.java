package jackfield.roles.registrar;

import jackfield.roles.location.Binding;

/// A device has registered again on another flow: what goes on over the old one goes on over the
/// new.
///
/// @param before its binding until now
/// @param after its binding from now on
public record Moved(Binding before, Binding after) {}
