package jackfield.roles.relay.media;

import jackfield.base.Deadlines;
import jackfield.base.Endpoint;
import jackfield.rtc.dtls.Dtls;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A leg on the shared browser socket. ICE says where the browser is, DTLS brings the keys; RTP
/// teaches nothing here.
final class BrowserLeg extends MediaLeg {
    private static final int MOST_FLOWS = 16;
    private static final int MOST_PROBES = 64;

    /// The leg's place among the things that are due.
    final DueQueue.Item timer =
            new DueQueue.Item() {
                @Override
                void wake(long now) {
                    BrowserLeg.this.path.wake(now, output -> perform(output, now));
                    reschedule();
                }
            };

    /// The ufrags that lead here: of this generation and of those before.
    final List<String> ufrags = new ArrayList<>();

    private final MediaSocket socket;
    private final DueQueue due;
    private final EarlyPackets early = new EarlyPackets();
    private final KnownFlows flows;
    private final KnownFlows probes;
    private final PeerPath path;

    private boolean selected;
    private long high;
    private long low;
    private int port;

    BrowserLeg(LegPlan plan, MediaSocket socket, PeerPath path, DueQueue due, Workbench bench) {
        super(plan, new LegSecurity(true, bench.srtp), bench);
        this.socket = socket;
        this.path = path;
        this.due = due;
        flows = new KnownFlows(socket.flows, MOST_FLOWS, this);
        probes = new KnownFlows(socket.probes, MOST_PROBES, this);
    }

    @Override
    void update(LegPlan next, long now) {
        if (!(next.transport() instanceof LegPlan.Browser browser)
                || browser.socket() != socket.id) {
            throw new IllegalArgumentException("another transport for leg " + plan.leg());
        }
        plan = next;
        path.update(browser.ice(), browser.dtls(), now, output -> perform(output, now));
        reschedule();
    }

    /// A STUN or DTLS datagram for this leg.
    void onControl(MemorySegment slot, int length, long high, long low, int port, long now) {
        Endpoint remote = new Endpoint(high, low, port);
        path.receive(slot, length, socket.local, remote, now, output -> perform(output, now));
        reschedule();
    }

    /// Something happened to the path from outside.
    void changed(long now) {
        timer.wake(now);
    }

    private void reschedule() {
        due.set(timer, path.deadline());
    }

    private void perform(PeerPath.Output output, long now) {
        switch (output) {
            case PeerPath.Output.Send(byte[] bytes, Endpoint remote) -> {
                probes.add(remote);
                MemorySegment slot = socket.egress.slot();
                MemorySegment.copy(bytes, 0, slot, ValueLayout.JAVA_BYTE, 0, bytes.length);
                socket.egress.send(slot, bytes.length, remote.high(), remote.low(), remote.port());
            }
            case PeerPath.Output.Validated(Endpoint remote) -> flows.add(remote);
            case PeerPath.Output.Selected(Endpoint remote) -> {
                flows.add(remote);
                selected = true;
                high = remote.high();
                low = remote.low();
                port = remote.port();
                bench.events.put(new MediaEvent.Selected(plan.leg(), remote));
            }
            case PeerPath.Output.ConsentLost() -> {
                selected = false;
                bench.events.put(new MediaEvent.ConsentLost(plan.leg()));
            }
            case PeerPath.Output.Established(Dtls.Keys keys) -> established(keys, now);
            case PeerPath.Output.Failed(String why) -> {
                early.clear();
                bench.events.put(new MediaEvent.DtlsFailed(plan.leg(), why));
            }
        }
    }

    private void established(Dtls.Keys keys, long now) {
        security.outbound(keys.profile(), keys.localKey(), keys.localSalt());
        security.inbound(keys.profile(), keys.remoteKey(), keys.remoteSalt());
        bench.events.put(new MediaEvent.DtlsEstablished(plan.leg(), keys.profile()));
        while (!early.isEmpty()) {
            // Memory that stays as it is until the turn ends: the other leg may send from it.
            MemorySegment slot = socket.egress.slot();
            int length = early.take(slot);
            onRtp(slot, length, high, low, port, now);
        }
    }

    @Override
    void refused(int opened, MemorySegment slot, int length, long now) {
        if (opened != LegSecurity.NO_KEYS || !early.keep(slot, length)) {
            super.refused(opened, slot, length, now);
        }
    }

    /// The flow table has seen to it: only addresses that ICE proved lead here.
    @Override
    boolean accepts(long high, long low, int port, long now) {
        return true;
    }

    @Override
    boolean acceptsRtcp(long high, long low, int port) {
        return true;
    }

    @Override
    void learn(long high, long low, int port, long now) {}

    @Override
    boolean canSend() {
        return selected;
    }

    @Override
    void transmitRtp(MemorySegment slot, int length) {
        socket.egress.send(slot, length, high, low, port);
    }

    @Override
    void transmitRtcp(MemorySegment slot, int length) {
        socket.egress.send(slot, length, high, low, port);
    }

    @Override
    long lastConsent() {
        return path.lastConsent();
    }

    @Override
    void close(long now) {
        path.close(now, output -> perform(output, now));
        due.set(timer, Deadlines.NEVER);
        flows.clear();
        probes.clear();
        early.clear();
        selected = false;
    }

    @Nullable Endpoint remote() {
        return selected ? new Endpoint(high, low, port) : null;
    }

    String ice() {
        return path.ice();
    }

    String dtls() {
        return path.dtls();
    }

    @Override
    LegSnapshot snapshot(long now) {
        return new LegSnapshot(
                plan.leg(),
                socket.local,
                null,
                remote(),
                path.ice(),
                path.dtls(),
                new LegSnapshot.Traffic(counters.packetsIn, counters.bytesIn, counters.rtcpIn),
                new LegSnapshot.Traffic(counters.packetsOut, counters.bytesOut, counters.rtcpOut),
                counters.drops(),
                counters.lastRtp,
                counters.lastRtcp,
                path.lastConsent(),
                Math.max(0, counters.reception.lost()),
                counters.reception.jitterMicros(),
                Verdict.of(this, now));
    }
}
