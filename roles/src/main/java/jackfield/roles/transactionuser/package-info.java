/// What every transaction user (RFC 3261 section 5) of a signalling shard shares: the transaction
/// layer as they use it, the ways out, our names, a line for the log, deadlines. It does not know
/// what any of them does with a request.
@org.jspecify.annotations.NullMarked
package jackfield.roles.transactionuser;
