/// Dispatcher groups: several gateways behind one name, how calls are spread over them, and which
/// of them are up. It chooses members and probes them; it must not know who routes or what a call
/// is.
@org.jspecify.annotations.NullMarked
package jackfield.roles.dispatcher;
