package jackfield.roles.relay;

import jackfield.media.transcode.AudioCodec;
import jackfield.rtc.sdp.Codec;
import jackfield.rtc.sdp.MediaSection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The codecs of one medium on their way from the offerer to the answerer.
///
/// @param known those of the offerer that may be used towards it
/// @param told those that the answerer is told of: what is left of the offerer's, and what we add
///   and translate
/// @param terms what a controller wants of them
/// @param carriesKeys whether keys go from the one to the other in whatever way each takes them
record CodecOffer(
        List<Codec> known,
        List<Codec> told,
        ExchangeOptions.CodecTerms terms,
        boolean carriesKeys) {
    private static final int FIRST_FREE = 96;

    CodecOffer {
        known = List.copyOf(known);
        told = List.copyOf(told);
    }

    /// Nothing is added and nothing left out.
    static CodecOffer of(List<Codec> codecs) {
        return new CodecOffer(codecs, codecs, ExchangeOptions.CodecTerms.NONE, false);
    }

    /// What becomes of the offered codecs.
    ///
    /// @param offered those that can be relayed
    /// @param theirs what the answerer said last of this medium; null before it said anything
    /// @param adds whether codecs are added where the two would have none in common
    static CodecOffer of(
            List<Codec> offered,
            @Nullable MediaSection theirs,
            ExchangeOptions options,
            boolean adds) {
        ExchangeOptions.CodecTerms terms = options.codecs();
        boolean carries =
                options.keys().carried()
                        || terms.transcode().stream()
                                .anyMatch(each -> isEvent(each.split("/", 2)[0]));
        List<Codec> known =
                orAll(
                        offered.stream().filter(codec -> !matches(codec, terms.ignore())).toList(),
                        offered);
        List<Codec> told = new ArrayList<>(known.stream().filter(c -> stays(c, terms)).toList());
        order(told, terms.offer());
        if (voices(known).isEmpty()) {
            return new CodecOffer(known, orAll(told, known), terms, false);
        }
        Set<Integer> numbers = new HashSet<>();
        offered.forEach(codec -> numbers.add(codec.payloadType()));
        for (String name : terms.transcode()) {
            AudioCodec codec = AudioCodec.named(name);
            if (codec != null) {
                add(told, codec, numbers);
            }
        }
        if (adds && terms.isEmpty()) {
            addUseful(told, theirs, numbers);
        }
        addEvents(known, told, numbers, carries);
        return new CodecOffer(known, orAll(told, known), terms, carries);
    }

    /// Terms that leave no voice are passed over: a medium of nothing is no medium.
    private static List<Codec> orAll(List<Codec> told, List<Codec> known) {
        return told.stream().allMatch(Codec::isAuxiliary) ? known : told;
    }

    private static boolean stays(Codec codec, ExchangeOptions.CodecTerms terms) {
        boolean kept = matches(codec, terms.except()) || matches(codec, terms.accept());
        boolean gone =
                matches(codec, terms.strip())
                        || matches(codec, terms.mask())
                        || matches(codec, terms.consume());
        return matches(codec, terms.offer()) || kept || !gone;
    }

    /// As the controller lists them; what it does not name comes after.
    private static void order(List<Codec> told, List<String> names) {
        List<Codec> ordered = new ArrayList<>();
        for (String name : names) {
            told.stream().filter(c -> isNamed(c, List.of(name))).forEach(ordered::add);
        }
        told.removeAll(ordered);
        told.addAll(0, ordered);
    }

    /// One who has answered before is offered what it knows. Of one who has not, G.711 can be hoped
    /// for, and perhaps G.722.
    private static void addUseful(
            List<Codec> told, @Nullable MediaSection theirs, Set<Integer> numbers) {
        List<AudioCodec> offered = voices(told);
        List<Codec> before = theirs == null ? List.of() : theirs.codecs();
        List<AudioCodec> known = voices(before);
        if (!known.isEmpty()) {
            if (known.stream().noneMatch(offered::contains)) {
                before.forEach(codec -> addAgain(told, codec, numbers));
            }
            return;
        }
        if (!offered.contains(AudioCodec.PCMU) && !offered.contains(AudioCodec.PCMA)) {
            add(told, AudioCodec.PCMU, numbers);
            add(told, AudioCodec.PCMA, numbers);
            add(told, AudioCodec.G722, numbers);
        }
    }

    /// A codec that the answerer had before keeps its number if it can.
    private static void addAgain(List<Codec> told, Codec codec, Set<Integer> numbers) {
        AudioCodec voice = AudioCodec.of(codec);
        if (voice != null && numbers.add(codec.payloadType())) {
            told.add(codec);
        } else if (voice != null) {
            add(told, voice, numbers);
        }
    }

    private static void add(List<Codec> told, AudioCodec codec, Set<Integer> numbers) {
        if (voices(told).contains(codec)) {
            return;
        }
        int number = codec.number() >= 0 ? codec.number() : free(numbers);
        if (number >= 0) {
            numbers.add(number);
            told.add(codec.inSdp(number));
        }
    }

    /// Keys are counted in the clock of the voice (RFC 4733 section 2.5.1.2): a voice with another
    /// clock brings its own; where keys are carried, also beside the voices of one who has none.
    private static void addEvents(
            List<Codec> known, List<Codec> told, Set<Integer> numbers, boolean carries) {
        boolean without = known.stream().noneMatch(CodecOffer::isEvent);
        if (without && !carries) {
            return;
        }
        for (AudioCodec voice : voices(told)) {
            boolean had = told.stream().anyMatch(c -> isEvent(c) && c.clockRate() == voice.clock());
            int number = had ? -1 : free(numbers);
            boolean added = without || known.stream().noneMatch(c -> AudioCodec.of(c) == voice);
            if (added && number >= 0) {
                numbers.add(number);
                told.add(new Codec(number, "telephone-event", voice.clock(), 1, "0-16"));
            }
        }
    }

    private static int free(Set<Integer> numbers) {
        for (int number = 127; number >= FIRST_FREE; number--) {
            // 101 is what everybody has for keys: leave it to others.
            if (number != 101 && !numbers.contains(number)) {
                return number;
            }
        }
        return -1;
    }

    /// The voices among codecs that can be translated, in their order.
    static List<AudioCodec> voices(List<Codec> codecs) {
        List<AudioCodec> voices = new ArrayList<>();
        for (Codec each : codecs) {
            AudioCodec voice = AudioCodec.of(each);
            if (voice != null) {
                voices.add(voice);
            }
        }
        return voices;
    }

    static boolean isEvent(Codec codec) {
        return isEvent(codec.encoding());
    }

    /// True for the name of telephone events.
    static boolean isEvent(String encoding) {
        return encoding.equalsIgnoreCase("telephone-event");
    }

    /// True where one of the names means the codec, or means all voices.
    static boolean matches(Codec codec, List<String> names) {
        return names.stream()
                        .anyMatch(each ->
                                each.equalsIgnoreCase("all")
                                        || each.equalsIgnoreCase("full") && isVoice(codec))
                || isNamed(codec, names);
    }

    private static boolean isVoice(Codec codec) {
        return AudioCodec.of(codec) != null;
    }

    /// `opus`, `opus/48000`, `opus/48000/2` and what has more behind that.
    private static boolean isNamed(Codec codec, List<String> names) {
        for (String name : names) {
            String[] parts = name.toLowerCase(Locale.ROOT).split("/", -1);
            boolean same = parts[0].equals(codec.encoding().toLowerCase(Locale.ROOT));
            boolean clock =
                    parts.length < 2
                            || parts[1].isEmpty()
                            || parts[1].equals(Integer.toString(codec.clockRate()));
            if (same && clock) {
                return true;
            }
        }
        return false;
    }
}
