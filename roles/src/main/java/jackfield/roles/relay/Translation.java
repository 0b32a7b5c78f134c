package jackfield.roles.relay;

import jackfield.media.opus.OpusOptions;
import jackfield.media.transcode.AudioCodec;
import jackfield.media.transcode.TranscodePlan;
import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.MediaSection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is translated between the two parties of a medium, each way.
///
/// @param toAnswerer what becomes of what the offerer sends; null where it passes as it is
/// @param toOfferer what becomes of what the answerer sends; likewise
/// @param keys the events that one side alone has
record Translation(
        @Nullable TranscodePlan toAnswerer, @Nullable TranscodePlan toOfferer, Keys keys) {
    /// All passes as it is.
    static final Translation NONE = new Translation(null, null, Keys.PASS);

    /// Telephone events that are heard here and do not pass: the other side has none. They keep
    /// their numbers.
    ///
    /// @param ofOfferer those that the offerer may send
    /// @param ofAnswerer those that the answerer may send
    record Keys(List<Codec> ofOfferer, List<Codec> ofAnswerer) {
        /// Events pass, or there are none.
        static final Keys PASS = new Keys(List.of(), List.of());

        Keys {
            ofOfferer = List.copyOf(ofOfferer);
            ofAnswerer = List.copyOf(ofAnswerer);
        }
    }

    private Translation(@Nullable TranscodePlan toAnswerer, @Nullable TranscodePlan toOfferer) {
        this(toAnswerer, toOfferer, Keys.PASS);
    }

    /// One side of a medium.
    ///
    /// @param sends the codecs it may send
    /// @param takes the voice it is sent
    /// @param takesAll what it may be sent
    /// @param ptimeMs how much in a packet
    private record Side(List<Codec> sends, Codec takes, List<Codec> takesAll, int ptimeMs) {}

    /// The terms of one answer.
    ///
    /// @param offer what became of the offerer's codecs
    /// @param told the same, with the numbers that the answerer was told
    /// @param asked the offerer's own section
    /// @param answered the answerer's
    /// @param ptimeToOfferer packet time towards the offerer that was asked for; 0 for none
    /// @param ptimeToAnswerer likewise
    record Terms(
            CodecOffer offer,
            CodecAgreement told,
            MediaSection asked,
            MediaSection answered,
            int ptimeToOfferer,
            int ptimeToAnswerer) {}

    /// What the two agree on, with what has to be translated for it.
    static CodecAgreement agreement(Terms terms, TranscodeSettings settings) {
        CodecAgreement agreed = voices(terms, settings);
        return terms.offer().carriesKeys() && agreed.isUseful() ? withKeys(terms, agreed) : agreed;
    }

    /// Events that only one side has stay here, where nothing else has their number.
    private static CodecAgreement withKeys(Terms terms, CodecAgreement agreed) {
        List<Codec> ofOfferer = events(terms.offer().known());
        List<Codec> ofAnswerer = events(answered(terms));
        if (ofOfferer.isEmpty() == ofAnswerer.isEmpty()) {
            return agreed;
        }
        List<Codec> told = events(terms.told().matches().stream().map(m -> m.offered()).toList());
        List<Codec> here = new ArrayList<>(ofAnswerer);
        here.addAll(ofAnswerer.isEmpty() ? List.of() : told);
        Keys keys =
                new Keys(
                        free(ofOfferer, agreed.matches().stream().map(m -> m.answered()).toList()),
                        free(here, agreed.matches().stream().map(m -> m.offered()).toList()));
        Translation voices = agreed.translation();
        return new CodecAgreement(
                agreed.matches(), new Translation(voices.toAnswerer(), voices.toOfferer(), keys));
    }

    private static List<Codec> events(List<Codec> codecs) {
        return codecs.stream().filter(CodecOffer::isEvent).toList();
    }

    private static List<Codec> free(List<Codec> codecs, List<Codec> others) {
        return codecs.stream()
                .filter(each ->
                        others.stream().noneMatch(o -> o.payloadType() == each.payloadType()))
                .toList();
    }

    private static CodecAgreement voices(Terms terms, TranscodeSettings settings) {
        List<Codec> known = terms.offer().known();
        List<Codec> answered = answered(terms);
        CodecAgreement all = CodecAgreement.of(terms.told(), terms.answered());
        List<CodecAgreement.Match> common =
                all.matches().stream().filter(match -> known.contains(match.offered())).toList();
        CodecAgreement direct = new CodecAgreement(common, NONE);
        boolean asks = !terms.offer().terms().isEmpty();
        if (!settings.on() && !asks || !terms.asked().media().kind().equals("audio")) {
            return direct;
        }
        Codec wanted = forced(terms.offer());
        Codec ofOfferer = wanted != null ? wanted : firstCommon(common, known);
        Codec ofAnswerer = firstVoice(answered);
        if (ofOfferer == null || ofAnswerer == null) {
            return direct;
        }
        if (wanted == null && isUseful(common)) {
            return ofCommon(terms, settings, direct, answered);
        }
        return ofForeign(terms, settings, ofOfferer, ofAnswerer, answered);
    }

    /// They have a voice in common. Still the answerer may send one that the offerer does not know,
    /// keys may be counted otherwise, and packets be wanted in another length.
    private static CodecAgreement ofCommon(
            Terms terms, TranscodeSettings settings, CodecAgreement direct, List<Codec> answered) {
        CodecAgreement.Match voice =
                direct.matches().stream()
                        .filter(match -> AudioCodec.of(match.offered()) != null)
                        .findFirst()
                        .orElse(null);
        if (voice == null) {
            return direct;
        }
        List<Codec> told = direct.matches().stream().map(CodecAgreement.Match::offered).toList();
        List<CodecAgreement.Match> shown = new ArrayList<>(direct.matches());
        CodecAgreement.Match keys = keys(terms, voice.offered(), voice.answered(), answered);
        boolean otherKeys = keys != null && told.stream().noneMatch(CodecOffer::isEvent);
        if (otherKeys) {
            shown.add(keys);
        }
        boolean foreign =
                answered.stream()
                        .anyMatch(each ->
                                AudioCodec.of(each) != null
                                        && direct.matches().stream()
                                                .noneMatch(m -> m.answered().equals(each)));
        List<Codec> sends = shown.stream().map(CodecAgreement.Match::offered).toList();
        Side offerer = new Side(sends, voice.offered(), sends, terms.ptimeToOfferer());
        Side answerer = new Side(answered, voice.answered(), answered, terms.ptimeToAnswerer());
        TranscodePlan toAnswerer =
                otherKeys || terms.ptimeToAnswerer() > 0
                        ? plan(offerer, answerer, terms.answered(), settings, terms)
                        : null;
        TranscodePlan toOfferer =
                otherKeys || foreign || terms.ptimeToOfferer() > 0
                        ? plan(answerer, offerer, terms.asked(), settings, terms)
                        : null;
        return new CodecAgreement(shown, new Translation(toAnswerer, toOfferer));
    }

    /// They have none in common, or are not to use it.
    private static CodecAgreement ofForeign(
            Terms terms,
            TranscodeSettings settings,
            Codec ofOfferer,
            Codec ofAnswerer,
            List<Codec> answered) {
        List<CodecAgreement.Match> shown = new ArrayList<>();
        shown.add(new CodecAgreement.Match(ofOfferer, ofAnswerer));
        CodecAgreement.Match keys = keys(terms, ofOfferer, ofAnswerer, answered);
        if (keys != null) {
            shown.add(keys);
        }
        Codec noiseIn = noise(terms.offer().known());
        Codec noiseOut = noise(answered);
        if (noiseIn != null && noiseOut != null && ofOfferer.clockRate() == 8000) {
            shown.add(new CodecAgreement.Match(noiseIn, noiseOut));
        }
        List<Codec> sends = shown.stream().map(CodecAgreement.Match::offered).toList();
        Side offerer = new Side(sends, ofOfferer, sends, terms.ptimeToOfferer());
        Side answerer = new Side(answered, ofAnswerer, answered, terms.ptimeToAnswerer());
        return new CodecAgreement(
                shown,
                new Translation(
                        plan(offerer, answerer, terms.answered(), settings, terms),
                        plan(answerer, offerer, terms.asked(), settings, terms)));
    }

    private static TranscodePlan plan(
            Side from, Side to, MediaSection receiver, TranscodeSettings settings, Terms terms) {
        List<TranscodePlan.Voice> voices = new ArrayList<>();
        List<TranscodePlan.Event> events = new ArrayList<>();
        for (Codec each : from.sends()) {
            AudioCodec voice = AudioCodec.of(each);
            Codec event = CodecOffer.isEvent(each) ? event(to) : null;
            if (voice != null) {
                voices.add(new TranscodePlan.Voice(each.payloadType(), voice));
            } else if (event != null) {
                events.add(
                        new TranscodePlan.Event(
                                each.payloadType(),
                                each.clockRate(),
                                event.payloadType(),
                                event.clockRate()));
            }
        }
        AudioCodec target = voice(to.takes());
        boolean asked = to.ptimeMs() > 0;
        int ptime = TranscodePlan.ptime(target, asked ? to.ptimeMs() : PacketTime.wanted(receiver));
        Codec noiseIn = noise(from.sends());
        // Comfort noise is for voices at 8 kHz (RFC 3389 section 4).
        boolean takesNoise = target == AudioCodec.PCMU || target == AudioCodec.PCMA;
        Codec noiseOut = takesNoise ? noise(to.takesAll()) : null;
        return new TranscodePlan(
                voices,
                events,
                noiseIn == null ? -1 : noiseIn.payloadType(),
                noiseOut == null ? -1 : noiseOut.payloadType(),
                new TranscodePlan.Voice(to.takes().payloadType(), target),
                ptime,
                !asked,
                opus(voices, terms.offer().terms().set())
                        .withComplexity(settings.opusComplexity()));
    }

    private static OpusOptions opus(List<TranscodePlan.Voice> voices, List<String> set) {
        boolean wide = voices.stream().anyMatch(each -> each.codec().rate() > 8000);
        OpusOptions usual = wide ? OpusOptions.WIDE : OpusOptions.TELEPHONE;
        for (String each : set) {
            // opus/48000/2/bitrate
            String[] parts = each.split("/", -1);
            if (parts.length > 3
                    && parts[0].equalsIgnoreCase("opus")
                    && parts[3].matches("\\d{4,6}")) {
                int bitrate = Math.clamp(Long.parseLong(parts[3]), 6000, 510_000);
                return new OpusOptions(bitrate, usual.complexity(), 0, false);
            }
        }
        return usual;
    }

    /// The codecs of the answer: a number without a:rtpmap is the offer's.
    private static List<Codec> answered(Terms terms) {
        List<Codec> own = terms.answered().codecs();
        List<Codec> told =
                terms.told().matches().stream().map(CodecAgreement.Match::offered).toList();
        List<Codec> all = new ArrayList<>();
        for (String format : terms.answered().media().formats()) {
            all.addAll(first(own, format, told));
        }
        return all;
    }

    private static List<Codec> first(List<Codec> own, String format, List<Codec> told) {
        List<Codec> mine = ofNumber(own, format);
        return mine.isEmpty() ? ofNumber(told, format) : mine;
    }

    private static List<Codec> ofNumber(List<Codec> codecs, String format) {
        return codecs.stream()
                .filter(each -> Integer.toString(each.payloadType()).equals(format))
                .limit(1)
                .toList();
    }

    /// The voice that the offerer is to use whatever the answerer says; null where there is none.
    private static @Nullable Codec forced(CodecOffer offer) {
        for (Codec each : offer.known()) {
            boolean named =
                    CodecOffer.matches(each, offer.terms().consume())
                            || CodecOffer.matches(each, offer.terms().accept());
            if (named && AudioCodec.of(each) != null) {
                return each;
            }
        }
        return null;
    }

    private static @Nullable Codec firstCommon(
            List<CodecAgreement.Match> common, List<Codec> known) {
        for (CodecAgreement.Match each : common) {
            if (AudioCodec.of(each.offered()) != null) {
                return each.offered();
            }
        }
        return firstVoice(known);
    }

    private static @Nullable Codec firstVoice(List<Codec> codecs) {
        for (Codec each : codecs) {
            if (AudioCodec.of(each) != null) {
                return each;
            }
        }
        return null;
    }

    private static boolean isUseful(List<CodecAgreement.Match> matches) {
        return matches.stream().anyMatch(match -> !match.offered().isAuxiliary());
    }

    private static CodecAgreement.@Nullable Match keys(
            Terms terms, Codec ofOfferer, Codec ofAnswerer, List<Codec> answered) {
        Codec offered = event(terms.offer().known(), ofOfferer.clockRate());
        Codec taken = event(answered, ofAnswerer.clockRate());
        return offered == null || taken == null ? null : new CodecAgreement.Match(offered, taken);
    }

    private static @Nullable Codec event(Side side) {
        return event(side.takesAll(), side.takes().clockRate());
    }

    /// Keys, best in the clock of the voice.
    private static @Nullable Codec event(List<Codec> codecs, int clock) {
        Codec other = null;
        for (Codec each : codecs) {
            if (CodecOffer.isEvent(each) && each.clockRate() == clock) {
                return each;
            }
            other = other == null && CodecOffer.isEvent(each) ? each : other;
        }
        return other;
    }

    private static @Nullable Codec noise(List<Codec> codecs) {
        for (Codec each : codecs) {
            if (each.encoding().equalsIgnoreCase("CN") && each.clockRate() == 8000) {
                return each;
            }
        }
        return null;
    }

    private static AudioCodec voice(Codec codec) {
        AudioCodec voice = AudioCodec.of(codec);
        if (voice == null) {
            throw new IllegalArgumentException("no voice: " + codec.rtpmap());
        }
        return voice;
    }
}
