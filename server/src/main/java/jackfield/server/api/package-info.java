/// The REST interface as plain functions from a request's parts to an answer. It knows JSON and the
/// admin token; it knows no HTTP library and none of the tables it shows.
@NullMarked
package jackfield.server.api;

import org.jspecify.annotations.NullMarked;
