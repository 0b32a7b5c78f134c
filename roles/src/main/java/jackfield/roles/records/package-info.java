/// What is left of a call once it is over: one record for each attempt. It knows no message, no
/// database and no file; the roles write here, and whoever keeps records implements the sink.
@org.jspecify.annotations.NullMarked
package jackfield.roles.records;
