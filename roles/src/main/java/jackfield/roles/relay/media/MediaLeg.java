package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import jackfield.rtc.rtcp.ExtendedReport;
import jackfield.rtc.rtcp.Feedback;
import jackfield.rtc.rtcp.Rtcp;
import jackfield.rtc.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The transport to one party of a call on the packet path, with its streams. The kinds differ in
/// how the peer is found and where keys come from; what happens to a packet is the same, and stands
/// here in order.
abstract sealed class MediaLeg permits PortLeg, BrowserLeg, BridgeLeg {
    final Workbench bench;
    final LegCounters counters = new LegCounters();
    LegPlan plan;
    LegSecurity security;
    private final StreamFinder finder = new StreamFinder();
    private MediaStream[] streams = {};

    MediaLeg(LegPlan plan, LegSecurity security, Workbench bench) {
        this.plan = plan;
        this.security = security;
        this.bench = bench;
    }

    /// Touches the memory that the next packet of its peer wants, on its whole way.
    final long fetch() {
        MediaStream[] mine = streams;
        long near = fetchIn() + security.fetchIn();
        return mine.length == 0 ? near : near + mine[0].fetch();
    }

    /// Touches what sending the next packet to its peer wants.
    final long fetchOut() {
        return fetchTo() + security.fetchOut();
    }

    /// Touches what tells whether a packet is the peer's.
    abstract long fetchIn();

    /// Touches what tells where a packet goes.
    abstract long fetchTo();

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
                counters.unopened(Drop.opening(opened), length, now);
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
        MediaStream stream = mine.length == 1 ? mine[0] : finder.find(mine, packet);
        if (stream == null) {
            counters.drop(Drop.UNKNOWN_STREAM, now);
            return;
        }
        stream.onRtp(packet, slot, length, opened, now);
    }

    /// An RTCP packet from the network: the same way.
    final void onRtcp(MemorySegment slot, int length, long high, long low, int port, long now) {
        if (!acceptsRtcp(high, low, port)) {
            counters.stranger(high, low, port, now);
            return;
        }
        int opened = rtcpSecurity().openRtcp(slot, length);
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
        MediaStream[] mine = streams;
        hear(mine, packet, slot, length, now);
        if (mine.length == 1 || leadsToOneLeg(mine)) {
            first(mine, packet).onRtcp(packet, slot, opened, now);
        } else {
            split(mine, packet, slot, now);
        }
    }

    /// Each stream hears what is about it, however the compound goes on; the first one what is
    /// about none. A report with blocks about several is heard by all of them.
    private void hear(MediaStream[] streams, Rtcp packet, MemorySegment slot, int wire, long now) {
        while (packet.next()) {
            boolean heard = false;
            for (MediaStream each : streams) {
                if (streams.length == 1 || isAbout(packet, each)) {
                    each.hears(packet, slot, wire, now);
                    heard = true;
                }
            }
            if (!heard) {
                streams[0].hears(packet, slot, wire, now);
            }
        }
        packet.rewind();
    }

    /// RTCP goes out to the peer; its answers may come for any stream.
    final void sending(MemorySegment slot, int length, long now) {
        for (MediaStream each : streams) {
            each.quality.sending(bench.rtcpSent, slot, length, now);
        }
    }

    /// True where all streams are patched to streams of one other leg: then a compound passes
    /// whole.
    private static boolean leadsToOneLeg(MediaStream[] streams) {
        MediaLeg one = null;
        for (MediaStream each : streams) {
            MediaStream peer = each.peer;
            if (peer == null || each.routes().length > 1) {
                return false;
            }
            if (one != null && one != peer.leg) {
                return false;
            }
            one = peer.leg;
        }
        return true;
    }

    /// The stream that the first packet of a compound is about.
    private MediaStream first(MediaStream[] streams, Rtcp packet) {
        MediaStream found = streams[0];
        if (streams.length > 1 && packet.next()) {
            for (MediaStream each : streams) {
                if (isAbout(packet, each)) {
                    found = each;
                    break;
                }
            }
            packet.rewind();
        }
        return found;
    }

    /// Takes a compound apart: each stream gets the packets that are about it (RFC 9143 section
    /// 9.2), and the first one those that are about none.
    private void split(MediaStream[] streams, Rtcp packet, MemorySegment slot, long now) {
        for (int i = 0; i < streams.length; i++) {
            MemorySegment part = slot();
            int length = 0;
            for (packet.rewind(); packet.next(); ) {
                if (isAbout(packet, streams[i]) || i == 0 && isAboutNone(packet, streams)) {
                    int size = packet.end() - packet.start();
                    MemorySegment.copy(slot, packet.start(), part, length, size);
                    length += size;
                }
            }
            Rtcp own = bench.rtcpPart;
            if (length > 0 && own.wrap(part, length)) {
                streams[i].onRtcp(own, part, length, now);
            }
        }
    }

    private boolean isAboutNone(Rtcp packet, MediaStream[] streams) {
        for (MediaStream each : streams) {
            if (isAbout(packet, each)) {
                return false;
            }
        }
        return true;
    }

    /// True where the packet comes from a source of the stream, or speaks of one that we send
    /// there.
    private boolean isAbout(Rtcp packet, MediaStream stream) {
        switch (packet.type()) {
            case Rtcp.RR, Rtcp.SR -> {
                for (int i = 0; i < packet.reports(); i++) {
                    if (stream.sendsAs(packet.reportSsrc(i))) {
                        return true;
                    }
                }
            }
            case Rtcp.RTPFB, Rtcp.PSFB -> {
                if (asks(packet, stream)) {
                    return true;
                }
            }
            case Rtcp.XR -> {
                if (rates(packet, stream)) {
                    return true;
                }
            }
            default -> {}
        }
        return finder.bySource(packet.ssrc()) == stream;
    }

    /// Feedback names the source it is about in its head, or (FIR, REMB) in its entries.
    private boolean asks(Rtcp packet, MediaStream stream) {
        Feedback feedback = bench.feedback;
        if (!feedback.wrap(packet)) {
            return stream.sendsAs(packet.mediaSsrc());
        }
        boolean fir = feedback.kind() == Feedback.Kind.FIR;
        boolean remb = feedback.kind() == Feedback.Kind.REMB;
        for (int i = 0; (fir || remb) && i < feedback.entries(); i++) {
            if (stream.sendsAs(fir ? feedback.wanted(i) : feedback.estimated(i))) {
                return true;
            }
        }
        return !fir && !remb && stream.sendsAs(feedback.mediaSource());
    }

    /// True where an extended report has a block about what we send there.
    private boolean rates(Rtcp packet, MediaStream stream) {
        ExtendedReport xr = bench.extended;
        if (xr.wrap(packet)) {
            while (xr.next()) {
                boolean named =
                        xr.type() == ExtendedReport.VOIP_METRICS
                                || xr.type() == ExtendedReport.STATISTICS_SUMMARY;
                if (named && stream.sendsAs(xr.about())) {
                    return true;
                }
            }
        }
        return false;
    }

    /// True where a source goes out to the peer under this SSRC on another stream than this one.
    final boolean isTaken(int ssrc, @Nullable MediaStream but) {
        for (MediaStream each : streams) {
            if (each != but && each.sendsAs(ssrc)) {
                return true;
            }
        }
        return false;
    }

    final boolean isBundle() {
        return streams.length > 1;
    }

    /// What protects RTCP: the same as RTP, except where each has a port and a handshake.
    LegSecurity rtcpSecurity() {
        return security;
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

    /// Why nothing is heard of a stream, if it is so.
    abstract Verdict verdict(MediaStream stream, long now);

    abstract LegSnapshot snapshot(long now);

    /// How a leg reaches its peer, as the kinds know it; each as in [LegSnapshot].
    record Way(
            Endpoint local,
            @Nullable Endpoint signalled,
            @Nullable Endpoint remote,
            String ice,
            List<String> pairs,
            String dtls,
            long lastConsentNs) {}

    final LegSnapshot snapshot(Way way, long now) {
        return new LegSnapshot(
                plan.leg(),
                way.local,
                way.signalled,
                way.remote,
                way.ice,
                way.pairs,
                way.dtls,
                security.described(),
                in(),
                out(),
                drops(),
                lastRtp(),
                counters.lastRtcp,
                way.lastConsentNs,
                lost(),
                jitterMicros(),
                snapshots(now),
                verdict(now));
    }

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
            known.update(each);
            next.add(known);
        }
        for (MediaStream each : streams) {
            if (!next.contains(each)) {
                all.remove(each, now);
                finder.forget();
            }
        }
        streams = next.toArray(MediaStream[]::new);
    }

    /// True where its peer hears others and is heard by nobody, as a recorder does.
    final boolean onlyListens() {
        boolean listens = false;
        for (MediaStream each : streams) {
            if (each.routes().length > 0) {
                return false;
            }
            listens |= each.incoming().length > 0;
        }
        return listens;
    }

    /// True where something from its peer goes on to others and is not on hold.
    final boolean talks() {
        for (MediaStream each : streams) {
            if (each.routes().length > 0 && !each.plan.held()) {
                return true;
            }
        }
        return false;
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
                        new LegSnapshot.Traffic(0, 0, 0, 0),
                        (a, b) ->
                                new LegSnapshot.Traffic(
                                        a.packets() + b.packets(),
                                        a.bytes() + b.bytes(),
                                        a.rtcp() + b.rtcp(),
                                        a.rtcpBytes() + b.rtcpBytes()));
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

    /// The first trouble of a stream; where there is none, what is to be said of the first one.
    final Verdict verdict(long now) {
        Verdict first = null;
        for (MediaStream each : streams) {
            Verdict said = verdict(each, now);
            if (said.isTrouble()) {
                return said;
            }
            first = first == null ? said : first;
        }
        return first == null ? new Verdict.Fine() : first;
    }
}
