/// The registrar: what a REGISTER changes in the table of bindings, and its answer (RFC 3261
/// section 10, RFC 3327, RFC 5626). The sender has been authenticated before; passwords are not
/// known here.
package jackfield.roles.registrar;
