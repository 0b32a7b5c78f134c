/// Asks DNS servers over UDP, and over TCP where an answer is too long. It does not know what a
/// name is looked up for, and keeps nothing: that is the business of the core that asks.
@org.jspecify.annotations.NullMarked
package jackfield.net.dns;
