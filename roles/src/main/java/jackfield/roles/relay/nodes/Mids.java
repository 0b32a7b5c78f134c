package jackfield.roles.relay.nodes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names of media in what nodes write for browsers (`a=mid`, RFC 5888).
final class Mids {
    private static final Pattern MEDIUM = Pattern.compile("(?m)^m=");
    private static final Pattern MID = Pattern.compile("(?m)^a=mid:(\\S+)");
    private static final Pattern GROUP = Pattern.compile("(?m)^(a=group:\\S+)((?: \\S+)*)");
    private static final int MOST = 64;

    private Mids() {}

    /// The name of each medium, empty where it has none.
    static List<String> of(byte[] sdp) {
        String[] media = MEDIUM.split(text(sdp), MOST + 2);
        List<String> names = new ArrayList<>();
        for (int i = 1; i < media.length && i <= MOST; i++) {
            Matcher mid = MID.matcher(media[i]);
            names.add(mid.find() ? mid.group(1) : "");
        }
        return names;
    }

    /// `sdp` with the names that its reader has given the media before: a node that takes a call
    /// over makes up others, and a browser refuses a description in which they change (RFC 8829
    /// section 5.10).
    ///
    /// @param known by the place of the medium; one that is not known keeps its name
    static byte[] kept(byte[] sdp, List<String> known) {
        List<String> names = of(sdp);
        Map<String, String> changed = new HashMap<>();
        for (int i = 0; i < names.size() && i < known.size(); i++) {
            boolean differs = !known.get(i).isEmpty() && !names.get(i).equals(known.get(i));
            if (differs && !names.get(i).isEmpty()) {
                changed.put(names.get(i), known.get(i));
            }
        }
        if (changed.isEmpty()) {
            return sdp;
        }
        String named =
                MID.matcher(text(sdp))
                        .replaceAll(mid -> quoted("a=mid:" + changed(changed, mid.group(1))));
        return bytes(
                GROUP.matcher(named)
                        .replaceAll(group -> {
                            StringBuilder line = new StringBuilder(group.group(1));
                            for (String each : group.group(2).strip().split(" +", -1)) {
                                line.append(' ').append(changed(changed, each));
                            }
                            return quoted(line.toString());
                        }));
    }

    private static String changed(Map<String, String> changed, String name) {
        return changed.getOrDefault(name, name);
    }

    private static String quoted(String text) {
        return Matcher.quoteReplacement(text);
    }

    /// `sdp` with its only medium in a BUNDLE group of its own (RFC 9143 section 5); as it is where
    /// it has one, or several media, or no mid. Nodes before rtpengine 14 take such groups away,
    /// and a page that bundles everything (`max-bundle`) refuses a description without one.
    static byte[] bundled(byte[] sdp) {
        String text = text(sdp);
        Matcher mid = MID.matcher(text);
        Matcher medium = MEDIUM.matcher(text);
        if (text.contains("a=group:BUNDLE")
                || MEDIUM.matcher(text).results().count() != 1
                || !mid.find()
                || !medium.find()) {
            return sdp;
        }
        String group = "a=group:BUNDLE " + mid.group(1) + "\r\n";
        return bytes(new StringBuilder(text).insert(medium.start(), group).toString());
    }

    private static String text(byte[] sdp) {
        return new String(sdp, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
