package jackfield.roles.relay.media;

import jackfield.base.Endpoint;

/// Why there is no audio from a peer, in words for the person who asks. Empty while there is.
final class Verdict {
    private static final long SECOND = 1_000_000_000L;
    private static final long LATELY = 5 * SECOND;

    private Verdict() {}

    /// For a leg with ports of its own.
    static String of(
            PortLeg leg, MediaStream stream, LearntAddress address, Endpoint local, long now) {
        StreamCounters counters = stream.counters;
        if (isHeard(counters, now)) {
            return unheeded(stream, now);
        }
        if (!leg.security.canOpen()) {
            return "there are no keys for what the peer sends: its answer has not come";
        }
        if (leg.counters.drops.isLately(Drop.AUTHENTICATION, now, LATELY)) {
            return "packets arrive but fail authentication (wrong keys)";
        }
        Endpoint stranger = leg.counters.stranger();
        if (stranger != null && leg.counters.drops.isLately(Drop.STRICT_SOURCE, now, LATELY)) {
            Endpoint learnt = address.learnt();
            return "packets arrive from "
                    + stranger
                    + ", which is not "
                    + (learnt != null
                            ? "the learnt address " + learnt
                            : "the signalled address " + address.signalled());
        }
        if (stream.plan.held()) {
            return "";
        }
        Endpoint expected = address.learnt() != null ? address.learnt() : address.signalled();
        String from = expected == null ? "the peer" : expected.toString();
        return counters.packetsIn == 0
                ? "no packet has arrived from " + from + "; it was told to send to " + local
                : "no packet has arrived from " + from + since(counters.lastRtp, now);
    }

    /// For a browser.
    static String of(BrowserLeg leg, MediaStream stream, long now) {
        StreamCounters counters = stream.counters;
        if (isHeard(counters, now)) {
            return unheeded(stream, now);
        }
        if (leg.lastConsent() == 0 && !leg.isFixed()) {
            return "ICE: no check from the browser has arrived";
        }
        if (leg.remote() == null) {
            return "ICE: no path to the browser (" + leg.ice() + ")";
        }
        if (!leg.security.canOpen()) {
            return leg.dtls().startsWith("failed")
                    ? "DTLS handshake " + leg.dtls()
                    : "DTLS handshake not finished: " + leg.dtls();
        }
        if (leg.counters.drops.isLately(Drop.AUTHENTICATION, now, LATELY)) {
            return "packets arrive but fail authentication (wrong keys)";
        }
        if (stream.plan.held()) {
            return "";
        }
        return counters.packetsIn == 0
                ? "connected, but the browser has sent no media: is the microphone allowed?"
                : "the browser has sent no media" + since(counters.lastRtp, now);
    }

    /// Packets arrive; why they are not passed on, if they are not.
    private static String unheeded(MediaStream stream, long now) {
        Drops drops = stream.counters.drops;
        Route[] routes = stream.routes();
        if (routes.length == 0) {
            return "packets arrive, but the leg is connected to no other";
        }
        MediaStream peer = stream.peer == null ? routes[0].to : stream.peer;
        if (stream.gate == Gate.BLOCKED) {
            return "packets arrive, but are blocked by request";
        }
        if (peer.counters.drops.isLately(Drop.OUT_NO_ADDRESS, now, LATELY) && !peer.leg.canSend()) {
            return "packets arrive, but there is no address to send them on to";
        }
        if (peer.counters.drops.isLately(Drop.OUT_NO_KEYS, now, LATELY)
                && !peer.leg.security.canOpen()) {
            return "packets arrive, but the other side has no keys yet";
        }
        if (drops.isLately(Drop.PAYLOAD_TYPE, now, LATELY) && peer.counters.packetsOut == 0) {
            return "packets arrive with payload type "
                    + stream.counters.strangePayload
                    + ", which was not agreed";
        }
        return "";
    }

    private static boolean isHeard(StreamCounters counters, long now) {
        return counters.packetsIn > 0 && now - counters.lastRtp <= LATELY;
    }

    private static String since(long last, long now) {
        return " for " + (now - last) / SECOND + " s";
    }
}
