/// What must outlive a restart: users, bindings, and the settings of the schema itself, in SQL. It
/// implements what `roles` asks for; it knows no SIP message, no socket and no thread of the node
/// but its own.
@NullMarked
package jackfield.store;

import org.jspecify.annotations.NullMarked;
