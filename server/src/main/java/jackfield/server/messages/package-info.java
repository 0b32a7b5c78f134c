/// Keeps text messages for the signalling shard, written behind. It knows the store and the port of
/// `roles.messaging`, no SIP message and no HTTP.
@org.jspecify.annotations.NullMarked
package jackfield.server.messages;
