/// The certificates that this node shows: from files, by ACME, or of its own authority; read again
/// and renewed while the node runs. It opens no socket: who shows them is told by a `Showing`.
@NullMarked
package jackfield.server.tls;

import org.jspecify.annotations.NullMarked;
