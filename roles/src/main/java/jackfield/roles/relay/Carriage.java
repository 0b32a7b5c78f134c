package jackfield.roles.relay;

import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.Group;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of an offer can be relayed, and how its writer is to be spoken to. Pure.
final class Carriage {
    private Carriage() {}

    /// What the writer of an offer speaks: what its SDP says wins over what we were told.
    sealed interface Spoken {
        record As(LegProfile profile) implements Spoken {}

        record Not(String why) implements Spoken {}
    }

    static Spoken spoken(SessionDescription offer, LegProfile told) {
        Spoken first = null;
        for (MediaSection each : offer.sections()) {
            // Some phones offer the same voice twice, secure and plain: the first that we can.
            Spoken spoken = isMedia(each) ? spoken(offer, each, told) : null;
            if (spoken instanceof Spoken.As) {
                return spoken;
            }
            first = first == null ? spoken : first;
        }
        return first == null ? new Spoken.Not("no m=audio with a codec we can relay") : first;
    }

    private static Spoken spoken(SessionDescription offer, MediaSection section, LegProfile told) {
        String protocol = section.media().protocol();
        boolean feedback = protocol.endsWith("F");
        boolean mux = told.rtcpMux() && section.rtcpMux();
        return switch (security(section)) {
            case PLAIN ->
                    new Spoken.As(
                            new LegProfile(LegProfile.Security.PLAIN, false, mux, feedback, false));
            case DTLS -> dtls(offer, section, feedback);
            case SDES ->
                    PortsLeg.best(section) == null
                            ? new Spoken.Not(
                                    protocol + " without a=fingerprint or an a=crypto we can do")
                            : new Spoken.As(
                                    new LegProfile(
                                            LegProfile.Security.SDES, false, mux, feedback, false));
        };
    }

    private static LegProfile.Security security(MediaSection section) {
        if (!section.media().protocol().contains("SAVP")) {
            return LegProfile.Security.PLAIN;
        }
        return section.fingerprints().isEmpty()
                ? LegProfile.Security.SDES
                : LegProfile.Security.DTLS;
    }

    private static Spoken dtls(SessionDescription offer, MediaSection first, boolean feedback) {
        if (first.iceUfrag() == null) {
            return new Spoken.Not("DTLS-SRTP without ICE");
        }
        if (!first.rtcpMux()) {
            return new Spoken.Not("DTLS-SRTP without a=rtcp-mux");
        }
        boolean bundle = offer.bundle() != null;
        return new Spoken.As(
                new LegProfile(LegProfile.Security.DTLS, true, true, feedback, bundle));
    }

    /// For each medium, whether it passes. A browser has one transport for all its media, a phone
    /// one for each: between the two only one medium fits, and that is the first voice.
    ///
    /// @param spoken what its writer speaks; media offered in another way are refused
    /// @param browsers whether it goes to a browser
    static List<Boolean> carried(
            SessionDescription offer, LegProfile.Security spoken, boolean browsers) {
        List<MediaSection> sections = offer.sections();
        boolean from = spoken == LegProfile.Security.DTLS;
        boolean all = from == browsers && (!from || offer.bundle() != null);
        boolean taken = false;
        List<Boolean> carried = new ArrayList<>();
        for (MediaSection section : sections) {
            boolean possible = isMedia(section) && security(section) == spoken;
            boolean voice = section.media().kind().equals("audio");
            boolean fits = all ? !from || inBundle(offer, section) : voice && !taken;
            carried.add(possible && fits);
            taken |= possible && fits;
        }
        return carried;
    }

    private static boolean inBundle(SessionDescription offer, MediaSection section) {
        Group bundle = offer.bundle();
        String mid = section.mid();
        return bundle != null && mid != null && bundle.mids().contains(mid);
    }

    private static boolean isMedia(MediaSection section) {
        String kind = section.media().kind();
        return section.media().isRtp()
                && (kind.equals("audio") || kind.equals("video"))
                && !section.isRejected()
                && section.codecs().stream().anyMatch(c -> !c.isAuxiliary());
    }

    /// The codecs of an offer that its receiver is told of.
    static CodecAgreement codecs(MediaSection section, boolean betweenBrowsers) {
        List<Codec> kept =
                section.codecs().stream()
                        .filter(c ->
                                betweenBrowsers || !c.encoding().matches("(?i)red|rtx|.*fec.*"))
                        .toList();
        return CodecAgreement.all(kept);
    }

    /// The name of a medium for a receiver that wants names: its own, or its place.
    static @Nullable String mid(SessionDescription offer, int index, boolean named) {
        if (!named) {
            return null;
        }
        String own = offer.sections().get(index).mid();
        if (own != null) {
            return own;
        }
        String place = Integer.toString(index);
        boolean taken = offer.sections().stream().anyMatch(each -> place.equals(each.mid()));
        return taken ? "medium" + place : place;
    }
}
