package jackfield.roles.relay;

import jackfield.base.Endpoint;
import jackfield.roles.relay.media.LegPlan;
import jackfield.rtc.sdp.Attribute;
import jackfield.rtc.sdp.Attributes;
import jackfield.rtc.sdp.Connection;
import jackfield.rtc.sdp.Crypto;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import jackfield.rtc.srtp.SrtpProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A leg with ports of its own: a phone, a PBX, a trunk; plain RTP, or SRTP with keys in the SDP.
final class PortsLeg extends Leg {
    /// What we offer, in this order: AES-CM costs no garbage (ADR 0023).
    private static final List<SrtpProfile> OFFERED =
            List.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80, SrtpProfile.AEAD_AES_128_GCM);

    /// What we offer beside plain RTP: what all know, because an INVITE over UDP has to stay short.
    private static final List<SrtpProfile> OFFERED_BESIDE =
            List.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80);

    /// What we take, in this order.
    private static final List<SrtpProfile> TAKEN =
            List.of(
                    SrtpProfile.AES_CM_128_HMAC_SHA1_80,
                    SrtpProfile.AEAD_AES_128_GCM,
                    SrtpProfile.AES_CM_128_HMAC_SHA1_32);

    private final RtpPorts.Pair pair;
    private final RandomGenerator random;
    private final Map<SrtpProfile, LegPlan.SrtpKeys> ours = new EnumMap<>(SrtpProfile.class);
    private boolean secure;
    private boolean either;
    private boolean offersMux;
    private boolean mux;
    private @Nullable Crypto chosen;
    private LegPlan.@Nullable SrtpKeys theirs;
    private @Nullable Endpoint remote;
    private @Nullable Endpoint remoteRtcp;

    PortsLeg(long id, RtpPorts.Pair pair, RandomGenerator random) {
        super(id);
        this.pair = pair;
        this.random = random;
    }

    RtpPorts.Pair pair() {
        return pair;
    }

    /// Takes what the party speaks now.
    void speak(LegProfile profile) {
        either = profile.security() == LegProfile.Security.EITHER;
        secure = either ? chosen != null : profile.security() == LegProfile.Security.SDES;
        offersMux = profile.rtcpMux();
    }

    /// True where the media is protected.
    boolean isSecure() {
        return secure;
    }

    /// The `a=crypto` we would answer; null without one we can do.
    static @Nullable Crypto best(MediaSection offer) {
        return best(offer, TAKEN);
    }

    private static @Nullable Crypto best(MediaSection section, List<SrtpProfile> profiles) {
        for (SrtpProfile each : profiles) {
            for (Crypto crypto : section.cryptos()) {
                if (crypto.profile() == each && crypto.isUsable()) {
                    return crypto;
                }
            }
        }
        return null;
    }

    @Override
    SdpRewrite.Transport offer(@Nullable SessionDescription theirDescription, String protocol) {
        List<Attribute> lines = new ArrayList<>();
        lines.add(rtcp(pair.advertised().port() + 1));
        if (offersMux) {
            lines.add(Attribute.flag("rtcp-mux"));
        }
        if (secure || either) {
            int tag = 1;
            for (SrtpProfile each : offered()) {
                lines.add(crypto(tag++, each));
            }
        }
        return transport(protocol, lines);
    }

    /// The profile in use comes first in a later offer.
    private List<SrtpProfile> offered() {
        List<SrtpProfile> fresh = either ? OFFERED_BESIDE : OFFERED;
        SrtpProfile current = chosen == null ? null : chosen.profile();
        if (current == null) {
            return fresh;
        }
        List<SrtpProfile> all = new ArrayList<>(List.of(current));
        fresh.stream().filter(each -> each != current).forEach(all::add);
        return all;
    }

    @Override
    SdpRewrite.Transport answer(MediaSection offer) {
        List<Attribute> lines = new ArrayList<>();
        lines.add(rtcp(pair.advertised().port() + (mux ? 0 : 1)));
        if (mux) {
            lines.add(Attribute.flag("rtcp-mux"));
        }
        Crypto taken = chosen;
        if (secure && taken != null && taken.profile() != null) {
            lines.add(crypto(taken.tag(), taken.profile()));
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

    private Attribute crypto(int tag, SrtpProfile profile) {
        LegPlan.SrtpKeys keys = ours(profile);
        byte[] both = Arrays.copyOf(keys.key(), keys.key().length + keys.salt().length);
        System.arraycopy(keys.salt(), 0, both, keys.key().length, keys.salt().length);
        return new Attribute("crypto", Crypto.of(tag, profile, both).value());
    }

    private LegPlan.SrtpKeys ours(SrtpProfile profile) {
        return ours.computeIfAbsent(
                profile,
                p -> {
                    byte[] key = new byte[p.keyBytes()];
                    byte[] salt = new byte[p.saltBytes()];
                    random.nextBytes(key);
                    random.nextBytes(salt);
                    return new LegPlan.SrtpKeys(p, key, salt);
                });
    }

    @Override
    @Nullable String refusal(MediaSection answer) {
        boolean needed = either ? answer.media().protocol().contains("SAVP") : secure;
        return needed && best(answer, offered()) == null
                ? "the answer to an SDES offer has no a=crypto that was offered"
                : null;
    }

    @Override
    void takeOffer(MediaSection offer) {
        mux = offersMux && offer.rtcpMux();
        takeRemote(offer, TAKEN);
    }

    @Override
    void takeAnswer(MediaSection answer) {
        mux = offersMux && answer.rtcpMux();
        takeRemote(answer, offered());
    }

    private void takeRemote(MediaSection section, List<SrtpProfile> profiles) {
        remote = section.rtp();
        boolean elsewhere = section.media().attributes().has("rtcp") && !mux;
        boolean held = remote != null && remote.isUnspecified();
        remoteRtcp = elsewhere && !held ? section.rtcp() : null;
        Crypto found = secure || either ? best(section, profiles) : null;
        secure = either ? found != null : secure;
        choose(found);
    }

    /// A key that was in use and is not any more never comes back: with it the packet count would
    /// begin again, and the same key stream with that (RFC 3711 section 9.1).
    private void choose(@Nullable Crypto next) {
        SrtpProfile before = chosen == null ? null : chosen.profile();
        SrtpProfile profile = next == null ? null : next.profile();
        if (before != null && before != profile) {
            ours.remove(before);
        }
        chosen = next;
        theirs =
                next == null || profile == null
                        ? null
                        : new LegPlan.SrtpKeys(profile, next.masterKey(), next.masterSalt());
    }

    @Override
    LegPlan.Transport transport() {
        SrtpProfile profile = chosen == null ? null : chosen.profile();
        LegPlan.Sdes sdes =
                secure
                        ? new LegPlan.Sdes(
                                ours(profile == null ? OFFERED.getFirst() : profile), theirs)
                        : null;
        return new LegPlan.Ports(
                pair.rtp(), mux ? pair.rtp() : pair.rtcp(), remote, remoteRtcp, true, sdes);
    }
}
