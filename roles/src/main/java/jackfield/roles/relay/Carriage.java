package jackfield.roles.relay;

import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.Group;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What of an offer can be relayed, and how its writer is to be spoken to. Pure.
final class Carriage {
    private static final int MOST_WITH_PORTS = 4;
    private static final int MOST_IN_BUNDLE = 32;

    private Carriage() {}

    /// What the writer of an offer speaks: what its SDP says wins over what we were told.
    sealed interface Spoken {
        record As(LegProfile profile) implements Spoken {}

        record Not(String why) implements Spoken {}
    }

    static Spoken spoken(SessionDescription offer, LegProfile told) {
        if (!offer.media().isEmpty()
                && offer.sections().stream().allMatch(MediaSection::isRejected)) {
            return new Spoken.As(told); // it says nothing of what it speaks
        }
        Spoken first = null;
        for (MediaSection each : offer.sections()) {
            // Some phones offer the same voice twice, secure and plain: the first that we can.
            Spoken spoken = isMedia(each) && !isFax(each) ? spoken(offer, each, told) : null;
            if (spoken instanceof Spoken.As(LegProfile profile)) {
                return new Spoken.As(profile.on(told.options()));
            }
            first = first == null ? spoken : first;
        }
        if (first == null && offer.sections().stream().anyMatch(Carriage::isFax)) {
            return new Spoken.As(told); // a fax says nothing of keys or ICE
        }
        return first == null ? new Spoken.Not("no m=audio with a codec we can relay") : first;
    }

    private static Spoken spoken(SessionDescription offer, MediaSection section, LegProfile told) {
        String protocol = section.media().protocol();
        boolean feedback = protocol.endsWith("F");
        boolean ice = section.iceUfrag() != null;
        LegProfile.Security security = security(section);
        if (security == LegProfile.Security.SDES && PortsLeg.best(section) == null) {
            return new Spoken.Not(protocol + " without a=fingerprint or an a=crypto we can do");
        }
        boolean dtls = security == LegProfile.Security.DTLS;
        boolean mux = ice || (dtls || told.rtcpMux()) && section.rtcpMux();
        boolean bundle = ice && offer.bundle() != null;
        return new Spoken.As(new LegProfile(security, ice, mux, feedback, bundle, told.options()));
    }

    private static LegProfile.Security security(MediaSection section) {
        if (!section.media().protocol().contains("SAVP")) {
            return PortsLeg.best(section) == null
                    ? LegProfile.Security.PLAIN
                    : LegProfile.Security.EITHER;
        }
        return section.fingerprints().isEmpty()
                ? LegProfile.Security.SDES
                : LegProfile.Security.DTLS;
    }

    /// For each medium, whether it passes: the first few, because each may take ports on both
    /// sides, and on those of every fork.
    ///
    /// @param spoken what its writer speaks; media offered in another way are refused
    /// @param ports whether a side has ports for each medium
    static List<Boolean> carried(
            SessionDescription offer, LegProfile.Security spoken, boolean ports) {
        int room = ports ? MOST_WITH_PORTS : MOST_IN_BUNDLE;
        List<Boolean> carried = new ArrayList<>();
        for (MediaSection section : offer.sections()) {
            boolean possible =
                    isMedia(section)
                            && (isFax(section) ? ports : agree(security(section), spoken))
                            && room > 0;
            carried.add(possible);
            room -= possible ? 1 : 0;
        }
        return carried;
    }

    /// Media with and without keys beside them may be of one party.
    private static boolean agree(LegProfile.Security one, LegProfile.Security other) {
        return one == other || isOptional(one) && isOptional(other);
    }

    private static boolean isOptional(LegProfile.Security security) {
        return security == LegProfile.Security.PLAIN || security == LegProfile.Security.EITHER;
    }

    /// True if the medium shares the transport of its writer's bundle (RFC 9143).
    static boolean inBundle(MediaSection section) {
        Group bundle = section.session().bundle();
        String mid = section.mid();
        return bundle != null && mid != null && bundle.mids().contains(mid);
    }

    /// True for T.38 by UDPTL without keys (RFC 3362, ITU-T T.38 annex D): it passes as it is,
    /// between two sides that have ports for it.
    static boolean isFax(MediaSection section) {
        return section.media().kind().equals("image")
                && section.media().protocol().equalsIgnoreCase("udptl")
                && !section.isRejected();
    }

    private static boolean isMedia(MediaSection section) {
        if (isFax(section)) {
            return true;
        }
        String kind = section.media().kind();
        return section.media().isRtp()
                && (kind.equals("audio") || kind.equals("video"))
                && !section.isRejected()
                && section.codecs().stream().anyMatch(c -> !c.isAuxiliary());
    }

    /// The codecs of an offer that can be relayed.
    static List<Codec> codecs(MediaSection section, boolean alike) {
        return section.codecs().stream()
                .filter(c -> alike || !c.encoding().matches("(?i)red|rtx|.*fec.*"))
                .toList();
    }

    /// The codecs that the receiver of an offer is told of, as it is told.
    ///
    /// @param taken where the receiver has one transport for all, the numbers that media before
    ///   this one have: these stand for one thing only, and later ones get others (RFC 9143 section
    ///   9.1)
    static CodecAgreement told(List<Codec> codecs, boolean alike, @Nullable Set<Integer> taken) {
        List<CodecAgreement.Match> kept = new ArrayList<>();
        Set<Integer> busy = new HashSet<>(taken == null || alike ? Set.of() : taken);
        codecs.forEach(each -> busy.add(each.payloadType()));
        for (Codec each : codecs) {
            boolean clash = !alike && taken != null && taken.contains(each.payloadType());
            kept.add(new CodecAgreement.Match(clash ? numbered(each, busy) : each, each));
        }
        if (taken != null) {
            kept.forEach(each -> taken.add(each.offered().payloadType()));
        }
        return new CodecAgreement(kept, Translation.NONE);
    }

    private static Codec numbered(Codec codec, Set<Integer> busy) {
        for (int free = 127; free >= 96; free--) {
            if (busy.add(free)) {
                return new Codec(
                        free, codec.encoding(), codec.clockRate(), codec.channels(), codec.fmtp());
            }
        }
        return codec;
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
