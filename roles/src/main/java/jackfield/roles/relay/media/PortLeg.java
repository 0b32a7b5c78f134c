package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.peer.DtlsEvent;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A leg with ports of its own: a phone, a PBX, a trunk; plain RTP, or SRTP with keys from SDP or
/// DTLS.
final class PortLeg extends MediaLeg {
    /// Associations for RTCP count from here.
    private static final int RTCP_NUMBERS = 1 << 24;

    private final MediaSocket rtp;
    private final MediaSocket rtcp;
    private final LearntAddress address;
    private boolean raw;

    /// DTLS for RTP, and for RTCP where that has a port of its own (RFC 5763 section 6.7.1); null
    /// on a leg that never had any.
    private @Nullable PortDtls handshake;

    private @Nullable PortDtls rtcpHandshake;
    private @Nullable LegSecurity rtcpSecurity;

    PortLeg(LegPlan plan, LegPlan.Ports ports, MediaSocket rtp, MediaSocket rtcp, Workbench bench) {
        super(plan, new LegSecurity(ports.isSecured(), bench.srtp), bench);
        this.rtp = rtp;
        this.rtcp = rtcp;
        address = new LearntAddress(bench.limits);
        rtp.owner = this;
        rtcp.owner = this;
        rtcp.rtcpOnly = rtcp != rtp;
    }

    @Override
    void update(LegPlan next, long now) {
        if (!(next.transport() instanceof LegPlan.Ports ports)
                || ports.rtp() != rtp.id
                || ports.rtcp() != rtcp.id && ports.rtcp() != rtp.id
                || next.streams().size() != 1) {
            throw new IllegalArgumentException("another transport for leg " + plan.leg());
        }
        plan = next;
        raw = next.streams().getFirst().isRaw();
        LegPlan.Sdes sdes = ports.sdes();
        // A fax between two voices of one key does not begin that key's numbers anew.
        if (!raw && ports.isSecured() != security.isRequired()) {
            security = new LegSecurity(ports.isSecured(), bench.srtp);
        }
        if (sdes != null) {
            security.outbound(sdes.outbound());
            LegPlan.SrtpKeys theirs = sdes.inbound();
            if (theirs != null) {
                security.inbound(theirs);
            }
        }
        rtp.egress.mark(ports.tos());
        rtcp.egress.mark(ports.tos());
        address.signalled(ports, now);
        LegPlan.DtlsTerms dtls = ports.dtls();
        PortDtls own = handshake;
        PortDtls second = rtcpHandshake;
        if (dtls != null && own != null && second != null) {
            own.update(dtls, ports.remote());
            if (!isMux() && rtcp != rtp) {
                Endpoint beside = ports.remote();
                Endpoint said = ports.remoteRtcp();
                second.update(
                        dtls,
                        said != null || beside == null || beside.port() == 0xffff
                                ? said
                                : beside.withPort(beside.port() + 1));
            }
        }
    }

    /// Gives the leg DTLS, before its first [#update].
    void handshakes(Dtls dtls, Consumer<DtlsEvent> mailbox) {
        rtcpSecurity = new LegSecurity(true, bench.srtp);
        handshake = new PortDtls(dtls, 0, mailbox, new Component(rtp, false));
        rtcpHandshake = new PortDtls(dtls, RTCP_NUMBERS, mailbox, new Component(rtcp, true));
    }

    /// RTP or RTCP of the leg, each with keys of its own.
    private final class Component implements PortDtls.Owner {
        private final MediaSocket socket;
        private final boolean ofRtcp;

        Component(MediaSocket socket, boolean ofRtcp) {
            this.socket = socket;
            this.ofRtcp = ofRtcp;
        }

        @Override
        public void send(byte[] bytes, @Nullable Endpoint to) {
            if (to != null) {
                MemorySegment slot = socket.egress.slot();
                MemorySegment.copy(bytes, 0, slot, ValueLayout.JAVA_BYTE, 0, bytes.length);
                socket.egress.send(slot, bytes.length, to.high(), to.low(), to.port());
            }
        }

        @Override
        public void established(Dtls.Keys keys) {
            LegSecurity fresh = new LegSecurity(true, bench.srtp);
            fresh.outbound(keys.profile(), keys.localKey(), keys.localSalt());
            fresh.inbound(keys.profile(), keys.remoteKey(), keys.remoteSalt());
            if (ofRtcp) {
                rtcpSecurity = fresh;
            } else {
                security = fresh;
                bench.events.put(new MediaEvent.DtlsEstablished(plan.leg(), keys.profile()));
            }
        }

        @Override
        public void failed(String why) {
            bench.events.put(new MediaEvent.DtlsFailed(plan.leg(), why));
        }
    }

    /// True while it carries what is no RTP.
    boolean isRaw() {
        return raw;
    }

    /// A datagram that is not looked into; its address is learnt as that of plain RTP is.
    void onRaw(
            MediaSocket socket,
            MemorySegment slot,
            int length,
            long high,
            long low,
            int port,
            long now) {
        if (socket != rtp) {
            counters.drop(Drop.UNKNOWN_KIND, now);
        } else if (!address.accepts(high, low, port, now)) {
            counters.stranger(high, low, port, now);
        } else {
            learn(high, low, port, now);
            streams().getFirst().onRaw(slot, length, now);
        }
    }

    /// A DTLS datagram for the leg.
    void onDtls(
            MediaSocket socket,
            MemorySegment slot,
            int length,
            long high,
            long low,
            int port,
            long now) {
        PortDtls to = socket == rtp ? handshake : rtcpHandshake;
        boolean wanted = plan.transport() instanceof LegPlan.Ports ports && ports.dtls() != null;
        if (to == null || !wanted) {
            counters.drop(Drop.UNKNOWN_KIND, now);
        } else if (socket == rtp
                ? !address.accepts(high, low, port, now)
                : !address.acceptsRtcp(high, low)) {
            counters.stranger(high, low, port, now);
        } else {
            byte[] bytes = slot.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            to.receive(bytes, new Endpoint(high, low, port));
        }
    }

    /// What a DTLS thread said.
    void receive(DtlsEvent event) {
        PortDtls to = event.association() < RTCP_NUMBERS ? handshake : rtcpHandshake;
        if (to != null) {
            to.receive(event);
        }
    }

    @Override
    LegSecurity rtcpSecurity() {
        LegSecurity own = rtcpSecurity;
        boolean apart =
                own != null
                        && !isMux()
                        && plan.transport() instanceof LegPlan.Ports ports
                        && ports.dtls() != null;
        return apart && own != null ? own : security;
    }

    String dtls() {
        PortDtls own = handshake;
        return own == null ? "none" : own.state();
    }

    @Override
    long fetchIn() {
        return address.fetch();
    }

    @Override
    long fetchTo() {
        return address.fetch() + rtp.egress.fetch();
    }

    @Override
    boolean accepts(long high, long low, int port, long now) {
        return address.accepts(high, low, port, now);
    }

    @Override
    boolean acceptsRtcp(long high, long low, int port) {
        return address.acceptsRtcp(high, low);
    }

    @Override
    void learn(long high, long low, int port, long now) {
        if (address.heard(high, low, port, now)) {
            bench.events.put(new MediaEvent.Learnt(plan.leg(), new Endpoint(high, low, port)));
        }
    }

    @Override
    boolean canSend() {
        return address.isKnown();
    }

    @Override
    void transmitRtp(MemorySegment slot, int length) {
        rtp.egress.send(slot, length, address.high(), address.low(), address.port());
    }

    @Override
    void transmitRtcp(MemorySegment slot, int length) {
        MediaSocket from = isMux() ? rtp : rtcp;
        from.egress.send(slot, length, address.rtcpHigh(), address.rtcpLow(), address.rtcpPort());
    }

    @Override
    void close(long now) {
        if (handshake != null) {
            handshake.end();
        }
        if (rtcpHandshake != null) {
            rtcpHandshake.end();
        }
        rtp.owner = null;
        rtcp.owner = null;
        rtcp.rtcpOnly = false;
    }

    @Override
    MemorySegment slot() {
        return rtp.egress.slot();
    }

    @Override
    Verdict verdict(MediaStream stream, long now) {
        return Diagnosis.of(this, stream, address, rtp.local, now);
    }

    @Override
    LegSnapshot snapshot(long now) {
        return snapshot(
                new Way(
                        rtp.local,
                        address.signalled(),
                        address.learnt(),
                        "none",
                        List.of(),
                        dtls(),
                        0),
                now);
    }

    private boolean isMux() {
        return plan.transport() instanceof LegPlan.Ports ports && ports.rtp() == ports.rtcp();
    }
}
