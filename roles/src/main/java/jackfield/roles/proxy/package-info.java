/// The stateful proxy (RFC 3261 section 16): forking, Record-Route with flow tokens, the calls that
/// pass and their media. Knows transactions, bindings and the relay; must not know passwords or
/// sockets, and never asks DNS.
package jackfield.roles.proxy;
