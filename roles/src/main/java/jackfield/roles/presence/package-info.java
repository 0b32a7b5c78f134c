/// Who can be reached, who is on the phone, and telling those who asked: an event server (RFC 6665)
/// with the packages presence, dialog and message-summary. It knows calls only by their users and
/// states, and no database; what is published lives in memory.
@org.jspecify.annotations.NullMarked
package jackfield.roles.presence;
