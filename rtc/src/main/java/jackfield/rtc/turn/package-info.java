/// A TURN server without sockets (RFC 8656, 8489, 6062, 8016): who may have a relayed address, and
/// the way of each packet between a client and its peers. Knows no accounts and no connections,
/// only what it is asked through the interfaces of this package.
package jackfield.rtc.turn;
