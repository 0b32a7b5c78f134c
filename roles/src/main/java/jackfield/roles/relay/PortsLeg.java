package jackfield.roles.relay;

import jackfield.base.Endpoint;
import jackfield.roles.relay.media.LegPlan;
import jackfield.rtc.sdp.Attribute;
import jackfield.rtc.sdp.Attributes;
import jackfield.rtc.sdp.Connection;
import jackfield.rtc.sdp.Crypto;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A leg with ports of its own: a phone, a PBX, a trunk; plain RTP, or SRTP with keys in the SDP or
/// from DTLS.
final class PortsLeg extends Leg {
    private final RtpPorts.Pair pair;
    private final KeysInSdp keys;
    private final HandshakeInSdp handshake;
    private boolean dtls;
    private boolean secure;
    private boolean either;
    private boolean offersMux;
    private boolean muxOnly;
    private boolean mux;
    private boolean followsMux;
    private boolean farMux = true;

    /// True while what it carries is a fax: no keys, no RTCP.
    private boolean fax;

    private LegPlan.Learning learning = LegPlan.Learning.USUAL;
    private int tos = ExchangeOptions.USUAL_TOS;
    private @Nullable Endpoint remote;
    private @Nullable Endpoint remoteRtcp;

    /// @param fingerprint of our certificate, for peers with DTLS and without ICE
    PortsLeg(long id, RtpPorts.Pair pair, String fingerprint, RandomGenerator random) {
        super(id);
        handshake = new HandshakeInSdp(fingerprint);
        this.pair = pair;
        keys = new KeysInSdp(random);
    }

    RtpPorts.Pair pair() {
        return pair;
    }

    @Override
    void mark(int wanted) {
        tos = wanted;
    }

    @Override
    void speak(LegProfile profile) {
        keys.allow(profile.options().keying());
        either = profile.security() == LegProfile.Security.EITHER;
        dtls = profile.security() == LegProfile.Security.DTLS;
        secure = either ? keys.isAgreed() : profile.security() == LegProfile.Security.SDES;
        offersMux = profile.rtcpMux();
        muxOnly = profile.options().lines().muxOnly();
        followsMux = profile.options().lines().muxFollows();
        learning = learning(profile.options().following());
    }

    private static LegPlan.Learning learning(LegOptions.Following following) {
        LegPlan.When when =
                switch (following.learning()) {
                    case OFF -> LegPlan.When.NEVER;
                    case IMMEDIATE -> LegPlan.When.FIRST;
                    case DELAYED -> LegPlan.When.LATER;
                    case HEURISTIC -> LegPlan.When.BEST;
                };
        return new LegPlan.Learning(
                when, following.symmetric(), following.handover() && !following.strict());
    }

    /// Whether the other side of the call has agreed to rtcp-mux with us.
    void farMux(boolean agreed) {
        farMux = agreed;
    }

    @Override
    boolean isSecure() {
        return secure || dtls;
    }

    /// The `a=crypto` we would answer; null without one we can do.
    static @Nullable Crypto best(MediaSection offer) {
        return KeysInSdp.best(offer, LegOptions.Keying.USUAL);
    }

    @Override
    SdpRewrite.Transport offer(@Nullable SessionDescription theirDescription, String protocol) {
        List<Attribute> lines = new ArrayList<>();
        // Where there is no other way, nobody needs to know of the port beside (RFC 8858).
        lines.add(rtcp(pair.advertised().port() + (offersMux && muxOnly ? 0 : 1)));
        if (offersMux) {
            lines.add(Attribute.flag("rtcp-mux"));
        }
        if (secure || either) {
            lines.addAll(keys.offer(either));
        }
        if (dtls) {
            lines.addAll(handshake.offer());
        }
        return transport(protocol, lines);
    }

    @Override
    SdpRewrite.Transport answer(MediaSection offer) {
        if (fax) {
            return bare(offer.media().protocol());
        }
        List<Attribute> lines = new ArrayList<>();
        lines.add(rtcp(pair.advertised().port() + (mux ? 0 : 1)));
        if (mux) {
            lines.add(Attribute.flag("rtcp-mux"));
        }
        if (secure) {
            lines.addAll(keys.answer());
        }
        if (dtls) {
            lines.addAll(handshake.answer());
        }
        return transport(offer.media().protocol(), lines);
    }

    private SdpRewrite.Transport transport(String protocol, List<Attribute> lines) {
        Endpoint at = pair.advertised();
        return new SdpRewrite.Transport(
                Connection.of(at), at.port(), protocol, new Attributes(lines));
    }

    /// Where we are, for a medium that is no RTP.
    SdpRewrite.Transport bare(String protocol) {
        return transport(protocol, List.of());
    }

    private static Attribute rtcp(int port) {
        return new Attribute("rtcp", Integer.toString(port));
    }

    @Override
    @Nullable String refusal(MediaSection answer) {
        if (Carriage.isFax(answer)) {
            return null;
        }
        if (dtls) {
            return answer.fingerprints().isEmpty()
                    ? "the answer to a DTLS offer has no a=fingerprint"
                    : null;
        }
        return secure || either ? keys.refusal(answer, either) : null;
    }

    @Override
    void takeOffer(MediaSection offer) {
        if (takesFax(offer)) {
            return;
        }
        mux = offersMux && offer.rtcpMux() && (farMux || !followsMux);
        takeRemote(offer);
        boolean found = (secure || either) && keys.takeOffer(offer);
        settle(found);
        if (dtls) {
            handshake.takeOffer(offer);
        }
    }

    @Override
    void takeAnswer(MediaSection answer) {
        if (takesFax(answer)) {
            return;
        }
        mux = offersMux && answer.rtcpMux();
        takeRemote(answer);
        boolean found = (secure || either) && keys.takeAnswer(answer, either);
        settle(found);
        if (dtls) {
            handshake.takeAnswer(answer);
        }
    }

    /// Keys and the rest stay as they are, for when it speaks again.
    private boolean takesFax(MediaSection section) {
        fax = Carriage.isFax(section);
        if (fax) {
            remote = section.rtp();
            remoteRtcp = null;
        }
        return fax;
    }

    private void takeRemote(MediaSection section) {
        remote = section.rtp();
        boolean elsewhere = section.media().attributes().has("rtcp") && !mux;
        boolean held = remote != null && remote.isUnspecified();
        remoteRtcp = elsewhere && !held ? section.rtcp() : null;
    }

    private void settle(boolean found) {
        secure = either ? found : secure;
        if (!found) {
            keys.forget();
        }
    }

    @Override
    LegPlan.Transport transport() {
        LegPlan.Sdes sdes = secure && !fax ? keys.plan() : null;
        return new LegPlan.Ports(
                pair.rtp(),
                mux && !fax ? pair.rtp() : pair.rtcp(),
                remote,
                remoteRtcp,
                learning,
                sdes,
                dtls && !fax ? handshake.plan() : null,
                tos);
    }
}
