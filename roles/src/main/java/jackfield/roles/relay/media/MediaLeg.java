package jackfield.roles.relay.media;

import jackfield.rtc.rtcp.Rtcp;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The transport to one party of a call on the packet path, with its streams. The two kinds differ
/// in how the peer is found and where keys come from; what happens to a packet is the same, and
/// stands here in order.
abstract sealed class MediaLeg permits PortLeg, BrowserLeg {
    final Workbench bench;
    final LegCounters counters = new LegCounters();
    LegPlan plan;
    LegSecurity security;
    private MediaStream[] streams = {};

    MediaLeg(LegPlan plan, LegSecurity security, Workbench bench) {
        this.plan = plan;
        this.security = security;
        this.bench = bench;
    }

    /// An RTP packet from the network: the whole way to the other legs.
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
        MediaStream[] mine = streams;
        MediaStream stream = mine.length == 1 ? mine[0] : stream(packet);
        if (stream == null) {
            counters.drop(Drop.UNKNOWN_STREAM, now);
            return;
        }
        stream.onRtp(packet, slot, length, opened, now);
    }

    /// The stream that a packet of a leg with several belongs to; null for none.
    private @Nullable MediaStream stream(RtpPacket packet) {
        int type = packet.payloadType();
        for (MediaStream each : streams) {
            if (each.plan.payloads().to(type) >= 0) {
                return each;
            }
        }
        return null;
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
        counters.lastRtcp = now;
        stream(packet).onRtcp(packet, slot, opened, now);
    }

    /// The stream that RTCP is of: of the one that sends with that source.
    private MediaStream stream(Rtcp packet) {
        MediaStream[] mine = streams;
        if (mine.length > 1 && packet.next()) {
            int ssrc = packet.ssrc();
            packet.rewind();
            for (MediaStream each : mine) {
                if (each.counters.reception.knows(ssrc)) {
                    return each;
                }
            }
        }
        return mine[0];
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

    /// Memory for a packet that goes out here.
    abstract MemorySegment slot();

    /// Takes the transport of a new plan of the same kind.
    abstract void update(LegPlan next, long now);

    /// Gives up what the leg holds in the core.
    abstract void close(long now);

    /// When ICE last heard the peer (ns); 0 for never, and where there is no ICE.
    long lastConsent() {
        return 0;
    }

    /// In words, why nothing is heard of a stream; empty when it is.
    abstract String verdict(MediaStream stream, long now);

    abstract LegSnapshot snapshot(long now);

    /// Its streams, at least one.
    final List<MediaStream> streams() {
        return List.of(streams);
    }

    /// Takes the streams of a plan: those known keep what they have counted and where they lead.
    final void update(List<StreamPlan> plans, Streams all, long now) {
        List<MediaStream> next = new ArrayList<>();
        for (StreamPlan each : plans) {
            MediaStream known = all.find(each.stream());
            if (known == null) {
                known = new MediaStream(each, this);
                all.add(known);
            } else if (known.leg != this) {
                throw new IllegalArgumentException("stream " + each.stream() + " of two legs");
            }
            known.plan = each;
            next.add(known);
        }
        for (MediaStream each : streams) {
            if (!next.contains(each)) {
                all.remove(each, now);
            }
        }
        streams = next.toArray(MediaStream[]::new);
    }

    /// When the peer was last heard in any way (ns), 0 for never.
    final long lastHeard() {
        return Math.max(Math.max(lastRtp(), counters.lastRtcp), lastConsent());
    }

    final long lastRtp() {
        long last = 0;
        for (MediaStream each : streams) {
            last = Math.max(last, each.counters.lastRtp);
        }
        return last;
    }

    /// RTP from the peer, of all streams.
    final LegSnapshot.Traffic in() {
        return sum(Arrays.stream(streams).map(each -> each.counters.in()).toList());
    }

    /// RTP to the peer, of all streams.
    final LegSnapshot.Traffic out() {
        return sum(Arrays.stream(streams).map(each -> each.counters.out()).toList());
    }

    private static LegSnapshot.Traffic sum(List<LegSnapshot.Traffic> each) {
        return each.stream()
                .reduce(
                        new LegSnapshot.Traffic(0, 0, 0),
                        (a, b) ->
                                new LegSnapshot.Traffic(
                                        a.packets() + b.packets(),
                                        a.bytes() + b.bytes(),
                                        a.rtcp() + b.rtcp()));
    }

    /// The reasons that occurred, on the leg and its streams.
    final Map<String, Long> drops() {
        Map<String, Long> named = new LinkedHashMap<>();
        counters.drops.addTo(named);
        for (MediaStream each : streams) {
            each.counters.drops.addTo(named);
        }
        return named;
    }

    final long lost() {
        return Arrays.stream(streams).mapToLong(each -> each.counters.reception.lost()).sum();
    }

    final long jitterMicros() {
        return streams[0].counters.reception.jitterMicros();
    }

    final List<StreamSnapshot> snapshots(long now) {
        return Arrays.stream(streams).map(each -> each.snapshot(now)).toList();
    }

    /// The first thing to say of a stream; empty where all is well.
    final String verdict(long now) {
        for (MediaStream each : streams) {
            String said = verdict(each, now);
            if (!said.isEmpty()) {
                return streams.length == 1 ? said : each.plan.kind() + ": " + said;
            }
        }
        return "";
    }
}
