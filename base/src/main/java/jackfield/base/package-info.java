/// The words every core shares: where outputs go, when to wake, who is at the other end. Knows no
/// protocol, opens no socket, reads no clock.
package jackfield.base;
