/// Routing as data (RFC 3261 section 16.5): domains, aliases, trunks and an ordered list of rules,
/// compiled once, asked for each request. Pure decisions; it must not know transactions, flows,
/// registrations or who is up.
@org.jspecify.annotations.NullMarked
package jackfield.roles.routing;
