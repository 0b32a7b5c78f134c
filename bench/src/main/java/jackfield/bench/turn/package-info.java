/// The TURN server beside Debian's coturn: the same load on both, each on a core of its own. Knows
/// no part of the server but what it says on the wire.
package jackfield.bench.turn;
