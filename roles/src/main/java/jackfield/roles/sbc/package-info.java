/// The border: who may do what (RFC 3261 sections 16.3 and 22). Pure decisions about requests; must
/// not know transactions, calls or media.
package jackfield.roles.sbc;
