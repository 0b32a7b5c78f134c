/// Puts a node together from its parts, in order, and takes it apart again. The only place that
/// knows everybody; it decides nothing about calls.
@NullMarked
package jackfield.server.boot;

import org.jspecify.annotations.NullMarked;
