/// How log lines look, set up in code: readable text or JSON, with the Call-ID on every line of a
/// call. The rest of the program knows only slf4j.
@NullMarked
package jackfield.server.log;

import org.jspecify.annotations.NullMarked;
