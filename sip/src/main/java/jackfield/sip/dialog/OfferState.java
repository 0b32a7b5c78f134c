package jackfield.sip.dialog;

import java.util.random.RandomGenerator;

/// Whose offer waits for its answer inside a dialog (RFC 3264, RFC 6337 section 2): one at a time,
/// in whichever of INVITE, PRACK and UPDATE it travels.
public final class OfferState {
    private static final long MILLISECOND = 1_000_000L;
    private static final int REQUEST_PENDING = 491;
    private static final int TRY_LATER = 500;

    private enum Waiting {
        NOTHING,
        FOR_THEIR_ANSWER,
        FOR_OURS
    }

    private Waiting waiting = Waiting.NOTHING;

    /// No offer is open.
    public OfferState() {}

    /// True where we may make an offer now.
    public boolean mayOffer() {
        return waiting == Waiting.NOTHING;
    }

    /// We sent an offer.
    public void offered() {
        if (waiting != Waiting.NOTHING) {
            throw new IllegalStateException("an offer when " + waiting);
        }
        waiting = Waiting.FOR_THEIR_ANSWER;
    }

    /// The peer sent an offer.
    ///
    /// @return 0 where it is in order; else what to answer: 491 where ours is open, 500 (with
    ///   Retry-After of 0 to 10 s) where its own is (RFC 3261 section 14.2, RFC 3311 section 5.2)
    public int receivedOffer() {
        return switch (waiting) {
            case NOTHING -> {
                waiting = Waiting.FOR_OURS;
                yield 0;
            }
            case FOR_THEIR_ANSWER -> REQUEST_PENDING;
            case FOR_OURS -> TRY_LATER;
        };
    }

    /// The offer that waited was answered, or its request failed.
    public void settled() {
        waiting = Waiting.NOTHING;
    }

    /// How long to wait after a 491 before the offer is made again (RFC 3261 section 14.1), in ns:
    /// 2.1 to 4 s for the one who chose the Call-ID, 0 to 2 s for the other, in steps of 10 ms.
    public static long retryAfter(boolean choseCallId, RandomGenerator random) {
        int steps = choseCallId ? random.nextInt(210, 401) : random.nextInt(0, 201);
        return 10L * steps * MILLISECOND;
    }
}
