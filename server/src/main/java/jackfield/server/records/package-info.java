/// Keeps the records of calls that are over: in memory for a while, in the database, in a file. It
/// knows nothing of SIP messages and asks no shard; what it is given it writes once.
@NullMarked
package jackfield.server.records;

import org.jspecify.annotations.NullMarked;
