package jackfield.roles.relay;

import jackfield.roles.relay.media.ExtensionMap;
import jackfield.rtc.sdp.MediaSection;
import java.util.LinkedHashMap;
import java.util.Map;

/// The numbers of header extensions on two sides (`a=extmap`, RFC 8285 section 5).
///
/// @param map from what one side sends to what the other expects
record HeaderIds(ExtensionMap map) {
    /// Carries the name of the medium, and tells the media of a bundle apart (RFC 9143 section 15).
    static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";

    private static final int MOST = 64;

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
