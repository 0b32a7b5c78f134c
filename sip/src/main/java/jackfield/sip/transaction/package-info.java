/// The transaction layer (RFC 3261 section 17, RFC 6026, RFC 4320): four machines, the table that
/// finds them, and their timers. Knows messages and flows; knows no user, no route and no socket.
package jackfield.sip.transaction;
