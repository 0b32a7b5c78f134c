package jackfield.roles.relay;

import jackfield.media.transcode.TranscodePlan;
import jackfield.roles.relay.media.PayloadMap;
import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.MediaSection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The codecs that an offer and its answer have in common, each with its number on both sides. An
/// answerer should repeat the offer's numbers and need not (RFC 3264 section 6.1).
///
/// @param matches in the answerer's order of preference; the two codecs of one differ where it is
///   translated
/// @param translation what is translated
record CodecAgreement(List<Match> matches, Translation translation) {
    /// @param offered as the offer has it
    /// @param answered as the answer has it
    /// @param told the number under which the answerer was offered it
    record Match(Codec offered, Codec answered, int told) {
        Match(Codec offered, Codec answered) {
            this(offered, answered, offered.payloadType());
        }

        /// True when the one is the other, but for its number.
        boolean isSame() {
            return CodecAgreement.isSame(offered, answered);
        }
    }

    CodecAgreement {
        matches = List.copyOf(matches);
    }

    static CodecAgreement of(MediaSection offer, MediaSection answer) {
        return of(all(offer.codecs()), answer);
    }

    /// @param told what the answerer was offered: `offered` under the number it was told,
    ///   `answered` under the one it came with
    static CodecAgreement of(CodecAgreement told, MediaSection answer) {
        List<Codec> offered = told.matches().stream().map(Match::offered).toList();
        List<Codec> answered = answer.codecs();
        Set<Codec> used = new HashSet<>();
        List<Match> matches = new ArrayList<>();
        for (String format : answer.media().formats()) {
            Codec theirs = find(answered, format);
            Codec ours = theirs == null ? find(offered, format) : match(offered, theirs, used);
            // A number without a:rtpmap can only be the offer's.
            if (ours != null && used.add(ours)) {
                Codec came = told.matches().get(offered.indexOf(ours)).answered();
                matches.add(new Match(came, theirs == null ? ours : theirs, ours.payloadType()));
            }
        }
        return new CodecAgreement(matches, Translation.NONE);
    }

    /// Every codec that an offer lists, as it is: for what we answer ourselves.
    static CodecAgreement all(List<Codec> codecs) {
        return new CodecAgreement(
                codecs.stream().map(c -> new Match(c, c)).toList(), Translation.NONE);
    }

    /// True when there is a voice or a picture among them, not only events and noise.
    boolean isUseful() {
        return matches.stream().anyMatch(match -> !match.offered().isAuxiliary());
    }

    /// `to` and what the offerer sends: the answerer is sent the numbers of its answer.
    PayloadMap fromOfferer(PayloadMap to) {
        TranscodePlan plan = translation.toAnswerer();
        PayloadMap map = heard(to, translation.keys().ofOfferer());
        if (plan != null) {
            return asTheyAre(map, plan);
        }
        for (Match each : matches) {
            Codec codec = each.offered();
            map =
                    map.with(
                            codec.payloadType(),
                            each.answered().payloadType(),
                            jitterClock(codec),
                            codec.encoding());
        }
        return map;
    }

    /// `to` and what the answerer sends: numbers of the offer it got, or of its own answer where
    /// these stand for nothing else.
    PayloadMap fromAnswerer(PayloadMap to) {
        TranscodePlan plan = translation.toOfferer();
        PayloadMap map = heard(to, translation.keys().ofAnswerer());
        if (plan != null) {
            return asTheyAre(map, plan);
        }
        for (Match each : matches) {
            Codec codec = each.offered();
            map = map.with(each.told(), codec.payloadType(), jitterClock(codec), codec.encoding());
        }
        for (Match each : matches) {
            int number = each.answered().payloadType();
            if (map.to(number) < 0) {
                Codec codec = each.offered();
                map = map.with(number, codec.payloadType(), jitterClock(codec), codec.encoding());
            }
        }
        return map;
    }

    /// Keys that stay here keep their numbers.
    private static PayloadMap heard(PayloadMap to, List<Codec> keys) {
        PayloadMap map = to;
        for (Codec each : keys) {
            map = map.with(each.payloadType(), each.payloadType(), 0, each.encoding());
        }
        return map;
    }

    /// What is translated keeps its number until then.
    private static PayloadMap asTheyAre(PayloadMap to, TranscodePlan plan) {
        PayloadMap map = to;
        for (TranscodePlan.Voice each : plan.voices()) {
            int number = each.payloadType();
            map = map.with(number, number, each.codec().clock(), each.codec().encoding());
        }
        for (TranscodePlan.Event each : plan.events()) {
            map = map.with(each.from(), each.from(), 0, "telephone-event");
        }
        int noise = plan.noiseIn();
        return noise < 0 ? map : map.with(noise, noise, 0, "CN");
    }

    /// The rate to count jitter by; 0 for events, whose timestamp stands still while a key is held
    /// (RFC 4733 section 2.2.1): each packet of one would count as late.
    private static int jitterClock(Codec codec) {
        return codec.encoding().equalsIgnoreCase("telephone-event") ? 0 : codec.clockRate();
    }

    private static @Nullable Codec find(List<Codec> codecs, String format) {
        for (Codec each : codecs) {
            if (format.equals(Integer.toString(each.payloadType()))) {
                return each;
            }
        }
        return null;
    }

    private static @Nullable Codec match(List<Codec> offered, Codec theirs, Set<Codec> used) {
        Codec other = null;
        for (Codec each : offered) {
            if (used.contains(each) || !isSame(each, theirs)) {
                continue;
            }
            if (each.payloadType() == theirs.payloadType()) {
                return each;
            }
            // Redundancy and retransmission name other numbers inside: renumbered they are wrong.
            boolean bound = each.encoding().matches("(?i)rtx|red|ulpfec");
            other = other == null && !bound ? each : other;
        }
        return other;
    }

    /// Opus is always written `/2` (RFC 7587 section 7) and some forget it.
    private static boolean isSame(Codec one, Codec other) {
        return one.isSameEncoding(other)
                || one.encoding().equalsIgnoreCase("opus")
                        && other.encoding().equalsIgnoreCase("opus");
    }
}
