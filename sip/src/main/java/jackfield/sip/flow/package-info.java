/// Flow tokens (RFC 5626 section 5.2): a flow named in a URI of ours, signed so that nobody else
/// can name one. Knows no registration and no connection table.
package jackfield.sip.flow;
