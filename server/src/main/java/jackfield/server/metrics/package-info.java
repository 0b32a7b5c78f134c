/// What can be measured and whether the node is well, as text for those who ask. It pulls numbers
/// when asked; it knows nobody's internals.
@NullMarked
package jackfield.server.metrics;

import org.jspecify.annotations.NullMarked;
