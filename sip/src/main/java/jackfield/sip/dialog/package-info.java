/// Dialogs (RFC 3261 section 12) and both sides of an INVITE (section 13): tags, route sets, remote
/// targets, CSeq order, reliable provisional responses, session timers, what replaces what. Knows
/// no call, no media, no transaction table.
package jackfield.sip.dialog;
