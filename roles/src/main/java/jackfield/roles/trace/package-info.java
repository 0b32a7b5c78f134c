/// What is to be seen of signalling: each message as it was on the wire. It only looks: nothing
/// here changes what happens to a call.
@org.jspecify.annotations.NullMarked
package jackfield.roles.trace;
