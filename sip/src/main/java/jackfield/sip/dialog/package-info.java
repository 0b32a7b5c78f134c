/// Dialogs (RFC 3261 section 12) and the answering side of an INVITE (section 13.3): tags, route
/// sets, remote targets, CSeq order. Knows no call, no media, no transaction table.
package jackfield.sip.dialog;
