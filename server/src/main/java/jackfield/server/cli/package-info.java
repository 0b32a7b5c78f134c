/// The command line: what people type, what they read, and exit codes. 0 is done, 1 is not done, 2
/// is a wrong command or wrong settings. It starts nodes by `boot` and knows no protocol.
@NullMarked
package jackfield.server.cli;

import org.jspecify.annotations.NullMarked;
