package jackfield.roles.relay.media;

import jackfield.base.Outbox;
import jackfield.base.Parsed;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.ice.IceAgent;
import jackfield.rtc.mux.PacketKind;
import jackfield.rtc.peer.DtlsEvent;
import jackfield.rtc.peer.PeerTransport;
import jackfield.rtc.stun.StunMessage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The legs of one media shard, without sockets, threads or a clock: datagrams come in from
/// [MediaSocket]s, go from leg to leg and leave through the other socket's egress, in one call.
///
/// Only the shard's thread may touch it; others ask through [MediaShardHandle].
public final class MediaCore {
    /// Ended legs whose DTLS may still want to say goodbye.
    private static final int MOST_CLOSING = 64;

    /// Timers that one turn serves.
    private static final int MOST_WAKES = 64;

    /// Legs that one turn counts, and legs that it describes.
    private static final int MOST_COUNTED = 32;

    private static final int MOST_DESCRIBED = 8;

    private final Workbench bench;
    private final Dtls dtls;
    private final Map<Long, MediaSocket> sockets = new HashMap<>();
    private final Map<Long, MediaLeg> legs = new HashMap<>();
    private final Streams streams;
    private final Map<Long, MediaCall> calls = new HashMap<>();
    private final Map<String, BrowserLeg> ufrags = new HashMap<>();
    private final LinkedHashMap<Long, BrowserLeg> closing = new LinkedHashMap<>();
    private @Nullable BiConsumer<Long, DtlsEvent> carrier;
    private final Totals totals = new Totals();
    private final long[] drops = new long[CoreDrop.values().length];

    /// Why a datagram belonged to no leg.
    private enum CoreDrop {
        TOO_SHORT("too-short"),
        NO_LEG("no-leg"),
        UNKNOWN_SOURCE("unknown-source"),
        UNKNOWN_USER("unknown-user"),
        BAD_STUN("bad-stun");

        private final String label;

        CoreDrop(String label) {
            this.label = label;
        }
    }

    /// @param dtls makes the handshakes of browser legs
    /// @param random a strong source: ICE's transactions come from it
    /// @param events where what signalling has to know goes; it must not call back
    public MediaCore(
            MediaLimits limits, Dtls dtls, RandomGenerator random, Outbox<MediaEvent> events) {
        this.bench = new Workbench(limits, random, events);
        this.dtls = dtls;
        streams = new Streams(bench);
    }

    /// Told once a second how much of its time the shard's thread ran, 0 to 1.
    public void busy(double share) {
        bench.effort.busy(share);
    }

    /// A datagram, on the way of every packet: sort it, find its leg, and let the leg do the rest.
    void receive(
            MediaSocket socket,
            MemorySegment slot,
            int length,
            long high,
            long low,
            int port,
            long now) {
        if (length < 2) {
            drop(CoreDrop.TOO_SHORT);
            return;
        }
        PortLeg own = socket.owner;
        if (own != null && own.isRaw()) {
            own.onRaw(socket, slot, length, high, low, port, now);
            return;
        }
        PacketKind kind =
                PacketKind.of(
                        slot.get(ValueLayout.JAVA_BYTE, 0), slot.get(ValueLayout.JAVA_BYTE, 1));
        MediaLeg leg = own;
        if (leg == null) {
            leg = socket.flows.find(high, low, port);
        }
        switch (kind) {
            case RTP -> {
                if (leg == null) {
                    homeless(socket);
                } else if (socket.rtcpOnly) {
                    onUnknown(leg, now);
                } else {
                    leg.onRtp(slot, length, high, low, port, now);
                }
            }
            case RTCP -> {
                if (leg == null) {
                    homeless(socket);
                } else {
                    leg.onRtcp(slot, length, high, low, port, now);
                }
            }
            case STUN -> onStun(socket, leg, slot, length, high, low, port, now);
            case DTLS -> onDtls(socket, leg, slot, length, high, low, port, now);
            case ZRTP, TURN_CHANNEL, UNKNOWN -> onUnknown(leg, now);
        }
    }

    /// A check names its leg by our ufrag; an answer to one of ours comes from where we sent it
    /// (RFC 8445 sections 7.3, 7.2.5).
    private void onStun(
            MediaSocket socket,
            @Nullable MediaLeg known,
            MemorySegment slot,
            int length,
            long high,
            long low,
            int port,
            long now) {
        if (known instanceof PortLeg) {
            onUnknown(known, now);
            return;
        }
        if (!StunMessage.isPlausible(slot, length)
                || !(StunMessage.parse(slot, length)
                        instanceof Parsed.Ok<StunMessage>(var message))) {
            drop(CoreDrop.BAD_STUN);
            return;
        }
        String ufrag = IceAgent.localUfrag(message);
        BrowserLeg leg;
        if (ufrag != null) {
            leg = ufrags.get(ufrag);
        } else if (known instanceof BrowserLeg browser) {
            leg = browser;
        } else {
            leg = socket.probes.find(high, low, port);
        }
        if (leg == null) {
            drop(CoreDrop.UNKNOWN_USER);
            return;
        }
        leg.onControl(PacketKind.STUN, slot, length, high, low, port, now);
    }

    private void onDtls(
            MediaSocket socket,
            @Nullable MediaLeg leg,
            MemorySegment slot,
            int length,
            long high,
            long low,
            int port,
            long now) {
        switch (leg) {
            case BrowserLeg browser ->
                    browser.onControl(PacketKind.DTLS, slot, length, high, low, port, now);
            case PortLeg own -> own.onDtls(socket, slot, length, high, low, port, now);
            case BridgeLeg _ -> throw new IllegalStateException("a bridge has no socket");
            case null -> drop(CoreDrop.UNKNOWN_SOURCE);
        }
    }

    /// A packet from the other end of a bridge.
    void crossed(long leg, byte[] packet, boolean rtcp, long now) {
        // The leg may have ended while it was on its way.
        if (legs.get(leg) instanceof BridgeLeg bridge) {
            bridge.receive(packet, rtcp, now);
        }
    }

    private void onUnknown(@Nullable MediaLeg leg, long now) {
        if (leg == null) {
            drop(CoreDrop.UNKNOWN_SOURCE);
        } else {
            leg.counters.drop(Drop.UNKNOWN_KIND, now);
        }
    }

    /// Keeps what was read only to be near: else the compiler would not read it.
    void fetched(long sum) {
        bench.fetched += sum;
    }

    /// Does what is due, and no more than a bounded part of it: the rest is due still, and comes
    /// after the packets that have arrived meanwhile.
    public void wake(long now) {
        for (int i = 0; i < MOST_WAKES; i++) {
            var item = bench.due.take(now);
            if (item == null) {
                return;
            }
            item.wake(now);
        }
    }

    /// When [#wake] is next due (ns), or [Deadlines#NEVER].
    public long deadline() {
        return bench.due.earliest();
    }

    <T> FlowTable<T> table() {
        return new FlowTable<>(bench.limits.flows(), bench.random.nextLong());
    }

    void open(MediaSocket socket) {
        if (sockets.putIfAbsent(socket.id, socket) != null) {
            throw new IllegalStateException("socket " + socket.id + " twice");
        }
    }

    void close(long socket) {
        MediaSocket closed = sockets.remove(socket);
        if (closed != null && closed.owner != null) {
            throw new IllegalStateException("socket " + socket + " is still a leg's");
        }
    }

    void install(LegPlan plan, long now) {
        if (legs.containsKey(plan.leg())) {
            throw new IllegalStateException("leg " + plan.leg() + " twice");
        }
        MediaLeg leg =
                switch (plan.transport()) {
                    case LegPlan.Ports ports -> portLeg(plan, ports);
                    case LegPlan.Browser browser -> browserLeg(plan, browser);
                    case LegPlan.Bridge bridge -> new BridgeLeg(plan, bridge, bench);
                };
        legs.put(plan.leg(), leg);
        MediaCall call = call(plan.call());
        call.legs.add(leg);
        call.renewed(now);
        leg.update(plan.streams(), streams, now);
        leg.update(plan, now);
        if (plan.transport() instanceof LegPlan.Browser browser
                && leg instanceof BrowserLeg browserLeg) {
            name(browserLeg, browser.ice().localUfrag());
        }
    }

    private PortLeg portLeg(LegPlan plan, LegPlan.Ports ports) {
        var leg = new PortLeg(plan, ports, free(ports.rtp()), free(ports.rtcp()), bench);
        if (ports.dtls() != null) {
            leg.handshakes(dtls, mailbox(plan.leg()));
        }
        return leg;
    }

    private Consumer<DtlsEvent> mailbox(long leg) {
        BiConsumer<Long, DtlsEvent> back = carrier;
        if (back == null) {
            throw new IllegalStateException("no handle was made for this core");
        }
        return event -> back.accept(leg, event);
    }

    private BrowserLeg browserLeg(LegPlan plan, LegPlan.Browser browser) {
        MediaSocket socket = socket(browser.socket());
        socket.share();
        var transport =
                new PeerTransport(
                        BrowserLeg.agent(browser, socket, bench), dtls, mailbox(plan.leg()));
        return new BrowserLeg(plan, socket, transport, bench);
    }

    /// How what DTLS threads say is brought to [#receive(long, DtlsEvent, long)] on the shard's
    /// thread.
    void carrier(BiConsumer<Long, DtlsEvent> toTheShard) {
        carrier = toTheShard;
    }

    /// What a DTLS thread said about a leg.
    void receive(long leg, DtlsEvent event, long now) {
        switch (legs.get(leg)) {
            case BrowserLeg browser -> browser.receive(event, now);
            case PortLeg own -> own.receive(event);
            case BridgeLeg _ -> throw new IllegalStateException("a bridge has no handshake");
            case null -> lastWords(leg, event, now);
        }
    }

    private void lastWords(long leg, DtlsEvent event, long now) {
        BrowserLeg ended = closing.get(leg);
        if (ended != null) {
            ended.lastWords(event, now);
        }
    }

    /// The old ufrag of a restart stays until the leg ends: checks of the old generation may still
    /// be on their way (RFC 8445 section 9).
    private void name(BrowserLeg leg, String ufrag) {
        BrowserLeg other = ufrags.putIfAbsent(ufrag, leg);
        if (other != null && other != leg) {
            throw new IllegalStateException("ufrag " + ufrag + " of two legs");
        }
        if (other == null) {
            leg.ufrags.add(ufrag);
        }
    }

    void update(LegPlan plan, long now) {
        MediaLeg leg = legs.get(plan.leg());
        if (leg == null) {
            return; // removed while the plan was on its way
        }
        if (leg.plan.call() != plan.call()) {
            throw new IllegalArgumentException("another call for leg " + plan.leg());
        }
        leg.update(plan.streams(), streams, now);
        leg.update(plan, now);
        if (plan.transport() instanceof LegPlan.Browser browser
                && leg instanceof BrowserLeg browserLeg) {
            name(browserLeg, browser.ice().localUfrag());
        }
        call(plan.call()).renewed(now);
    }

    void patch(long one, long other, long now) {
        if (one == other) {
            throw new IllegalArgumentException("stream " + one + " patched to itself");
        }
        if (streams.patch(one, other, now)) {
            connected(one, now);
            connected(other, now);
        }
    }

    void unpatch(long stream, long now) {
        streams.unpatch(stream, now);
    }

    void loop(long stream, long now) {
        if (streams.patch(stream, stream, now)) {
            connected(stream, now);
        }
    }

    void route(long from, long to, @Nullable PayloadMap payloads, long now) {
        if (streams.route(from, to, payloads, now)) {
            connected(from, now);
            connected(to, now);
        }
    }

    void unroute(long from, long to, long now) {
        streams.unroute(from, to, now);
    }

    void treat(@Nullable Long from, long to, List<Treatment> treatments, long now) {
        streams.treat(from, to, treatments, now);
    }

    long speak(long from, long to, Coding coding, Speech speech, long now) {
        Route route = streams.leading(from, to);
        return route == null ? Speech.NOWHERE : route.speak(coding, speech, now);
    }

    void tap(long stream, Tap tap, long now) {
        MediaStream found = streams.find(stream);
        if (found == null) {
            tap.close(now);
        } else {
            found.tap(tap);
        }
    }

    void untap(long stream, Tap tap, long now) {
        MediaStream found = streams.find(stream);
        if (found != null) {
            found.untap(tap, now);
        }
    }

    void hearKeys(long stream, boolean wanted, long now) {
        MediaStream found = streams.find(stream);
        if (found != null) {
            found.hearKeys(wanted, now);
        }
    }

    void gate(long stream, Gate gate) {
        MediaStream found = streams.find(stream);
        if (found != null) {
            found.gate = gate;
        }
    }

    private void connected(long stream, long now) {
        MediaStream found = streams.find(stream);
        if (found != null) {
            call(found.leg.plan.call()).connected(now);
        }
    }

    void remove(long leg, long now) {
        MediaLeg removed = legs.remove(leg);
        if (removed == null) {
            return;
        }
        totals.ended(removed);
        removed.streams().forEach(each -> streams.remove(each, now));
        removed.close(now);
        if (removed instanceof BrowserLeg browser) {
            browser.ufrags.forEach(ufrag -> ufrags.remove(ufrag, browser));
            closing.put(leg, browser);
            if (closing.size() > MOST_CLOSING) {
                closing.pollFirstEntry();
            }
        }
        MediaCall call = call(removed.plan.call());
        call.legs.remove(removed);
        if (call.legs.isEmpty()) {
            call.close();
            calls.remove(removed.plan.call());
        }
    }

    void snapshot(List<Long> asked, Consumer<List<LegSnapshot>> reply, long now) {
        var found = new ArrayList<MediaLeg>();
        for (long leg : asked) {
            MediaLeg known = legs.get(leg);
            if (known != null) {
                found.add(known);
            }
        }
        var described = new ArrayList<LegSnapshot>();
        sweep(
                found,
                MOST_DESCRIBED,
                leg -> described.add(leg.snapshot(now)),
                () -> reply.accept(described),
                now);
    }

    private void sweep(
            List<MediaLeg> over, int most, Consumer<MediaLeg> look, Runnable end, long now) {
        new Sweep(over, most, look, end, bench.due).wake(now);
    }

    void reports(long stream, boolean ours, long now) {
        streams.reports(stream, ours, now);
    }

    void totals(Consumer<MediaTotals> reply, long now) {
        Totals.Sum sum = totals.begin(bench);
        sweep(
                List.copyOf(legs.values()),
                MOST_COUNTED,
                sum::add,
                () -> reply.accept(sum.all()),
                now);
    }

    Map<String, Long> drops() {
        var named = new LinkedHashMap<String, Long>();
        for (CoreDrop why : CoreDrop.values()) {
            named.put(why.label, drops[why.ordinal()]);
        }
        return named;
    }

    private MediaCall call(long id) {
        return calls.computeIfAbsent(id, _ -> new MediaCall(id, bench));
    }

    private MediaSocket socket(long id) {
        MediaSocket socket = sockets.get(id);
        if (socket == null) {
            throw new IllegalStateException("socket " + id + " is not open");
        }
        return socket;
    }

    private MediaSocket free(long id) {
        MediaSocket socket = socket(id);
        if (socket.owner != null || socket.isShared()) {
            throw new IllegalStateException("socket " + id + " is in use");
        }
        return socket;
    }

    private void homeless(MediaSocket socket) {
        drop(socket.isShared() ? CoreDrop.UNKNOWN_SOURCE : CoreDrop.NO_LEG);
    }

    private void drop(CoreDrop why) {
        drops[why.ordinal()]++;
    }
}
