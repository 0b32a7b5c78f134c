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

/// A leg with ports of its own: a phone, a PBX, a trunk; plain RTP, or SRTP with keys in the SDP.
final class PortsLeg extends Leg {
    private final RtpPorts.Pair pair;
    private final KeysInSdp keys;
    private boolean secure;
    private boolean either;
    private boolean offersMux;
    private boolean mux;
    private @Nullable Endpoint remote;
    private @Nullable Endpoint remoteRtcp;

    PortsLeg(long id, RtpPorts.Pair pair, RandomGenerator random) {
        super(id);
        this.pair = pair;
        keys = new KeysInSdp(random);
    }

    RtpPorts.Pair pair() {
        return pair;
    }

    /// Takes what the party speaks now.
    void speak(LegProfile profile) {
        keys.allow(profile.options().keying());
        either = profile.security() == LegProfile.Security.EITHER;
        secure = either ? keys.isAgreed() : profile.security() == LegProfile.Security.SDES;
        offersMux = profile.rtcpMux();
    }

    /// True where the media is protected.
    boolean isSecure() {
        return secure;
    }

    /// The `a=crypto` we would answer; null without one we can do.
    static @Nullable Crypto best(MediaSection offer) {
        return KeysInSdp.best(offer, LegOptions.Keying.USUAL);
    }

    @Override
    SdpRewrite.Transport offer(@Nullable SessionDescription theirDescription, String protocol) {
        List<Attribute> lines = new ArrayList<>();
        lines.add(rtcp(pair.advertised().port() + 1));
        if (offersMux) {
            lines.add(Attribute.flag("rtcp-mux"));
        }
        if (secure || either) {
            lines.addAll(keys.offer(either));
        }
        return transport(protocol, lines);
    }

    @Override
    SdpRewrite.Transport answer(MediaSection offer) {
        List<Attribute> lines = new ArrayList<>();
        lines.add(rtcp(pair.advertised().port() + (mux ? 0 : 1)));
        if (mux) {
            lines.add(Attribute.flag("rtcp-mux"));
        }
        if (secure) {
            lines.addAll(keys.answer());
        }
        return transport(offer.media().protocol(), lines);
    }

    private SdpRewrite.Transport transport(String protocol, List<Attribute> lines) {
        Endpoint at = pair.advertised();
        return new SdpRewrite.Transport(
                Connection.of(at), at.port(), protocol, new Attributes(lines));
    }

    private static Attribute rtcp(int port) {
        return new Attribute("rtcp", Integer.toString(port));
    }

    @Override
    @Nullable String refusal(MediaSection answer) {
        boolean needed = either ? answer.media().protocol().contains("SAVP") : secure;
        return needed && !keys.isAnsweredBy(answer, either)
                ? "the answer to an SDES offer has no a=crypto that was offered"
                : null;
    }

    @Override
    void takeOffer(MediaSection offer) {
        mux = offersMux && offer.rtcpMux();
        takeRemote(offer);
        boolean found = (secure || either) && keys.takeOffer(offer);
        settle(found);
    }

    @Override
    void takeAnswer(MediaSection answer) {
        mux = offersMux && answer.rtcpMux();
        takeRemote(answer);
        boolean found = (secure || either) && keys.takeAnswer(answer, either);
        settle(found);
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
        LegPlan.Sdes sdes = secure ? keys.plan() : null;
        return new LegPlan.Ports(
                pair.rtp(), mux ? pair.rtp() : pair.rtcp(), remote, remoteRtcp, true, sdes);
    }
}
