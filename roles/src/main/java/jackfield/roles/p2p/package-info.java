/// Calls from browser to browser: who is there on which device, offers, answers and candidates
/// passed on, rooms, presence. Media never comes here, and what a session description says is not
/// looked at. Knows no socket: a message is a text of JSON, a connection a `Flow`.
package jackfield.roles.p2p;
