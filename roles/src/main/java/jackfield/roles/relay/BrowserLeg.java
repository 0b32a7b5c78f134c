package jackfield.roles.relay;

import jackfield.base.Endpoint;
import jackfield.roles.relay.media.LegPlan;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.sdp.Attribute;
import jackfield.rtc.sdp.Attributes;
import jackfield.rtc.sdp.Connection;
import jackfield.rtc.sdp.Fingerprint;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import jackfield.rtc.sdp.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A leg on the socket that all browsers share: ICE, DTLS, everything on one component.
final class BrowserLeg extends Leg {
    private static final String ICE_CHARS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// RFC 8445 section 5.1.2.1 for a host candidate, component 1, the highest local preference.
    private static final long BEST_PRIORITY = 2_130_706_431L;

    /// Of a peer, told and trickled together.
    private static final int MOST_CANDIDATES = 64;

    private final LogicalInterface on;
    private final String fingerprint;
    private final RandomGenerator random;
    private final boolean controlling;
    private final boolean lite;
    private String ufrag;
    private String pwd;
    private List<Endpoint> told = List.of();
    private @Nullable String remoteUfrag;
    private @Nullable String remotePwd;
    private List<String> candidates = List.of();
    private List<String> fingerprints = List.of();
    private final List<Late> late = new ArrayList<>();
    private boolean remoteLite;
    private Dtls.@Nullable Role role;

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
        this.fingerprint = fingerprint;
        controlling = terms.controlling;
        lite = terms.lite;
        this.random = random;
        ufrag = iceText(8);
        pwd = iceText(24);
    }

    @Override
    SdpRewrite.Transport offer(@Nullable SessionDescription theirs, String protocol) {
        choose(theirs);
        return transport(protocol, Setup.ACTPASS);
    }

    @Override
    SdpRewrite.Transport answer(MediaSection offer) {
        choose(offer.session());
        Setup setup = role == Dtls.Role.CLIENT ? Setup.ACTIVE : Setup.PASSIVE;
        return transport(offer.media().protocol(), setup);
    }

    private SdpRewrite.Transport transport(String protocol, Setup setup) {
        List<Attribute> lines = new ArrayList<>();
        lines.add(Attribute.flag("rtcp-mux"));
        if (lite) {
            lines.add(Attribute.flag(SdpRewrite.ICE_LITE));
        }
        lines.add(new Attribute("ice-ufrag", ufrag));
        lines.add(new Attribute("ice-pwd", pwd));
        lines.add(new Attribute("fingerprint", "sha-256 " + fingerprint));
        lines.add(new Attribute("setup", setup.value()));
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
        if (answer.fingerprints().isEmpty()) {
            return "the answer to a DTLS offer has no a=fingerprint";
        }
        return answer.iceUfrag() == null ? "the answer to an ICE offer has no a=ice-ufrag" : null;
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
            pwd = iceText(24);
        }
        boolean sameAssociation = role != null && fingerprints.equals(texts(offer));
        if (offer.setup() == Setup.PASSIVE) {
            role = Dtls.Role.CLIENT;
        } else if (offer.setup() == Setup.ACTIVE || !sameAssociation) {
            // Offered a choice we wait: the browser knows best when its side is ready, and its
            // hello comes over a path that ICE has shown to work.
            role = Dtls.Role.SERVER;
        }
        takeRemote(offer);
    }

    @Override
    void takeAnswer(MediaSection answer) {
        boolean sameAssociation = role != null && fingerprints.equals(texts(answer));
        if (answer.setup() == Setup.PASSIVE) {
            role = Dtls.Role.CLIENT;
        } else if (answer.setup() == Setup.ACTIVE || !sameAssociation) {
            role = Dtls.Role.SERVER;
        }
        takeRemote(answer);
    }

    private void takeRemote(MediaSection theirs) {
        remoteUfrag = theirs.iceUfrag();
        remotePwd = theirs.icePwd();
        remoteLite = theirs.session().iceLite();
        candidates = theirs.candidates().stream().map(c -> "candidate:" + c.strip()).toList();
        late.removeIf(one -> !isCurrent(one.ufrag));
        fingerprints = texts(theirs);
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

    private static List<String> texts(MediaSection section) {
        return section.fingerprints().stream().map(Fingerprint::toString).toList();
    }

    @Override
    LegPlan.Transport transport() {
        return new LegPlan.Browser(
                on.browserSocket(),
                new LegPlan.Ice(
                        ufrag, pwd, remoteUfrag, remotePwd, known(), controlling, lite, remoteLite),
                new LegPlan.DtlsTerms(role, fingerprints));
    }

    private String iceText(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
        }
        return text.toString();
    }
}
