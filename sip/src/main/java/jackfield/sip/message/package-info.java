/// SIP messages as immutable values, read leniently and written strictly (RFC 3261 sections 7, 19,
/// 20, 25). Knows no transaction, no socket, and nothing of what a body means.
package jackfield.sip.message;
