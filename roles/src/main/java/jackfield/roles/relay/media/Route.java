package jackfield.roles.relay.media;

import jackfield.rtc.rtcp.Rtcp;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Leads from a stream to another: what the peer of the one sends, the peer of the other gets.
/// Without treatments packets go straight through, in the memory they came in.
final class Route {
    /// An echo has this over its SSRC, so that the sender does not take it for its own (RFC 3550
    /// section 8.2); applying it twice gives the first one back.
    private static final int ECHO = 0x4a41434b;

    /// Null where nothing comes from a peer: all is a treatment's own.
    final @Nullable MediaStream from;

    final MediaStream to;

    /// Instead of the one of the stream it comes from, and then header extensions stay as they are;
    /// null for that one.
    private final @Nullable PayloadMap payloads;

    private final Workbench bench;
    private @Nullable Stage first;

    /// Our own voice on the route, after the treatments.
    private @Nullable Stage own;

    Route(
            @Nullable MediaStream from,
            MediaStream to,
            @Nullable PayloadMap payloads,
            Workbench bench) {
        this.from = from;
        this.to = to;
        this.payloads = payloads;
        this.bench = bench;
    }

    /// A packet in memory that is wanted for other routes too.
    void copy(MemorySegment slot, int length, int type, long now) {
        MemorySegment own = to.leg.slot();
        MemorySegment.copy(slot, 0, own, 0, length);
        RtpPacket packet = bench.copy;
        if (packet.wrap(own, length)) {
            pass(packet, own, length, type, now);
        }
    }

    /// A packet that nobody else needs.
    void pass(RtpPacket packet, MemorySegment slot, int length, int type, long now) {
        MediaStream source = from;
        if (source == null) {
            throw new IllegalStateException("nothing comes from a peer here");
        }
        PayloadMap map = payloads;
        int agreed = (map == null ? source.payloads : map).to(type);
        if (agreed < 0) {
            source.drop(source.notAgreed(type), now);
            return;
        }
        int left = length;
        if (to == source) {
            packet.ssrc(packet.ssrc() ^ ECHO);
        } else {
            if (agreed != type) {
                packet.payloadType(agreed);
            }
            if (map == null && packet.hasExtension()) {
                left = source.plan.extensions().rewrite(packet, bench.extensions);
            }
        }
        Stage treated = first;
        if (treated == null) {
            to.sendRtp(packet, slot, left, now);
        } else {
            treated.receive(packet, left, now);
        }
    }

    void copyRtcp(MemorySegment slot, int length, long now) {
        MemorySegment own = to.leg.slot();
        MemorySegment.copy(slot, 0, own, 0, length);
        Rtcp packet = bench.rtcpCopy;
        if (packet.wrap(own, length)) {
            passRtcp(packet, own, length, now);
        }
    }

    void passRtcp(Rtcp packet, MemorySegment slot, int length, long now) {
        for (Stage each = first; each != null; each = each.next) {
            if (!each.treatment.passesRtcp()) {
                return;
            }
        }
        if (to == from) {
            packet.rewrite(ssrc -> ssrc ^ ECHO);
        }
        int left = passing(packet, length);
        if (left == 0) {
            if (from != null) {
                from.drop(Drop.FEEDBACK, now);
            }
            return;
        }
        to.sendRtcp(slot, left, now);
    }

    /// What goes on of the compound: no feedback to who did not agree to it, no reports beside our
    /// own.
    private int passing(Rtcp packet, int length) {
        if (to.reportsItself()) {
            return to.plan.feedback() ? packet.keepFeedback() : 0;
        }
        return to.plan.feedback() ? length : packet.removeFeedback();
    }

    /// Takes these in the place of those before.
    void treat(List<Treatment> treatments, long now) {
        Stage last = own;
        for (Stage each = first; each != last && each != null; each = each.next) {
            each.close(now);
        }
        Stage next = last;
        for (Treatment each : treatments.reversed()) {
            next = new Stage(each, next, to, bench);
        }
        first = next;
        // What is made here is reported by us: the sender's own reports do not fit it.
        if (treatments.stream().anyMatch(each -> !each.passesRtcp())) {
            to.reports(true, now);
        }
        for (Stage each = first; each != last && each != null; each = each.next) {
            each.reschedule();
        }
    }

    /// Adds what translates on it.
    void addTranscodings(List<Transcoding> to) {
        for (Stage each = first; each != null; each = each.next) {
            if (each.treatment instanceof Transcoding transcoding) {
                to.add(transcoding);
            }
        }
    }

    /// Says something of our own.
    ///
    /// @return what came of it, see [Speech]
    long speak(Coding coding, Speech speech, long now) {
        Stage stage = own(coding);
        long answer = ((Insertion) stage.treatment).take(speech, coding, now);
        stage.wake(now);
        return answer;
    }

    /// The stage that speaks on the route in the place of the peer; made for it where there is
    /// none.
    private Stage own(Coding coding) {
        Stage found = own;
        if (found == null) {
            found = new Stage(new Insertion(coding, bench.random), null, to, bench);
            Stage last = first;
            while (last != null && last.next != null) {
                last = last.next;
            }
            if (last == null) {
                first = found;
            } else {
                last.next = found;
            }
            own = found;
        }
        return found;
    }

    /// Ends its treatments.
    void close(long now) {
        for (Stage each = first; each != null; each = each.next) {
            each.close(now);
        }
        first = null;
        own = null;
    }
}
