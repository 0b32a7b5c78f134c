package jackfield.roles.relay;

import jackfield.roles.relay.media.LegPlan;
import jackfield.rtc.dtls.Dtls;
import jackfield.rtc.sdp.Attribute;
import jackfield.rtc.sdp.Fingerprint;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.Setup;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The DTLS of one leg as SDP agrees it (RFC 5763, RFC 8122): the peer's certificate, and who of
/// the two begins.
final class HandshakeInSdp {
    private final String fingerprint;
    private List<String> fingerprints = List.of();
    private Dtls.@Nullable Role role;

    /// @param fingerprint SHA-256 of our certificate
    HandshakeInSdp(String fingerprint) {
        this.fingerprint = fingerprint;
    }

    /// What an offer of ours has.
    List<Attribute> offer() {
        return lines(Setup.ACTPASS);
    }

    /// What our answer has, once [#takeOffer] took the offer.
    List<Attribute> answer() {
        return lines(role == Dtls.Role.CLIENT ? Setup.ACTIVE : Setup.PASSIVE);
    }

    private List<Attribute> lines(Setup setup) {
        return List.of(
                new Attribute("fingerprint", "sha-256 " + fingerprint),
                new Attribute("setup", setup.value()));
    }

    void takeOffer(MediaSection offer) {
        boolean sameAssociation = role != null && fingerprints.equals(texts(offer));
        if (offer.setup() == Setup.PASSIVE) {
            role = Dtls.Role.CLIENT;
        } else if (offer.setup() == Setup.ACTIVE || !sameAssociation) {
            // Offered a choice we wait: the peer knows best when its side is ready, and its hello
            // comes over a path that works.
            role = Dtls.Role.SERVER;
        }
        fingerprints = texts(offer);
    }

    void takeAnswer(MediaSection answer) {
        boolean sameAssociation = role != null && fingerprints.equals(texts(answer));
        if (answer.setup() == Setup.PASSIVE) {
            role = Dtls.Role.CLIENT;
        } else if (answer.setup() == Setup.ACTIVE || !sameAssociation) {
            role = Dtls.Role.SERVER;
        }
        fingerprints = texts(answer);
    }

    private static List<String> texts(MediaSection section) {
        return section.fingerprints().stream().map(Fingerprint::toString).toList();
    }

    LegPlan.DtlsTerms plan() {
        return new LegPlan.DtlsTerms(role, fingerprints);
    }
}
