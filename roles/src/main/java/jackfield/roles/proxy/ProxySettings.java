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
/// @param keys what becomes of the keys that parties press
public record ProxySettings(
        long timerC,
        long longestCall,
        int mostCalls,
        int retryAfterSeconds,
        boolean recurse,
        boolean hideTopology,
        Keys keys) {
    private static final long SECOND = 1_000_000_000L;

    /// What becomes of the keys that parties press.
    public enum Keys {
        /// They pass as they are.
        PASS,
        /// Those of INFO requests become keys in the media.
        INFO_TO_RTP,
        /// Each party gets them the way it takes them: in the media, or by INFO.
        CARRIED
    }

    /// 181 seconds, 12 hours, 20,000 calls; redirections go to the caller, and nothing is hidden.
    public static final ProxySettings DEFAULT =
            new ProxySettings(181 * SECOND, 12 * 3600 * SECOND, 20_000, 5, false, false, Keys.PASS);
}
