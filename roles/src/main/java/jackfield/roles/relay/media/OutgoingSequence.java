package jackfield.roles.relay.media;

import jackfield.rtc.rtp.SequenceNumber;

/// Keeps a stream's sequence numbers going forward on a leg with keys.
///
/// Numbers are passed on as they come. But a plain sender that restarts with the same SSRC and a
/// number far away, as PBXs do after a transfer, would be refused for ever: SRTP must not protect
/// an index again, and the peer's replay window would not take it either (RFC 3711 section 3.3.2).
/// So the second such packet in a row begins where the stream was, and the difference stays.
final class OutgoingSequence {
    /// Nearer numbers are late or double, not a restart (RFC 3550 appendix A.1).
    private static final int LARGEST_MISORDER = 100;

    private boolean started;
    private int ssrc;
    private int offset;
    private int last;
    private int expected = -1;

    /// The number to send a packet with.
    int of(int source, int sequence) {
        if (source != ssrc || !started) {
            started = false;
            ssrc = source;
            offset = 0;
            expected = -1;
        }
        return sequence + offset & 0xffff;
    }

    /// Touches it for the next packet.
    long fetch() {
        return last;
    }

    /// A packet went out with this number.
    void sent(int number) {
        if (!started || SequenceNumber.distance(last, number) > 0) {
            last = number;
        }
        started = true;
        expected = -1;
    }

    /// A packet was refused as too old or double.
    ///
    /// @param sequence as it came
    /// @return true if the stream has restarted: [#of] now gives a number that will do
    boolean restarts(int sequence) {
        boolean second = sequence == expected;
        expected = sequence + 1 & 0xffff;
        int away = Math.abs(SequenceNumber.distance(last, sequence + offset));
        if (!second || away <= LARGEST_MISORDER) {
            return false;
        }
        offset = last + 1 - sequence;
        return true;
    }
}
