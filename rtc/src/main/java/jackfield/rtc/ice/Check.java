package jackfield.rtc.ice;

import jackfield.rtc.stun.TransactionId;

/// A Binding request of ours and its retransmissions (RFC 8445 section 14.3, RFC 8489 section
/// 6.2.1).
final class Check {
    enum Purpose {
        CONNECTIVITY,
        /// With USE-CANDIDATE.
        NOMINATION,
        /// Renews consent: sent once, and its loss says nothing (RFC 7675 section 5.1).
        CONSENT
    }

    private static final int MOST_SENDS = 7;
    private static final int LAST_WAIT = 16;

    /// How long an answer to a check that is not repeated is waited for.
    private static final long LINGER = 10_000_000_000L;

    final CandidatePair pair;
    final TransactionId id;
    final Purpose purpose;
    final IceRole role;
    final byte[] bytes;
    private final long firstWait;
    private long wait;
    private int sends = 1;
    private long due;
    private long sentAt;

    /// Sent at `now`.
    ///
    /// @param rto the first wait before it is sent again (ns)
    Check(Sent sent, Purpose purpose, IceRole role, long rto, long now) {
        this.pair = sent.pair;
        this.id = sent.id;
        this.bytes = sent.bytes;
        this.purpose = purpose;
        this.role = role;
        this.firstWait = rto;
        this.wait = rto;
        this.sentAt = now;
        this.due = now + rto;
        if (purpose == Purpose.CONSENT) {
            quiet(now);
        }
    }

    /// What went out, and where.
    @SuppressWarnings("ArrayRecordComponent") // a datagram, never compared
    record Sent(CandidatePair pair, TransactionId id, byte[] bytes) {}

    long due() {
        return due;
    }

    /// When it last went out.
    long sentAt() {
        return sentAt;
    }

    /// Nobody answered, and it is not sent again.
    boolean isExhausted() {
        return sends >= MOST_SENDS;
    }

    /// It was sent again.
    void again(long now) {
        sends++;
        sentAt = now;
        wait *= 2;
        due = now + (isExhausted() ? LAST_WAIT * firstWait : wait);
    }

    /// It is not sent again; an answer is still welcome.
    void quiet(long now) {
        sends = MOST_SENDS;
        due = now + LINGER;
    }
}
