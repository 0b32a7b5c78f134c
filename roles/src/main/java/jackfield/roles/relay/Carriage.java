package jackfield.roles.relay;

import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.Crypto;
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
        MediaSection first = null;
        for (MediaSection each : offer.sections()) {
            first = first == null && isMedia(each) ? each : first;
        }
        if (first == null) {
            return new Spoken.Not("no m=audio with a codec we can relay");
        }
        String protocol = first.media().protocol();
        boolean feedback = protocol.endsWith("F");
        if (!protocol.contains("SAVP")) {
            boolean mux = told.rtcpMux() && first.rtcpMux();
            return new Spoken.As(
                    new LegProfile(LegProfile.Security.PLAIN, false, mux, feedback, false));
        }
        if (!first.fingerprints().isEmpty()) {
            return dtls(offer, first, feedback);
        }
        Crypto crypto = PortsLeg.best(first);
        if (crypto == null) {
            return new Spoken.Not(protocol + " without a=fingerprint or an a=crypto we can do");
        }
        boolean mux = told.rtcpMux() && first.rtcpMux();
        return new Spoken.As(new LegProfile(LegProfile.Security.SDES, false, mux, feedback, false));
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
    static List<Boolean> carried(SessionDescription offer, boolean from, boolean to) {
        List<MediaSection> sections = offer.sections();
        List<Boolean> carried = new ArrayList<>();
        int only = from == to && (!from || offer.bundle() != null) ? -1 : firstVoice(sections);
        for (int i = 0; i < sections.size(); i++) {
            MediaSection section = sections.get(i);
            boolean fits = only < 0 ? !from || inBundle(offer, section) : i == only;
            carried.add(isMedia(section) && fits);
        }
        return carried;
    }

    private static int firstVoice(List<MediaSection> sections) {
        int first = sections.size();
        for (int i = sections.size() - 1; i >= 0; i--) {
            boolean voice = sections.get(i).media().kind().equals("audio");
            first = isMedia(sections.get(i)) && voice ? i : first;
        }
        return first;
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
