package jackfield.roles.relay;

import jackfield.base.Endpoint;
import jackfield.roles.relay.media.LegPlan;
import jackfield.rtc.sdp.Attribute;
import jackfield.rtc.sdp.Attributes;
import jackfield.rtc.sdp.Connection;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A leg on the socket that all with ICE share: everything on one component, protected by DTLS, by
/// keys in the SDP, or not at all.
final class BrowserLeg extends Leg {
    private static final String ICE_CHARS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// RFC 8445 section 5.1.2.1 for a host candidate, component 1, the highest local preference.
    private static final long BEST_PRIORITY = 2_130_706_431L;

    /// Of a peer, told and trickled together.
    private static final int MOST_CANDIDATES = 64;

    private final LogicalInterface on;
    private final RandomGenerator random;
    private final boolean controlling;
    private final boolean lite;
    private String ufrag;
    private String pwd;
    private List<Endpoint> told = List.of();
    private @Nullable String remoteUfrag;
    private @Nullable String remotePwd;
    private List<String> candidates = List.of();
    private final HandshakeInSdp handshake;
    private final KeysInSdp keys;
    private LegProfile.Security security = LegProfile.Security.DTLS;
    private boolean secure;
    private boolean remoteMux = true;

    /// Where the peer is when it has no ICE.
    private @Nullable Endpoint fixed;

    private final List<Late> late = new ArrayList<>();
    private boolean remoteLite;

    /// Our part in ICE.
    ///
    /// @param controlling whether we nominate: true where our offer came first (RFC 8445 section
    ///   6.1.1)
    /// @param lite whether we only answer checks
    record Terms(boolean controlling, boolean lite) {}

    /// A candidate that came after its description.
    ///
    /// @param ufrag its generation; empty where it was not said
    private record Late(String ufrag, String candidate) {}

    BrowserLeg(
            long id, LogicalInterface on, String fingerprint, Terms terms, RandomGenerator random) {
        super(id);
        this.on = on;
        controlling = terms.controlling;
        lite = terms.lite;
        this.random = random;
        handshake = new HandshakeInSdp(fingerprint);
        keys = new KeysInSdp(random);
        ufrag = iceText(8);
        pwd = iceText(26);
    }

    @Override
    void speak(LegProfile profile) {
        security = profile.security();
        keys.allow(profile.options().keying());
        secure =
                switch (security) {
                    case PLAIN -> false;
                    case EITHER -> keys.isAgreed();
                    case SDES, DTLS -> true;
                };
    }

    @Override
    boolean isSecure() {
        return secure;
    }

    @Override
    SdpRewrite.Transport offer(@Nullable SessionDescription theirs, String protocol) {
        choose(theirs);
        return transport(
                protocol,
                true,
                switch (security) {
                    case DTLS -> handshake.offer();
                    case PLAIN -> List.of();
                    case SDES, EITHER -> keys.offer(security == LegProfile.Security.EITHER);
                });
    }

    @Override
    SdpRewrite.Transport answer(MediaSection offer) {
        choose(offer.session());
        return transport(
                offer.media().protocol(),
                remoteMux,
                security == LegProfile.Security.DTLS
                        ? handshake.answer()
                        : secure ? keys.answer() : List.of());
    }

    private SdpRewrite.Transport transport(String protocol, boolean mux, List<Attribute> secrets) {
        List<Attribute> lines = new ArrayList<>();
        if (mux) {
            lines.add(Attribute.flag("rtcp-mux"));
        }
        if (lite) {
            lines.add(Attribute.flag(SdpRewrite.ICE_LITE));
        }
        lines.add(new Attribute("ice-ufrag", ufrag));
        lines.add(new Attribute("ice-pwd", pwd));
        lines.addAll(secrets);
        long priority = BEST_PRIORITY;
        int foundation = 1;
        for (Endpoint each : told) {
            String host = each.host() + " " + each.port();
            lines.add(
                    new Attribute(
                            "candidate",
                            foundation++ + " 1 udp " + priority + " " + host + " typ host"));
            priority -= 256;
        }
        lines.add(Attribute.flag("end-of-candidates"));
        Endpoint first = told.getFirst();
        return new SdpRewrite.Transport(
                Connection.of(first), first.port(), protocol, new Attributes(lines));
    }

    /// Once chosen, the addresses stay: a refresh must not change the description.
    private void choose(@Nullable SessionDescription theirs) {
        if (told.isEmpty()) {
            told = Reachable.of(on.addresses(), theirs);
        }
    }

    /// Where the browser is told to send.
    Endpoint first() {
        return told.isEmpty() ? on.addresses().getFirst() : told.getFirst();
    }

    @Override
    @Nullable String refusal(MediaSection answer) {
        return switch (security) {
            case DTLS -> {
                if (answer.fingerprints().isEmpty()) {
                    yield "the answer to a DTLS offer has no a=fingerprint";
                }
                yield answer.iceUfrag() == null
                        ? "the answer to an ICE offer has no a=ice-ufrag"
                        : null;
            }
            case PLAIN -> null;
            case SDES, EITHER -> keys.refusal(answer, security == LegProfile.Security.EITHER);
        };
    }

    @Override
    void takeOffer(MediaSection offer) {
        boolean restart =
                remoteUfrag != null
                        && !remoteUfrag.equals(offer.iceUfrag())
                        && !String.valueOf(remotePwd).equals(offer.icePwd());
        if (restart) {
            // Both sides change their credentials (RFC 8839 section 4.4.1.1.1).
            ufrag = iceText(8);
            pwd = iceText(26);
        }
        if (security == LegProfile.Security.DTLS) {
            handshake.takeOffer(offer);
        } else if (security != LegProfile.Security.PLAIN) {
            settle(keys.takeOffer(offer));
        }
        takeRemote(offer);
    }

    @Override
    void takeAnswer(MediaSection answer) {
        if (security == LegProfile.Security.DTLS) {
            handshake.takeAnswer(answer);
        } else if (security != LegProfile.Security.PLAIN) {
            settle(keys.takeAnswer(answer, security == LegProfile.Security.EITHER));
        }
        takeRemote(answer);
    }

    private void settle(boolean found) {
        if (security == LegProfile.Security.EITHER) {
            secure = found;
        }
        if (!found) {
            keys.forget();
        }
    }

    private void takeRemote(MediaSection theirs) {
        remoteUfrag = theirs.iceUfrag();
        remotePwd = theirs.icePwd();
        remoteMux = theirs.rtcpMux();
        fixed = remoteUfrag == null ? theirs.rtp() : null;
        remoteLite = theirs.session().iceLite();
        candidates = theirs.candidates().stream().map(c -> "candidate:" + c.strip()).toList();
        late.removeIf(one -> !isCurrent(one.ufrag));
    }

    /// Takes candidates that came by themselves (RFC 8838); false when they are of another
    /// generation than the peer's description.
    ///
    /// @param ofUfrag their generation; null where it was not said
    /// @param more the values of `a=candidate`
    boolean trickle(@Nullable String ofUfrag, List<String> more) {
        String generation = ofUfrag == null ? "" : ofUfrag;
        if (remoteUfrag != null && !isCurrent(generation)) {
            return false;
        }
        for (String each : more) {
            Late one = new Late(generation, "candidate:" + each.strip());
            if (late.size() < MOST_CANDIDATES && !late.contains(one)) {
                late.add(one);
            }
        }
        return true;
    }

    private boolean isCurrent(String generation) {
        return generation.isEmpty() || generation.equals(remoteUfrag);
    }

    /// Those of the description, and those that came later.
    private List<String> known() {
        List<String> all = new ArrayList<>(candidates);
        for (Late one : remoteUfrag == null ? List.<Late>of() : late) {
            if (all.size() < MOST_CANDIDATES && !all.contains(one.candidate)) {
                all.add(one.candidate);
            }
        }
        return all;
    }

    @Override
    LegPlan.Transport transport() {
        boolean dtls = security == LegProfile.Security.DTLS;
        return new LegPlan.Browser(
                on.browserSocket(),
                new LegPlan.Ice(
                        ufrag, pwd, remoteUfrag, remotePwd, known(), controlling, lite, remoteLite),
                dtls ? handshake.plan() : null,
                secure && !dtls ? keys.plan() : null,
                dtls ? null : fixed);
    }

    private String iceText(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
        }
        return text.toString();
    }
}
