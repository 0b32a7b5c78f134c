/// The program: the only `main`. It hands the arguments to the command line and knows nothing else.
@NullMarked
package jackfield.server;

import org.jspecify.annotations.NullMarked;
