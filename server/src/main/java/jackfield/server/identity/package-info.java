/// Who this node is: its certificate authority and certificate, its keys and tokens, all made here
/// and kept in the data folder for their owner only. It opens no socket.
@NullMarked
package jackfield.server.identity;

import org.jspecify.annotations.NullMarked;
