package jackfield.roles.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A session description in a few words: `audio UDP/TLS/RTP/SAVPF opus PCMU sendrecv`. It reads
/// whatever a peer sent, also what the relay would refuse.
public final class SdpSummary {
    private static final int MOST_CODECS = 4;
    private static final int MOST_MEDIA = 6;

    private static final Set<String> DIRECTIONS =
            Set.of("sendrecv", "sendonly", "recvonly", "inactive");

    /// The payload types that need no rtpmap (RFC 3551 section 6).
    private static final Map<String, String> STATIC =
            Map.of("0", "PCMU", "3", "GSM", "8", "PCMA", "9", "G722", "18", "G729");

    private record Media(String kind, int port, String protocol, List<String> formats) {}

    private SdpSummary() {}

    /// The words for `sdp`; empty where it has no media at all.
    public static String of(String sdp) {
        String session = "sendrecv";
        List<String> all = new ArrayList<>();
        Media media = null;
        String direction = session;
        Map<String, String> codecs = new HashMap<>(STATIC);
        for (String line : sdp.lines().toList()) {
            if (line.startsWith("m=")) {
                if (media != null) {
                    all.add(words(media, codecs, direction));
                }
                media = media(line.substring(2).strip().split("\\s+"));
                codecs = new HashMap<>(STATIC);
                direction = session;
            } else if (line.startsWith("a=rtpmap:")) {
                String[] parts = line.substring(9).strip().split("\\s+");
                if (parts.length == 2) {
                    codecs.put(parts[0], parts[1].replaceFirst("/.*", ""));
                }
            } else if (line.startsWith("a=") && DIRECTIONS.contains(line.substring(2).strip())) {
                direction = line.substring(2).strip();
                session = media == null ? direction : session;
            }
        }
        if (media != null) {
            all.add(words(media, codecs, direction));
        }
        List<String> shown = all.subList(0, Math.min(all.size(), MOST_MEDIA));
        return String.join("; ", shown) + (all.size() > MOST_MEDIA ? "; ..." : "");
    }

    private static Media media(String[] parts) {
        if (parts.length < 4) {
            return new Media(parts[0], 0, "", List.of());
        }
        String port = parts[1].replaceFirst("/.*", "");
        boolean number = port.matches("\\d{1,5}");
        return new Media(
                parts[0],
                number ? Integer.parseInt(port) : 0,
                parts[2],
                List.of(parts).subList(3, parts.length));
    }

    private static String words(Media media, Map<String, String> codecs, String direction) {
        if (media.port == 0) {
            return media.kind + " off";
        }
        List<String> names = new ArrayList<>();
        for (String format : media.formats) {
            String codec = codecs.getOrDefault(format, "");
            boolean real =
                    !codec.isEmpty()
                            && !codec.toLowerCase(Locale.ROOT)
                                    .matches("telephone-event|cn|rtx|red");
            if (real && !names.contains(codec)) {
                names.add(codec);
            }
        }
        if (names.size() > MOST_CODECS) {
            int more = names.size() - MOST_CODECS;
            names = new ArrayList<>(names.subList(0, MOST_CODECS));
            names.add("+" + more);
        }
        return (media.kind + " " + media.protocol + " " + String.join(" ", names) + " " + direction)
                .replaceAll("\\s+", " ");
    }
}
