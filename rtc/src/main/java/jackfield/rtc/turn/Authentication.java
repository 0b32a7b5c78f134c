package jackfield.rtc.turn;

import static java.nio.charset.StandardCharsets.UTF_8;

import jackfield.rtc.stun.StunAttribute;
import jackfield.rtc.stun.StunMessage;
import jackfield.rtc.stun.StunWriter;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// The long-term credential mechanism, server side (RFC 8489 section 9.2.4).
final class Authentication {
    /// MD5 and SHA-256 without parameters, the better one first (RFC 8489 section 18.5).
    private static final byte[] ALGORITHMS = {0, 2, 0, 0, 0, 1, 0, 0};

    private static final int MD5 = 1;
    private static final int SHA_256 = 2;
    private static final int LONGEST_USERNAME = 508;

    private final String realm;
    private final Credentials credentials;
    private final Nonces nonces;
    private final SourceMeter challenges;
    private final SourceMeter failures;

    /// What came of it.
    sealed interface Outcome {
        /// The exchange knows who it is.
        record Passed() implements Outcome {}

        /// To be answered so.
        ///
        /// @param why for people
        /// @param challenges true where the answer has to carry realm and nonce
        record Refused(StunError error, String why, boolean challenges) implements Outcome {}

        /// Not to be answered at all.
        record Ignored() implements Outcome {}
    }

    Authentication(
            String realm, Credentials credentials, TurnLimits limits, RandomGenerator random) {
        this.realm = realm;
        this.credentials = credentials;
        nonces = new Nonces(random, limits.nonceLifetime());
        challenges = new SourceMeter(limits.challengesPerMinute());
        failures = new SourceMeter(limits.failuresPerMinute());
    }

    Outcome check(Exchange exchange) {
        StunMessage request = exchange.request;
        if (failures.isOver(exchange.tuple.client(), exchange.now)) {
            return new Outcome.Ignored();
        }
        boolean sha1 = request.has(StunAttribute.MESSAGE_INTEGRITY);
        boolean sha256 = request.has(StunAttribute.MESSAGE_INTEGRITY_SHA256);
        if (!sha1 && !sha256) {
            return challenge(exchange, StunError.UNAUTHENTICATED, "");
        }
        String nonce = request.text(StunAttribute.NONCE);
        String said = request.text(StunAttribute.REALM);
        byte[] userhash = request.value(StunAttribute.USERHASH);
        String username = request.username();
        if (nonce == null || said == null || username == null && userhash == null) {
            return refused(StunError.BAD_REQUEST, "no USERNAME, REALM or NONCE");
        }
        if (!nonces.isGood(nonce, exchange.tuple.client(), exchange.now)) {
            return challenge(exchange, StunError.STALE_NONCE, "its nonce is too old");
        }
        int algorithm = algorithm(request);
        if (algorithm == 0) {
            return refused(StunError.BAD_REQUEST, "other password algorithms than we offered");
        }
        if (username == null && userhash != null) {
            username = credentials.byUserhash(userhash);
        }
        if (username == null || username.getBytes(UTF_8).length > LONGEST_USERNAME) {
            return challenge(exchange, StunError.UNAUTHENTICATED, "no such user");
        }
        Allocation held = exchange.tuple.allocation;
        if (held != null && held.identity.username().equals(username)) {
            var known =
                    new Credentials.Account.Known(
                            held.identity.user(), List.of(held.identity.keys()));
            return verify(exchange, username, known, algorithm, sha256);
        }
        return switch (credentials.find(username, exchange.now)) {
            case Credentials.Account.Unknown(String why) ->
                    challenge(exchange, StunError.UNAUTHENTICATED, why);
            case Credentials.Account.Known known ->
                    verify(exchange, username, known, algorithm, sha256);
        };
    }

    private Outcome verify(
            Exchange exchange,
            String username,
            Credentials.Account.Known known,
            int algorithm,
            boolean sha256) {
        for (Credentials.LongTermKeys keys : known.keys()) {
            byte[] key = algorithm == MD5 ? keys.md5() : keys.sha256();
            if (key != null && isSigned(exchange.request, key, sha256)) {
                exchange.authenticated(
                        new Allocation.Identity(username, known.user(), keys), key, sha256);
                return new Outcome.Passed();
            }
        }
        failures.count(exchange.tuple.client(), exchange.now);
        boolean last = failures.isOver(exchange.tuple.client(), exchange.now);
        return challenge(
                exchange,
                StunError.UNAUTHENTICATED,
                last
                        ? "a wrong password, and the last one: its address gets no answer for up to"
                                + " a minute (limits.auth-failures-per-minute)"
                        : "a wrong password");
    }

    private static boolean isSigned(StunMessage request, byte[] key, boolean sha256) {
        return sha256 ? request.authentic256(key) : request.authentic(key);
    }

    /// The hash of the password that the request was made with; 0 where it names others than we
    /// offered, as it would if somebody on the way had changed our offer (RFC 8489 section 9.2.4).
    private static int algorithm(StunMessage request) {
        byte[] offered = request.value(StunAttribute.PASSWORD_ALGORITHMS);
        byte[] chosen = request.value(StunAttribute.PASSWORD_ALGORITHM);
        if (offered == null && chosen == null) {
            return MD5;
        }
        if (offered == null || !Arrays.equals(offered, ALGORITHMS) || chosen == null) {
            return 0;
        }
        boolean plain = chosen.length == 4 && chosen[0] == 0 && chosen[2] == 0 && chosen[3] == 0;
        return plain && (chosen[1] == MD5 || chosen[1] == SHA_256) ? chosen[1] : 0;
    }

    private Outcome challenge(Exchange exchange, StunError error, String why) {
        // A forged source is not sent more of our answers than a busy office would ask for.
        if (!exchange.tuple.transport().isStream()) {
            if (challenges.isOver(exchange.tuple.client(), exchange.now)) {
                return new Outcome.Ignored();
            }
            challenges.count(exchange.tuple.client(), exchange.now);
            if (challenges.isOver(exchange.tuple.client(), exchange.now)) {
                String last =
                        "its address is asked for its password no more, for up to a minute"
                                + " (turn.limits.challenges-per-minute)";
                return new Outcome.Refused(error, why.isEmpty() ? last : why + "; " + last, true);
            }
        }
        return new Outcome.Refused(error, why, true);
    }

    private static Outcome refused(StunError error, String why) {
        return new Outcome.Refused(error, why, false);
    }

    /// Adds what a client needs to try again.
    StunWriter challenge(StunWriter answer, Exchange exchange) {
        return answer.put(StunAttribute.REALM, realm)
                .put(StunAttribute.NONCE, nonces.make(exchange.tuple.client(), exchange.now))
                .put(StunAttribute.PASSWORD_ALGORITHMS, ALGORITHMS);
    }
}
