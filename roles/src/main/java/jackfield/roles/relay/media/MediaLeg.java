package jackfield.roles.relay.media;

import jackfield.rtc.rtcp.Rtcp;
import jackfield.rtc.rtp.RtpPacket;
import jackfield.rtc.srtp.SrtpDrop;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// One side of a call on the packet path. The two kinds differ in how the peer is found and where
/// keys come from; what happens to a packet is the same, and stands here in order.
abstract sealed class MediaLeg permits PortLeg, BrowserLeg {
    /// An echo has this over its SSRC, so that the sender does not take it for its own (RFC 3550
    /// section 8.2); applying it twice gives the first one back.
    private static final int ECHO = 0x4a41434b;

    final Workbench bench;
    final LegCounters counters = new LegCounters();
    private final OutgoingSequence outgoing = new OutgoingSequence();
    LegPlan plan;
    LegSecurity security;
    @Nullable MediaLeg peer;

    MediaLeg(LegPlan plan, LegSecurity security, Workbench bench) {
        this.plan = plan;
        this.security = security;
        this.bench = bench;
    }

    /// An RTP packet from the network: the whole way to the other leg.
    final void onRtp(MemorySegment slot, int length, long high, long low, int port, long now) {
        if (!accepts(high, low, port, now)) {
            counters.stranger(high, low, port, now);
            return;
        }
        int opened = security.openRtp(slot, length);
        if (opened < 0) {
            if (opened == LegSecurity.NO_KEYS) {
                noKeys(slot, length, high, low, port, now);
            } else {
                counters.drop(Drop.opening(opened), now);
            }
            return;
        }
        RtpPacket packet = bench.rtp;
        if (!packet.wrap(slot, opened)) {
            counters.drop(Drop.MALFORMED, now);
            return;
        }
        learn(high, low, port, now);
        counters.received(length, now);
        int type = packet.payloadType();
        counters.reception.received(packet, plan.payloads().clockRate(type), now);
        int agreed = plan.payloads().to(type);
        if (agreed < 0) {
            counters.strangePayload = type;
            counters.drop(Drop.PAYLOAD_TYPE, now);
            return;
        }
        MediaLeg to = peer;
        if (to == null) {
            counters.drop(Drop.UNPATCHED, now);
            return;
        }
        if (to == this) {
            packet.ssrc(packet.ssrc() ^ ECHO);
        } else if (agreed != type) {
            packet.payloadType(agreed);
        }
        to.sendRtp(slot, opened, now);
    }

    /// An RTCP packet from the network: the same way.
    final void onRtcp(MemorySegment slot, int length, long high, long low, int port, long now) {
        if (!acceptsRtcp(high, low, port)) {
            counters.stranger(high, low, port, now);
            return;
        }
        int opened = security.openRtcp(slot, length);
        if (opened < 0) {
            counters.drop(opened == LegSecurity.NO_KEYS ? Drop.NO_KEYS : Drop.opening(opened), now);
            return;
        }
        Rtcp packet = bench.rtcp;
        if (!packet.wrap(slot, opened)) {
            counters.drop(Drop.MALFORMED, now);
            return;
        }
        counters.rtcpIn++;
        counters.lastRtcp = now;
        MediaLeg to = peer;
        if (to == null) {
            counters.drop(Drop.UNPATCHED, now);
            return;
        }
        if (to == this) {
            packet.rewrite(ssrc -> ssrc ^ ECHO);
        }
        int left = to.plan.feedback() ? opened : packet.removeFeedback();
        if (left == 0) {
            counters.drop(Drop.FEEDBACK, now);
            return;
        }
        to.sendRtcp(slot, left, now);
    }

    private void sendRtp(MemorySegment slot, int length, long now) {
        if (!canSend()) {
            counters.drop(Drop.OUT_NO_ADDRESS, now);
            return;
        }
        int sealed = security.isRequired() ? protect(slot, length) : length;
        if (sealed < 0) {
            counters.drop(protecting(sealed), now);
            return;
        }
        transmitRtp(slot, sealed);
        counters.sent(sealed);
    }

    private int protect(MemorySegment slot, int length) {
        RtpPacket packet = bench.rtp;
        int came = packet.sequence();
        int number = outgoing.of(packet.ssrc(), came);
        packet.sequence(number);
        int sealed = security.protectRtp(slot, length);
        if (sealed == SrtpDrop.REPLAYED && outgoing.restarts(came)) {
            number = outgoing.of(packet.ssrc(), came);
            packet.sequence(number);
            sealed = security.protectRtp(slot, length);
        }
        if (sealed > 0) {
            outgoing.sent(number);
        }
        return sealed;
    }

    private void sendRtcp(MemorySegment slot, int length, long now) {
        if (!canSend()) {
            counters.drop(Drop.OUT_NO_ADDRESS, now);
            return;
        }
        int sealed = security.protectRtcp(slot, length);
        if (sealed < 0) {
            counters.drop(protecting(sealed), now);
            return;
        }
        transmitRtcp(slot, sealed);
        counters.rtcpOut++;
    }

    /// A protected RTP packet came before the keys to open it.
    void noKeys(MemorySegment slot, int length, long high, long low, int port, long now) {
        counters.drop(Drop.NO_KEYS, now);
    }

    /// True if RTP from there may be the peer's. Changes nothing: learning comes after
    /// authentication.
    abstract boolean accepts(long high, long low, int port, long now);

    /// True if RTCP from there may be the peer's.
    abstract boolean acceptsRtcp(long high, long low, int port);

    /// A good RTP packet came from there.
    abstract void learn(long high, long low, int port, long now);

    /// True where there is an address to send to.
    abstract boolean canSend();

    abstract void transmitRtp(MemorySegment slot, int length);

    abstract void transmitRtcp(MemorySegment slot, int length);

    /// Takes a new plan of the same kind.
    abstract void update(LegPlan next, long now);

    /// Gives up what the leg holds in the core.
    abstract void close(long now);

    /// When ICE last heard the peer (ns); 0 for never, and where there is no ICE.
    long lastConsent() {
        return 0;
    }

    /// When the peer was last heard in any way (ns), 0 for never.
    final long lastHeard() {
        return Math.max(Math.max(counters.lastRtp, counters.lastRtcp), lastConsent());
    }

    abstract LegSnapshot snapshot(long now);

    private static Drop protecting(int answer) {
        return answer == LegSecurity.NO_KEYS ? Drop.OUT_NO_KEYS : Drop.protecting(answer);
    }
}
