/// Call forwarding: where a user wants calls to go that it does not take. Data that the user owns;
/// how it becomes attempts of a call is for the shard to say.
@org.jspecify.annotations.NullMarked
package jackfield.roles.forwarding;
