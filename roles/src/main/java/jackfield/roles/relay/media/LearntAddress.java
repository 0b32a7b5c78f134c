package jackfield.roles.relay.media;

import jackfield.base.Endpoint;
import org.jspecify.annotations.Nullable;

/// Where the peer of a leg with ports of its own is: the address its SDP says, until its packets
/// teach a better one (symmetric RTP, RFC 4961), because behind a NAT the SDP is wrong.
///
/// The first good RTP packet teaches. After that the address is strict: others are refused, except
/// that soon after signalling a source which fits the signalled address better takes over, and that
/// a source which fell silent may be replaced, soon after signalling on a plain leg and at any time
/// on a leg with keys. RTCP never teaches.
///
/// That is the usual way; [LegPlan.Learning] has others.
///
/// Asking ([#accepts]) and learning ([#heard]) are two calls, and authentication goes between them.
final class LearntAddress {
    private static final int NONE = 0;
    private static final int SAME_HOST = 1;
    private static final int EXACT = 2;

    private final MediaLimits limits;
    private @Nullable Endpoint signalled;
    private @Nullable Endpoint signalledRtcp;
    private boolean mux;
    private LegPlan.Learning learning = LegPlan.Learning.USUAL;
    private boolean secured;
    private long openUntil;
    private long learnsFrom;

    private boolean learnt;
    private int fit;
    private long lastHeard;

    /// Where it sends from; before that is known, where it is told to be.
    private long high;

    private long low;
    private int port;

    /// Where what is for it goes.
    private long toHigh;

    private long toLow;
    private int toPort;

    private long priorHigh;
    private long priorLow;
    private int priorPort;

    private long rtcpHigh;
    private long rtcpLow;
    private int rtcpPort;

    /// How long (ns) after signalling one who is learnt late is not learnt.
    private static final long LATE = 3_000_000_000L;

    /// Touches it for the next packet.
    long fetch() {
        return low + toPort;
    }

    LearntAddress(MediaLimits limits) {
        this.limits = limits;
    }

    /// Takes what signalling says, and opens learning again.
    void signalled(LegPlan.Ports ports, long now) {
        boolean moved = signalled == null || !signalled.equals(ports.remote());
        boolean silent = now - lastHeard >= limits.rebindNs();
        signalled = ports.remote();
        signalledRtcp = ports.remoteRtcp();
        mux = ports.rtp() == ports.rtcp();
        learning = ports.learns();
        secured = ports.isSecured();
        openUntil = now + limits.learnNs();
        learnsFrom = learning.when() == LegPlan.When.LATER ? now + LATE : now;
        if (moved) {
            learnt = false;
            priorPort = 0;
            high = signalled == null ? 0 : signalled.high();
            low = signalled == null ? 0 : signalled.low();
            port = signalled == null ? 0 : signalled.port();
        } else if (silent) {
            // It may be somewhere else now, but until it says so the last address is the best
            // guess, and if it speaks from there it is believed before others.
            learnt = false;
            priorHigh = high;
            priorLow = low;
            priorPort = port;
        }
        aim();
    }

    /// True if an RTP packet from there may be the peer's. Changes nothing.
    boolean accepts(long fromHigh, long fromLow, int fromPort, long now) {
        if (learnt && isAt(fromHigh, fromLow, fromPort)) {
            return true;
        }
        int newFit = fit(fromHigh, fromLow, fromPort);
        if (learning.when() == LegPlan.When.NEVER) {
            return newFit == EXACT;
        }
        if (!learnt) {
            return true;
        }
        boolean silent = now - lastHeard >= limits.rebindNs();
        if (learning.handover() && (secured || silent)) {
            return true;
        }
        boolean better = newFit > fit && learning.when() == LegPlan.When.BEST;
        return now < openUntil ? better || silent : secured && silent;
    }

    /// A good RTP packet came from there, where [#accepts] was true.
    ///
    /// @return true if that is news
    boolean heard(long fromHigh, long fromLow, int fromPort, long now) {
        lastHeard = now;
        if (learnt && isAt(fromHigh, fromLow, fromPort)) {
            return false;
        }
        if (now < learnsFrom) {
            return false;
        }
        learnt = true;
        fit = fit(fromHigh, fromLow, fromPort);
        high = fromHigh;
        low = fromLow;
        port = fromPort;
        aim();
        return true;
    }

    /// True if an RTCP packet from there may be the peer's: the same host, or on a leg with keys
    /// any, because authentication follows.
    boolean acceptsRtcp(long fromHigh, long fromLow) {
        return secured || fromHigh == high && fromLow == low && port != 0;
    }

    /// The learnt address, or null before there is one.
    @Nullable Endpoint learnt() {
        return learnt ? new Endpoint(high, low, port) : null;
    }

    /// What the SDP says, or null.
    @Nullable Endpoint signalled() {
        return signalled;
    }

    /// False where nothing is to be sent: no address yet, or `0.0.0.0` (RFC 3264 section 8.4).
    boolean isKnown() {
        return toPort != 0 && !isUnspecified();
    }

    long high() {
        return toHigh;
    }

    long low() {
        return toLow;
    }

    int port() {
        return toPort;
    }

    long rtcpHigh() {
        return rtcpHigh;
    }

    long rtcpLow() {
        return rtcpLow;
    }

    int rtcpPort() {
        return rtcpPort;
    }

    private boolean isUnspecified() {
        return signalled != null && (signalled.isUnspecified() || signalled.port() == 0);
    }

    private boolean isAt(long fromHigh, long fromLow, int fromPort) {
        return fromLow == low && fromPort == port && fromHigh == high;
    }

    private int fit(long fromHigh, long fromLow, int fromPort) {
        if (priorPort != 0 && fromLow == priorLow && fromHigh == priorHigh) {
            return fromPort == priorPort ? EXACT : SAME_HOST;
        }
        Endpoint said = signalled;
        if (said == null || said.low() != fromLow || said.high() != fromHigh) {
            return NONE;
        }
        return said.port() == fromPort ? EXACT : SAME_HOST;
    }

    /// What is for the peer goes to where it sends from, or where its SDP says.
    private void aim() {
        Endpoint told = learning.symmetric() ? null : signalled;
        toHigh = told == null ? high : told.high();
        toLow = told == null ? low : told.low();
        toPort = told == null ? port : told.port();
        aimRtcp();
    }

    /// RTCP goes beside RTP: to the same port where multiplexed, else to what `a=rtcp` said as long
    /// as the SDP proved right, else one port up (RFC 3550 section 11).
    private void aimRtcp() {
        Endpoint said = signalledRtcp;
        Endpoint rtp = signalled;
        boolean asSignalled =
                rtp != null && rtp.high() == toHigh && rtp.low() == toLow && rtp.port() == toPort;
        if (!mux && said != null && asSignalled) {
            rtcpHigh = said.high();
            rtcpLow = said.low();
            rtcpPort = said.port();
            return;
        }
        rtcpHigh = toHigh;
        rtcpLow = toLow;
        rtcpPort = mux || toPort == 0 ? toPort : toPort + 1 & 0xffff;
    }
}
