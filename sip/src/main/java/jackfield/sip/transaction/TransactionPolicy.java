package jackfield.sip.transaction;

/// What the transaction layer decides by itself.
///
/// @param trying when it answers an INVITE with 100
/// @param mostTransactions open transactions, both sides together, from which on a new request gets
///   503; a request inside a dialog has an eighth more, so that calls can still be ended
/// @param retryAfterSeconds what that 503 says in Retry-After
public record TransactionPolicy(Trying trying, int mostTransactions, int retryAfterSeconds) {
    /// When an INVITE gets its 100 (RFC 3261 section 17.2.1).
    public enum Trying {
        /// At once: a stateful proxy, which always takes its time (section 16.2).
        AT_ONCE,
        /// After 200 ms, unless the transaction user answered: an endpoint.
        AFTER_200_MS
    }

    /// For who says 100 itself, by [TransactionLayer#trying], to the INVITEs that it lets in: those
    /// it challenges get none. 400,000 transactions, which is 12,000 requests a second over UDP,
    /// where each stays for half a minute.
    public static final TransactionPolicy CHALLENGING =
            new TransactionPolicy(Trying.AFTER_200_MS, 400_000, 5);

    /// 100 at once, 200,000 transactions, 5 seconds.
    public static final TransactionPolicy DEFAULT =
            new TransactionPolicy(Trying.AT_ONCE, 200_000, 5);
}
