package jackfield.roles.relay.media;

import jackfield.rtc.rtcp.Rtcp;
import jackfield.rtc.rtp.ExtensionElement;
import jackfield.rtc.rtp.ReceptionStatistics;
import jackfield.rtc.rtp.RtpPacket;
import jackfield.rtc.srtp.SrtpDrop;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One `m=` line on a leg: what its peer sends comes in here and goes to its routes; what routes
/// bring goes out here to the peer.
final class MediaStream {
    private static final Route[] NOWHERE = {};
    private static final Tap[] NOBODY = {};

    /// Longer names are not written: packets would no longer fit.
    private static final int LONGEST_MID = 32;

    final MediaLeg leg;
    final StreamCounters counters = new StreamCounters();
    final StreamQuality quality = new StreamQuality();
    StreamPlan plan;
    PayloadMap payloads = PayloadMap.NONE;
    private byte[] mid = {};
    private boolean raw;
    private boolean speaks = true;

    /// The stream it is patched to: itself for an echo, null for none.
    @Nullable MediaStream peer;

    Gate gate = Gate.OPEN;
    private final PerSource<OutgoingSource> outgoing = new PerSource<>(OutgoingSource::new);
    private final SourceNames names;

    /// What packets to the peer tell of themselves; null for nothing.
    private @Nullable ExtensionElement written;

    private Route[] routes = NOWHERE;
    private Route[] incoming = NOWHERE;
    private Tap[] taps = NOBODY;
    private @Nullable OwnReports reports;
    private boolean reporting;
    final ReportWatch watch = new ReportWatch(this);
    private @Nullable KeyTap keys;

    MediaStream(StreamPlan plan, MediaLeg leg) {
        this.leg = leg;
        this.plan = plan;
        names = new SourceNames(this, leg.bench.random);
        update(plan);
    }

    final void update(StreamPlan next) {
        plan = next;
        payloads = leg.bench.shared(next.payloads());
        String name = next.mid();
        mid = name == null ? new byte[0] : name.getBytes(StandardCharsets.UTF_8);
        raw = next.isRaw();
        speaks = next.speaks();
        boolean writes = next.writtenMid() > 0 && mid.length > 0 && mid.length <= LONGEST_MID;
        written = writes ? new ExtensionElement(next.writtenMid(), mid) : null;
        outgoing.all().forEach(OutgoingSource::again);
        if (reports != null) {
            reports.bandwidth(next.reports());
        }
    }

    /// Its name in the bundle, as packets carry it.
    byte[] mid() {
        return mid;
    }

    /// True if it sends with this source, to the peer.
    boolean sendsAs(int ssrc) {
        return outgoing.knows(ssrc);
    }

    /// A good packet from the peer, already in `packet`.
    ///
    /// @param wire its length as it came
    /// @param length its length in the clear
    void onRtp(RtpPacket packet, MemorySegment slot, int wire, int length, long now) {
        counters.received(wire, now);
        int type = packet.payloadType();
        counters.reception.received(packet, wire, payloads.clockRate(type), now);
        quality.received(packet, slot, payloads, counters.reception, now);
        if (!speaks) {
            drop(Drop.DIRECTION, now);
            return;
        }
        for (Tap tap : taps) {
            tap.packet(packet, length, now);
        }
        if (gate != Gate.OPEN && !passesGate(packet, slot, length, now)) {
            return;
        }
        Route[] out = routes;
        if (out.length == 0) {
            boolean agreed = payloads.to(type) >= 0;
            drop(agreed ? Drop.UNPATCHED : notAgreed(type), now);
            return;
        }
        int last = out.length - 1;
        for (int i = 0; i < last; i++) {
            out[i].copy(slot, length, type, now);
        }
        out[last].pass(packet, slot, length, type, now);
    }

    private boolean passesGate(RtpPacket packet, MemorySegment slot, int length, long now) {
        if (gate == Gate.SILENCED && Silence.over(packet, slot, length)) {
            return true;
        }
        drop(gate == Gate.BLOCKED ? Drop.BLOCKED : Drop.SILENCED, now);
        return false;
    }

    /// A datagram that is no RTP, from the peer.
    void onRaw(MemorySegment slot, int length, long now) {
        counters.received(length, now);
        if (!speaks) {
            drop(Drop.DIRECTION, now);
            return;
        }
        if (gate != Gate.OPEN) {
            drop(gate == Gate.BLOCKED ? Drop.BLOCKED : Drop.SILENCED, now);
            return;
        }
        if (routes.length == 0) {
            drop(Drop.UNPATCHED, now);
        }
        for (Route each : routes) {
            each.to.sendRaw(slot, length, now);
        }
    }

    private void sendRaw(MemorySegment slot, int length, long now) {
        if (!raw) {
            drop(Drop.UNKNOWN_KIND, now);
        } else if (!leg.canSend()) {
            drop(Drop.OUT_NO_ADDRESS, now);
        } else {
            leg.transmitRtp(slot, length);
            counters.sent(length);
        }
    }

    /// Takes note of a payload type that was not agreed.
    Drop notAgreed(int type) {
        counters.strangePayload = type;
        return Drop.PAYLOAD_TYPE;
    }

    /// A packet of the peer's RTCP that is about this stream: the one that `packet` stands on.
    ///
    /// @param wire the length of the datagram, as it came
    void hears(Rtcp packet, MemorySegment slot, int wire, long now) {
        quality.heard(packet, slot, now);
        if (packet.type() == Rtcp.SR || packet.type() == Rtcp.RR) {
            watch.reports(now);
        }
        if (counters.lastRtcp != now || counters.rtcpIn == 0) {
            counters.rtcpIn++; // once for each datagram
            counters.rtcpBytesIn += wire;
            counters.lastRtcp = now;
        }
    }

    /// RTCP of the peer about this stream, already in `packet`, which it has heard.
    void onRtcp(Rtcp packet, MemorySegment slot, int length, long now) {
        if (names.renames()) {
            packet.rewrite(names.back);
        }
        Route[] out = routes;
        if (out.length == 0) {
            askSources(packet, slot, now);
            return;
        }
        int last = out.length - 1;
        for (int i = 0; i < last; i++) {
            out[i].copyRtcp(slot, length, now);
        }
        out[last].passRtcp(packet, slot, length, now);
    }

    /// Who only listens is not heard, but may ask those it listens to for a whole picture.
    private void askSources(Rtcp packet, MemorySegment slot, long now) {
        int left = incoming.length == 0 ? 0 : packet.keepPictureRequests();
        boolean asked = false;
        for (Route each : incoming) {
            MediaStream source = each.from;
            if (left > 0 && source != null && source.plan.feedback()) {
                MemorySegment own = source.leg.slot();
                MemorySegment.copy(slot, 0, own, 0, left);
                source.sendRtcp(own, left, now);
                asked = true;
            }
        }
        if (!asked) {
            drop(Drop.UNPATCHED, now);
        }
    }

    /// Touches what the next packet of this stream wants.
    long fetch() {
        Route[] out = routes;
        long near = counters.fetch() + quality.fetchIn();
        return out.length == 0 ? near : near + out[0].to.fetchOut();
    }

    private long fetchOut() {
        return counters.packetsOut
                + quality.fetch()
                + outgoing.latest().numbers.fetch()
                + leg.fetchOut();
    }

    /// To the peer.
    void sendRtp(RtpPacket packet, MemorySegment slot, int length, long now) {
        if (!leg.canSend() || raw) {
            drop(raw ? Drop.UNKNOWN_KIND : Drop.OUT_NO_ADDRESS, now);
            return;
        }
        boolean secured = leg.security.isRequired();
        int whole = length;
        OutgoingSource source = null;
        if (leg.isBundle() || written != null) {
            packet.ssrc(names.of(packet.ssrc()));
            source = outgoing.of(packet.ssrc());
            whole = named(source, packet);
        } else if (secured) {
            source = outgoing.of(packet.ssrc());
        }
        quality.sent(packet, payloads, now);
        int sealed =
                secured && source != null ? protect(source.numbers, packet, slot, whole) : whole;
        if (sealed < 0) {
            drop(protecting(sealed), now);
            return;
        }
        leg.transmitRtp(slot, sealed);
        counters.sent(sealed);
    }

    /// Tells in the packet which stream it belongs to, as often as that is needed.
    private int named(OutgoingSource source, RtpPacket packet) {
        ExtensionElement name = written;
        return name != null && source.tells() ? name.addTo(packet) : packet.length();
    }

    private int protect(
            OutgoingSequence numbers, RtpPacket packet, MemorySegment slot, int length) {
        int ssrc = packet.ssrc();
        int came = packet.sequence();
        int number = numbers.of(ssrc, came);
        packet.sequence(number);
        int sealed = leg.security.protectRtp(slot, length);
        if (sealed == SrtpDrop.REPLAYED && numbers.restarts(came)) {
            number = numbers.of(ssrc, came);
            packet.sequence(number);
            sealed = leg.security.protectRtp(slot, length);
        }
        if (sealed > 0) {
            numbers.sent(number);
        }
        return sealed;
    }

    /// To the peer.
    void sendRtcp(MemorySegment slot, int length, long now) {
        if (!leg.canSend() || raw) {
            drop(raw ? Drop.UNKNOWN_KIND : Drop.OUT_NO_ADDRESS, now);
            return;
        }
        Rtcp packet = leg.bench.rtcpSent;
        if (names.renames() && packet.wrap(slot, length)) {
            packet.rewrite(names.there);
        }
        leg.sending(slot, length, now);
        int sealed = leg.rtcpSecurity().protectRtcp(slot, length);
        if (sealed < 0) {
            drop(protecting(sealed), now);
            return;
        }
        leg.transmitRtcp(slot, sealed);
        counters.rtcpOut++;
        counters.rtcpBytesOut += sealed;
    }

    private static Drop protecting(int answer) {
        return answer == LegSecurity.NO_KEYS ? Drop.OUT_NO_KEYS : Drop.protecting(answer);
    }

    void drop(Drop why, long now) {
        counters.drops.count(why, now);
    }

    /// Begins or ends reports of our own to the peer, and leaves it at that.
    void reports(boolean ours, long now) {
        watch.told();
        ownReports(ours, now);
    }

    /// Begins or ends reports of our own to the peer, as things are now.
    void ownReports(boolean ours, long now) {
        if (ours == reporting) {
            return;
        }
        OwnReports known = reports;
        OwnReports own = known == null ? new OwnReports(this) : known;
        reports = own; // kept, for its CNAME stays
        reporting = ours;
        if (ours) {
            own.begin(now);
        } else {
            own.end();
        }
    }

    /// True where the peer gets reports of our own, and so none of others.
    boolean reportsItself() {
        return reporting;
    }

    /// The routes out, in the order they were made.
    Route[] routes() {
        return routes;
    }

    /// The routes that lead here.
    Route[] incoming() {
        return incoming;
    }

    void leadsBy(Route route) {
        routes = with(routes, route);
    }

    void reachedBy(Route route) {
        incoming = with(incoming, route);
    }

    void lose(Route route) {
        routes = without(routes, route);
        incoming = without(incoming, route);
    }

    private static Route[] with(Route[] routes, Route route) {
        Route[] more = Arrays.copyOf(routes, routes.length + 1);
        more[routes.length] = route;
        return more;
    }

    private static Route[] without(Route[] routes, Route route) {
        int at = 0;
        while (at < routes.length && routes[at] != route) {
            at++;
        }
        if (at == routes.length) {
            return routes;
        }
        Route[] left = Arrays.copyOf(routes, routes.length - 1);
        System.arraycopy(routes, at + 1, left, at, left.length - at);
        return left;
    }

    void tap(Tap tap) {
        Tap[] more = Arrays.copyOf(taps, taps.length + 1);
        more[taps.length] = tap;
        taps = more;
    }

    @SuppressWarnings("ReferenceEquality") // a tap is itself, whatever it says it equals
    void untap(Tap tap, long now) {
        Tap[] left = Arrays.stream(taps).filter(each -> each != tap).toArray(Tap[]::new);
        if (left.length < taps.length) {
            taps = left;
            tap.close(now);
        }
    }

    /// Begins or ends listening for keys.
    void hearKeys(boolean wanted, long now) {
        KeyTap listening = keys;
        if (wanted && listening == null) {
            listening = new KeyTap(this, leg.bench.events);
            keys = listening;
            tap(listening);
        } else if (!wanted && listening != null) {
            keys = null;
            untap(listening, now);
        }
    }

    /// The peer has reports of its source itself again.
    void handedOver() {
        if (reports != null) {
            reports.handedOver();
        }
    }

    /// Gives up what listens, and says goodbye where we have reported.
    void close(long now) {
        reports(false, now);
        if (reports != null) {
            reports.goodbye(now);
        }
        for (Tap tap : taps) {
            tap.close(now);
        }
        taps = NOBODY;
        keys = null;
    }

    StreamSnapshot snapshot(long now) {
        Map<String, Long> drops = new LinkedHashMap<>();
        counters.drops.addTo(drops);
        return new StreamSnapshot(
                plan.stream(),
                plan.kind(),
                plan.mid(),
                counters.in(),
                counters.out(),
                drops,
                counters.lastRtp,
                counters.lastRtcp,
                counters.reception.lost(),
                counters.reception.jitterMicros(),
                quality.snapshot(counters.reception, counters.lastRtp, true),
                leg.verdict(this, now),
                transcoded(),
                sources());
    }

    private StreamSources sources() {
        List<StreamSources.Heard> heard = new ArrayList<>();
        for (ReceptionStatistics each : counters.reception.sources()) {
            if (each.received() > 0) {
                heard.add(
                        new StreamSources.Heard(
                                each.ssrc(),
                                each.received(),
                                each.bytes(),
                                Math.max(0, each.lost()),
                                each.sequence(),
                                each.timestamp()));
            }
        }
        List<Integer> sent = outgoing.names();
        int last = quality.ssrcOut();
        return new StreamSources(heard, sent.isEmpty() && last != 0 ? List.of(last) : sent);
    }

    /// What is translated of what comes in.
    Transcoded transcoded() {
        Transcoded all = Transcoded.NONE;
        for (Transcoding each : transcodings()) {
            all = all.plus(each.figures());
        }
        return all;
    }

    /// What translates it now.
    List<Transcoding> transcodings() {
        List<Transcoding> all = new ArrayList<>();
        for (Route each : routes) {
            each.addTranscodings(all);
        }
        return all;
    }

    /// How it is now, without its course.
    MediaQuality mediaQuality() {
        return quality.snapshot(counters.reception, counters.lastRtp, false);
    }
}
