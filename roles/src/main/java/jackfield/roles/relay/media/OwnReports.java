package jackfield.roles.relay.media;

import jackfield.base.Deadlines;
import jackfield.rtc.rtcp.NtpTime;
import jackfield.rtc.rtcp.RtcpSchedule;
import jackfield.rtc.rtcp.RtcpWriter;
import jackfield.rtc.rtp.ReceptionStatistics;
import jackfield.rtc.sdp.ReportBandwidth;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Reports of our own to the peer of a stream (RFC 3550 section 6): about what we send it, and
/// about what we hear of it. For packets that are made here, and for a peer whose other side
/// reports nothing. While they run, reports of the other side stay behind; feedback passes.
final class OwnReports extends DueQueue.Item {
    private static final int SESSION_BITS = 64_000;
    private static final int MEMBERS = 2;
    private static final int HEADERS = 28;

    /// For so long after the last packet we are a sender (section 6.4: two intervals).
    private static final long SENDING = 10_000_000_000L;

    private final MediaStream stream;
    private final RtcpSchedule schedule;
    private final RtcpWriter writer = new RtcpWriter();
    private final byte[] cname;
    private final int own;

    /// The source that the peer knows by reports of ours alone, so that nobody but us says that it
    /// is gone.
    private int known;

    private boolean owesGoodbye;

    OwnReports(MediaStream stream) {
        this.stream = stream;
        Workbench bench = stream.leg.bench;
        schedule = new RtcpSchedule(bench.random, SESSION_BITS);
        // Random, so that it tells nothing of who or where we are (RFC 7022 section 4.2).
        cname = Long.toHexString(bench.random.nextLong()).getBytes(StandardCharsets.US_ASCII);
        own = bench.random.nextInt();
        bandwidth(stream.plan.reports());
    }

    /// What the peer leaves to RTCP.
    void bandwidth(ReportBandwidth left) {
        schedule.bandwidth(left.senders(), left.receivers());
    }

    /// The source has reports of its own again: it will say goodbye itself.
    void handedOver() {
        owesGoodbye = false;
    }

    /// Ends for good: a BYE behind a last report (RFC 3550 sections 6.3.7 and 6.6), where there was
    /// one before.
    void goodbye(long now) {
        if (!owesGoodbye || !stream.leg.canSend()) {
            return;
        }
        owesGoodbye = false;
        MemorySegment slot = stream.leg.slot();
        int length =
                writer.over(slot)
                        .receiverReport(known)
                        .sourceDescription(known, cname)
                        .goodbye(known)
                        .length();
        stream.sendRtcp(slot, length, now);
    }

    void begin(long now) {
        schedule.begin(now, MEMBERS, 1, true);
        reschedule();
    }

    void end() {
        stream.leg.bench.due.set(this, Deadlines.NEVER);
        schedule.end();
    }

    private void reschedule() {
        stream.leg.bench.due.set(this, schedule.deadline());
    }

    @Override
    void wake(long now) {
        boolean sending = isSending(now);
        if (schedule.isDue(now, MEMBERS, senders(now), sending)) {
            if (schedule.isAllowed(sending)) {
                int length = report(now, sending);
                schedule.counted(length + HEADERS);
            }
            schedule.sent(now, MEMBERS, senders(now), sending);
        }
        reschedule();
    }

    private boolean isSending(long now) {
        long last = stream.quality.lastOut();
        return last != 0 && now - last < SENDING;
    }

    private int senders(long now) {
        long heard = stream.counters.lastRtp;
        return (isSending(now) ? 1 : 0) + (heard != 0 && now - heard < SENDING ? 1 : 0);
    }

    private int report(long now, boolean sending) {
        if (!stream.leg.canSend()) {
            return 0;
        }
        MemorySegment slot = stream.leg.slot();
        StreamQuality quality = stream.quality;
        int ssrc = quality.ssrcOut() == 0 ? own : quality.ssrcOut();
        known = ssrc;
        owesGoodbye = true;
        writer.over(slot);
        if (sending) {
            writer.senderReport(
                    ssrc,
                    NtpTime.of(now),
                    quality.rtpTimeAt(now),
                    quality.packetsOut(),
                    quality.octetsOut());
        } else {
            writer.receiverReport(ssrc);
        }
        if (stream.counters.packetsIn > 0) {
            block(now);
        }
        int length = writer.sourceDescription(ssrc, cname).length();
        stream.sendRtcp(slot, length, now);
        return length;
    }

    private void block(long now) {
        ReceptionStatistics heard = stream.counters.reception.latest();
        int last = stream.quality.lastReportHeard();
        long since = last == 0 ? 0 : now - stream.quality.lastReportHeardAt();
        writer.block(
                heard.ssrc(),
                heard.fractionLost(),
                heard.lost(),
                heard.extendedHighest(),
                heard.jitter(),
                last,
                NtpTime.shortOf(since));
    }
}
