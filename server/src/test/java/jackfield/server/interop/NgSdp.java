package jackfield.server.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// SDP as tests compare it: the lines, with what differs from run to run taken out. And what an
/// ordinary answerer answers to it.
final class NgSdp {
    private static final Pattern PORT = Pattern.compile("^m=\\S+ (\\d+) ");
    private static final Pattern CANDIDATE =
            Pattern.compile("candidate:(\\S+) (\\d+) (\\S+) (\\d+) (\\S+) (\\d+) typ (\\S+).*");

    private NgSdp() {}

    /// The lines before the first medium, and those of each.
    ///
    /// @param address the relay's, which becomes `HERE`
    static List<List<String>> sections(String sdp, String address) {
        List<List<String>> sections = new ArrayList<>();
        sections.add(new ArrayList<>());
        int port = 0;
        for (String line : sdp.split("\r?\n")) {
            if (line.startsWith("m=")) {
                sections.add(new ArrayList<>());
                Matcher matcher = PORT.matcher(line);
                port = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
            }
            sections.getLast().add(line(line, port, address));
        }
        return sections;
    }

    private static String line(String line, int port, String address) {
        String bare =
                line.replace(address, "HERE").replace("IN IP6 ::1", "IN IP6 SIX").stripTrailing();
        if (line.startsWith("m=")) {
            return port == 0 || port == 9 ? bare : bare.replaceFirst(" \\d+ ", " PORT ");
        }
        if (line.startsWith("o=")) {
            String[] parts = bare.split(" ");
            boolean kept = parts[1].equals("7001") || parts[1].equals("46117");
            return parts[0]
                    + (kept ? " ID " : " OURS ")
                    + parts[3]
                    + " "
                    + parts[4]
                    + " "
                    + parts[5];
        }
        if (!bare.startsWith("a=")) {
            return bare;
        }
        String name = bare.substring(2).split(":")[0];
        return switch (name) {
            case "ice-ufrag", "ice-pwd", "tls-id" -> "a=" + name;
            case "rtpengine" -> "a=rtpengine:ID";
            case "fingerprint" ->
                    "a=fingerprint:" + bare.substring(14).split(" ")[0].toLowerCase(Locale.ROOT);
            case "crypto" -> bare.replaceFirst("inline:[^| ]+", "inline:KEY");
            case "rtcp" -> rtcp(bare, port);
            case "candidate" -> candidate(bare, port);
            default -> bare;
        };
    }

    private static String rtcp(String line, int port) {
        Matcher matcher = Pattern.compile("a=rtcp:(\\d+)(.*)").matcher(line);
        if (!matcher.matches()) {
            return line;
        }
        int own = Integer.parseInt(matcher.group(1));
        String place = own == port ? "PORT" : own == port + 1 ? "NEXT" : own == 9 ? "9" : "OTHER";
        return "a=rtcp:" + place + matcher.group(2);
    }

    private static String candidate(String line, int port) {
        Matcher matcher = CANDIDATE.matcher(line.substring(2));
        if (!matcher.matches()) {
            return line;
        }
        int own = Integer.parseInt(matcher.group(6));
        return "a=candidate "
                + matcher.group(2)
                + " "
                + matcher.group(3).toUpperCase(Locale.ROOT)
                + " "
                + matcher.group(4)
                + " "
                + matcher.group(5)
                + " "
                + (own == port ? "PORT" : own == port + 1 ? "NEXT" : "OTHER")
                + " "
                + matcher.group(7);
    }

    /// What is in one and not in the other, and in another order: `-` what they have, `+` what we
    /// have, `~` where the order differs first. Each line has the number of its section before it.
    static List<String> differences(List<List<String>> ours, List<List<String>> theirs) {
        List<String> found = new ArrayList<>();
        if (ours.size() != theirs.size()) {
            found.add("sections: theirs " + theirs.size() + ", ours " + ours.size());
        }
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            List<String> missing = new ArrayList<>(theirs.get(i));
            ours.get(i).forEach(missing::remove);
            List<String> added = new ArrayList<>(ours.get(i));
            theirs.get(i).forEach(added::remove);
            String place = i == 0 ? "s" : "m";
            missing.forEach(each -> found.add(place + " -" + each));
            added.forEach(each -> found.add(place + " +" + each));
            List<String> one = new ArrayList<>(ours.get(i));
            added.forEach(one::remove);
            List<String> other = new ArrayList<>(theirs.get(i));
            missing.forEach(other::remove);
            for (int n = 0; n < one.size() && n < other.size(); n++) {
                if (!one.get(n).equals(other.get(n))) {
                    found.add(place + " ~theirs " + other.get(n) + ", ours " + one.get(n));
                    break;
                }
            }
        }
        return found;
    }

    /// How an answerer answers.
    enum Manner {
        /// With all that it is offered.
        ALL,
        /// With the first codec, and keys.
        FIRST,
        /// With the last voice that is offered.
        LAST,
        /// With all but what follows the first medium.
        ONE,
        /// On hold.
        HELD
    }

    /// What an ordinary answerer says to an offer: the transport that it is offered, and codecs by
    /// its manner.
    static String answer(String offer, Manner manner) {
        StringBuilder out =
                new StringBuilder("v=0\r\no=bob 7001 9 IN IP4 127.0.0.1\r\ns=answer\r\n");
        List<String> blocks = List.of(offer.split("(?m)^(?=m=)"));
        out.append("c=IN IP4 127.0.0.1\r\nt=0 0\r\n");
        String group = first(blocks.getFirst(), "a=group:BUNDLE");
        if (group != null) {
            out.append(group).append("\r\n");
        }
        String above = blocks.getFirst();
        for (int i = 1; i < blocks.size(); i++) {
            medium(blocks.get(i), above, manner == Manner.ONE && i > 1, manner, 5_000 + 2 * i, out);
        }
        return out.toString();
    }

    private static void medium(
            String block,
            String above,
            boolean refused,
            Manner manner,
            int port,
            StringBuilder out) {
        String[] m = block.split("\r?\n")[0].split(" ");
        boolean rejected = refused || m[1].equals("0") || m[0].equals("m=application");
        if (rejected) {
            out.append(m[0]).append(" 0 ").append(m[2]).append(' ').append(m[3]).append("\r\n");
            append(first(block, "a=mid:"), out);
            return;
        }
        List<String> formats = formats(block, m, manner);
        out.append(m[0]).append(' ').append(port).append(' ').append(m[2]);
        formats.forEach(each -> out.append(' ').append(each));
        out.append("\r\n");
        append(first(block, "a=mid:"), out);
        for (String line : block.split("\r?\n")) {
            boolean about = line.startsWith("a=rtpmap:") || line.startsWith("a=fmtp:");
            if (about && formats.contains(line.replaceFirst("a=\\w+:(\\d+) .*", "$1"))) {
                out.append(line).append("\r\n");
            }
        }
        if (manner == Manner.HELD) {
            out.append("a=recvonly\r\n");
        }
        transport(block, above, port, out);
    }

    private static List<String> formats(String block, String[] m, Manner manner) {
        List<String> all = List.of(m).subList(3, m.length);
        if (!m[2].contains("RTP") || manner != Manner.FIRST && manner != Manner.LAST) {
            return all;
        }
        List<String> voices = new ArrayList<>();
        List<String> events = new ArrayList<>();
        for (String each : all) {
            String map = first(block, "a=rtpmap:" + each + " ");
            boolean event = map != null && map.contains("telephone-event");
            (event ? events : voices).add(each);
        }
        List<String> chosen = new ArrayList<>();
        if (!voices.isEmpty()) {
            chosen.add(manner == Manner.FIRST ? voices.getFirst() : voices.getLast());
        }
        chosen.addAll(events);
        return chosen;
    }

    private static void transport(String block, String above, int port, StringBuilder out) {
        if (first(block, "a=rtcp-mux") != null) {
            out.append("a=rtcp-mux\r\n");
        }
        if (first(block, "a=ice-ufrag:") != null) {
            out.append("a=ice-ufrag:wxyz\r\na=ice-pwd:zyxwvutsrqponmlkjihgfedc\r\n")
                    .append("a=candidate:1 1 UDP 2130706431 127.0.0.1 ")
                    .append(port)
                    .append(" typ host\r\n");
        }
        boolean print = first(block, "a=fingerprint:") != null;
        if (print || first(above, "a=fingerprint:") != null) {
            out.append("a=setup:active\r\na=fingerprint:sha-256 ")
                    .append("CD:".repeat(31))
                    .append("CD\r\n");
            return;
        }
        String crypto = null;
        for (String line : block.split("\r?\n")) {
            boolean usual = line.contains(" AES_CM_128_HMAC_SHA1_80 ");
            if (line.startsWith("a=crypto:") && (crypto == null || usual)) {
                crypto = line;
                if (usual) {
                    break;
                }
            }
        }
        if (crypto != null) {
            out.append(
                            crypto.replaceFirst(
                                    "inline:[A-Za-z0-9+/]{40}",
                                    "inline:WnD7c1ksDGs+dIefCEo8omPg4uO8DYIinNGL5yxQ"))
                    .append("\r\n");
        }
    }

    private static void append(@Nullable String line, StringBuilder out) {
        if (line != null) {
            out.append(line).append("\r\n");
        }
    }

    private static @Nullable String first(String block, String prefix) {
        for (String line : block.split("\r?\n")) {
            if (line.startsWith(prefix)) {
                return line;
            }
        }
        return null;
    }
}
