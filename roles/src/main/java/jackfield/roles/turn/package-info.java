/// Who may use the TURN server: the node's accounts, and credentials that run out by themselves.
/// Knows no packets: those are `rtc.turn`'s.
package jackfield.roles.turn;
