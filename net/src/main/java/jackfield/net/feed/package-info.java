/// One-way traffic to a collector: what is given is sent, or dropped and counted. It knows no
/// format, and whoever gives never waits.
@NullMarked
package jackfield.net.feed;

import org.jspecify.annotations.NullMarked;
