package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import jackfield.roles.relay.media.Verdict.NeverHeard.Guess;
import jackfield.roles.relay.media.Verdict.NotForwarded;
import jackfield.roles.relay.media.Verdict.Peer;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.ice.AddressScope;
import jackfield.rtc.quality.Mos;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds the [Verdict] about a stream, from what was counted. Pure: it changes nothing.
final class Diagnosis {
    private static final long SECOND = 1_000_000_000L;
    private static final long LATELY = 5 * SECOND;
    private static final long SILENCE = 15 * SECOND;
    private static final long REPORTED = 30 * SECOND;
    private static final double POOR = 3.1;

    private Diagnosis() {}

    /// For a leg with ports of its own.
    static Verdict of(
            PortLeg leg, MediaStream stream, LearntAddress address, Endpoint local, long now) {
        if (isHeard(stream.counters, now)) {
            return heard(stream, Peer.PHONE, address.learnt(), now);
        }
        if (!leg.security.canOpen()) {
            return keys(leg.dtls());
        }
        Drops drops = leg.counters.drops;
        if (drops.isLately(Drop.AUTHENTICATION, now, LATELY)) {
            return new Verdict.AuthenticationFails(leg.counters.looksPlain());
        }
        Endpoint learnt = address.learnt();
        Endpoint stranger = leg.counters.stranger();
        if (stranger != null && drops.isLately(Drop.STRICT_SOURCE, now, LATELY)) {
            return new Verdict.OtherSource(
                    stranger, learnt == null ? address.signalled() : learnt, learnt != null);
        }
        if (stream.plan.held()) {
            return new Verdict.OnHold();
        }
        boolean rtcp = isRecent(stream.counters.lastRtcp, now);
        if (learnt != null && stream.counters.packetsIn > 0) {
            return new Verdict.Stopped(Peer.PHONE, learnt, seconds(stream.counters, now), rtcp);
        }
        Endpoint said = address.signalled();
        return new Verdict.NeverHeard(Peer.PHONE, said, local, guess(said, local, rtcp), rtcp);
    }

    private static Verdict keys(String dtls) {
        if (dtls.startsWith("failed")) {
            return new Verdict.HandshakeFailed(
                    dtls.replaceFirst("^failed: ", ""), dtls.contains("a=fingerprint"));
        }
        return dtls.equals("none") ? new Verdict.NoKeys() : new Verdict.HandshakeUnfinished(dtls);
    }

    private static Guess guess(@Nullable Endpoint said, Endpoint local, boolean rtcp) {
        if (rtcp) {
            return Guess.SILENT;
        }
        AddressScope theirs = said == null ? AddressScope.NONE : AddressScope.of(said);
        AddressScope ours = AddressScope.of(local);
        if (theirs == AddressScope.GLOBAL && ours != AddressScope.GLOBAL) {
            return Guess.WE_ARE_PRIVATE;
        }
        return theirs == AddressScope.PRIVATE || theirs == AddressScope.LINK_LOCAL
                ? Guess.IT_IS_PRIVATE
                : Guess.FIREWALL;
    }

    /// For a browser.
    static Verdict of(BrowserLeg leg, MediaStream stream, Endpoint local, long now) {
        StreamCounters counters = stream.counters;
        if (isHeard(counters, now)) {
            return heard(stream, Peer.BROWSER, leg.remote(), now);
        }
        if (leg.lastConsent() == 0 && !leg.isFixed()) {
            List<String> types = leg.candidateTypes();
            return new Verdict.NoCheck(local, counted(types), types.contains("relay"));
        }
        Endpoint remote = leg.remote();
        if (remote == null) {
            return new Verdict.NoPath(leg.ice(), leg.failedPairs());
        }
        if (!leg.security.canOpen()) {
            return handshake(leg, remote);
        }
        if (leg.counters.drops.isLately(Drop.AUTHENTICATION, now, LATELY)) {
            return new Verdict.AuthenticationFails(leg.counters.looksPlain());
        }
        if (stream.plan.held()) {
            return new Verdict.OnHold();
        }
        return counters.packetsIn == 0
                ? new Verdict.NoMicrophone()
                : new Verdict.Stopped(
                        Peer.BROWSER,
                        remote,
                        seconds(counters, now),
                        isRecent(counters.lastRtcp, now));
    }

    private static Verdict handshake(BrowserLeg leg, Endpoint remote) {
        String state = leg.dtls();
        if (state.startsWith("failed")) {
            String why = leg.failure();
            return new Verdict.HandshakeFailed(why, why.contains("a=fingerprint"));
        }
        return state.equals("none") && leg.dtlsRole() == Dtls.Role.SERVER
                ? new Verdict.NoHello(remote)
                : new Verdict.HandshakeUnfinished(state);
    }

    private static String counted(List<String> types) {
        Map<String, Integer> counts = new TreeMap<>();
        types.forEach(type -> counts.merge(type, 1, Integer::sum));
        return String.join(
                ", ",
                counts.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList());
    }

    /// Packets come; why they are not passed on, if they are not, and how they sound.
    private static Verdict heard(
            MediaStream stream, Peer peer, @Nullable Endpoint remote, long now) {
        Verdict stopped = notForwarded(stream, now);
        if (stopped != null) {
            return stopped;
        }
        StreamQuality quality = stream.quality;
        if (quality.arrivesNowhere(now, REPORTED)) {
            return new Verdict.LostBehindUs(peer, remote, stream.counters.packetsOut);
        }
        if (!stream.leg.security.isRequired() && quality.looksProtected()) {
            return new Verdict.LooksProtected();
        }
        long silent = quality.silentSince();
        if (silent != 0 && now - silent >= SILENCE && !stream.plan.held()) {
            return new Verdict.OnlySilence(peer, quality.encoding(), (now - silent) / SECOND);
        }
        return sound(stream, peer);
    }

    private static Verdict sound(MediaStream stream, Peer peer) {
        MediaQuality quality = stream.mediaQuality();
        if (isPoor(quality.in())) {
            return poor(peer, true, quality.in());
        }
        return isPoor(quality.out()) ? poor(peer, false, quality.out()) : new Verdict.Fine();
    }

    private static boolean isPoor(MediaQuality.Way way) {
        Mos mos = way.mos();
        return mos.isKnown() && mos.now() < POOR;
    }

    private static Verdict poor(Peer peer, boolean towards, MediaQuality.Way way) {
        return new Verdict.Poor(
                peer, towards, way.lossPercent(), way.jitterMicros() / 1_000, way.mos().now());
    }

    private static @Nullable Verdict notForwarded(MediaStream stream, long now) {
        Route[] routes = stream.routes();
        if (routes.length == 0) {
            return new NotForwarded(NotForwarded.Why.NOT_CONNECTED);
        }
        if (stream.gate == Gate.BLOCKED) {
            return new NotForwarded(NotForwarded.Why.BLOCKED);
        }
        MediaStream peer = stream.peer == null ? routes[0].to : stream.peer;
        Drops drops = peer.counters.drops;
        if (drops.isLately(Drop.OUT_NO_ADDRESS, now, LATELY) && !peer.leg.canSend()) {
            return new NotForwarded(NotForwarded.Why.NO_ADDRESS);
        }
        if (drops.isLately(Drop.OUT_NO_KEYS, now, LATELY) && !peer.leg.security.canOpen()) {
            return new NotForwarded(NotForwarded.Why.NO_KEYS);
        }
        boolean strange = stream.counters.drops.isLately(Drop.PAYLOAD_TYPE, now, LATELY);
        return strange && peer.counters.packetsOut == 0
                ? new Verdict.WrongPayloadType(stream.counters.strangePayload)
                : null;
    }

    private static boolean isHeard(StreamCounters counters, long now) {
        return counters.packetsIn > 0 && now - counters.lastRtp <= LATELY;
    }

    private static boolean isRecent(long last, long now) {
        return last != 0 && now - last <= 2 * REPORTED;
    }

    private static long seconds(StreamCounters counters, long now) {
        return (now - counters.lastRtp) / SECOND;
    }
}
