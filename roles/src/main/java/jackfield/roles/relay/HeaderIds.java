package jackfield.roles.relay;

import jackfield.roles.relay.media.ExtensionMap;
import jackfield.rtc.sdp.MediaSection;
import jackfield.rtc.sdp.SessionDescription;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The numbers of header extensions on two sides (`a=extmap`, RFC 8285 section 5).
///
/// @param map from what one side sends to what the other expects
record HeaderIds(ExtensionMap map) {
    /// Carries the name of the medium, and tells the media of a bundle apart (RFC 9143 section 15).
    static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";

    private static final int MOST = 64;
    private static final int HIGHEST_SHORT = 14;

    /// What the writer of `from` sends becomes what the writer of `to` reads; what only one of them
    /// knows is taken out.
    static HeaderIds between(MediaSection from, MediaSection to) {
        Map<String, Integer> theirs = of(to);
        ExtensionMap map = ExtensionMap.NONE;
        for (Map.Entry<String, Integer> each : of(from).entrySet()) {
            Integer other = theirs.get(each.getKey());
            if (other != null) {
                map = map.with(each.getValue(), other);
            }
        }
        return new HeaderIds(map);
    }

    /// Nothing passes: the other side was told of none.
    static HeaderIds none() {
        return new HeaderIds(ExtensionMap.NONE);
    }

    /// The number of the extension with the mid; 0 for none.
    static int mid(MediaSection section) {
        return of(section).getOrDefault(MID, 0);
    }

    /// The number under which we offer the mid where the offer that we pass on does not: the one
    /// its receiver has used before, else the first that nothing else has.
    ///
    /// @param passes whether the offer's own extensions go to the receiver too
    /// @param before what the receiver said last; null before that
    /// @return 0 where the offer has the mid itself, or no number is left
    static int toOffer(
            SessionDescription offer, boolean passes, @Nullable SessionDescription before) {
        Set<Integer> taken = new HashSet<>();
        for (MediaSection each : passes ? offer.sections() : List.<MediaSection>of()) {
            if (mid(each) > 0) {
                return 0;
            }
            taken.addAll(of(each).values());
        }
        for (MediaSection each : before == null ? List.<MediaSection>of() : before.sections()) {
            if (mid(each) > 0 && !taken.contains(mid(each))) {
                return mid(each);
            }
        }
        return IntStream.rangeClosed(1, HIGHEST_SHORT)
                .filter(id -> !taken.contains(id))
                .findFirst()
                .orElse(0);
    }

    /// Our side of a medium, saying that packets tell the mid under `number`; 0 for nothing.
    static SdpRewrite.Transport telling(SdpRewrite.Transport ours, int number) {
        return number == 0
                ? ours
                : new SdpRewrite.Transport(
                        ours.connection(),
                        ours.port(),
                        ours.protocol(),
                        ours.attributes().with("extmap", number + " " + MID));
    }

    /// Numbers by URI; what cannot be read is left out.
    static Map<String, Integer> of(MediaSection section) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (String value : section.media().attributes().all("extmap")) {
            String[] words = value.strip().split(" +", 3);
            String number = words[0].split("/", 2)[0];
            boolean usable = words.length > 1 && number.matches("[0-9]{1,3}");
            int id = usable ? Integer.parseInt(number) : 0;
            if (id > 0 && id <= 255 && ids.size() < MOST) {
                ids.putIfAbsent(words[1], id);
            }
        }
        return ids;
    }
}
