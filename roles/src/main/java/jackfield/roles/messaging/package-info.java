/// Text messages between users (RFC 3428): to all devices at once, and kept for those who have none
/// now. It knows no database: what is kept is somebody else's, behind a port.
@org.jspecify.annotations.NullMarked
package jackfield.roles.messaging;
