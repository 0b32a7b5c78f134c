package jackfield.roles.proxy;

/// What an operator may change about the proxy.
///
/// @param timerC how long a call rings without a sign of life (ns); RFC 3261 section 16.6 step 11
///   wants more than three minutes
/// @param longestCall after how long a call is ended (ns)
/// @param mostCalls calls at once, above which a new one gets 503
/// @param retryAfterSeconds what a 503 says in Retry-After
/// @param recurse true to follow redirections (3xx) for the caller, where it may go itself; false
///   to pass them to it
/// @param hideTopology true to keep the Vias of our side from places outside
/// @param infoToRtp true to turn the keys of INFO requests into keys in the media
public record ProxySettings(
        long timerC,
        long longestCall,
        int mostCalls,
        int retryAfterSeconds,
        boolean recurse,
        boolean hideTopology,
        boolean infoToRtp) {
    private static final long SECOND = 1_000_000_000L;

    /// 181 seconds, 12 hours, 20,000 calls; redirections go to the caller, and nothing is hidden.
    public static final ProxySettings DEFAULT =
            new ProxySettings(181 * SECOND, 12 * 3600 * SECOND, 20_000, 5, false, false, false);
}
