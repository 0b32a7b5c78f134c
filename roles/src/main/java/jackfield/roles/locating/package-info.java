/// Finds SIP servers (RFC 3263): what to ask the DNS, in which order to try what it says, what to
/// remember of that, and which servers did not work. It opens no socket, knows no message and no
/// transaction.
@org.jspecify.annotations.NullMarked
package jackfield.roles.locating;
