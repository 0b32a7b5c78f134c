package jackfield.roles.p2p;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a page says of the media of its call: media from page to page never comes here, so nobody
/// else can say. A stranger's word: every part is bounded, and what makes no sense is left out.
///
/// @param state of ICE, as RTCIceConnectionState names it; empty where not said
/// @param local the type of its own candidate in use (`host`, `srflx`, `prflx`, `relay`); empty for
///   none
/// @param remote the type of the other's
/// @param protocol `udp`, `tcp`, `tls`; between the page and its TURN server where one carries it
/// @param own the types of the candidates it found: `2 host, 1 srflx`
/// @param theirs the types of those it was told
/// @param codec what comes
/// @param packets that came, -1 where not said
/// @param sent packets that went, -1 where not said
/// @param lostPercent of those that should have come since its last report
/// @param jitterMs in milliseconds
/// @param roundTripMs to the other page and back; -1 where not known
/// @param mos as the page rates it; 0 where it does not
public record PageReport(
        String state,
        String local,
        String remote,
        String protocol,
        String own,
        String theirs,
        String codec,
        long packets,
        long sent,
        double lostPercent,
        double jitterMs,
        double roundTripMs,
        double mos) {
    private static final Set<String> STATES =
            Set.of("new", "checking", "connected", "completed", "disconnected", "failed", "closed");
    private static final Set<String> PROTOCOLS = Set.of("udp", "tcp", "tls");
    private static final List<String> TYPES = List.of("host", "srflx", "prflx", "relay");
    private static final int MOST_CANDIDATES = 1000;
    private static final double LONGEST_MS = 60_000;
    private static final double BEST = 5;

    /// Reads the member `quality` of a message; null where there is no such object.
    static @Nullable PageReport read(Json.Members message) {
        if (!(message.get("quality") instanceof Json.Members said)) {
            return null;
        }
        String codec = said.text("codec", "");
        return new PageReport(
                one(STATES, said.text("state")),
                one(TYPES, said.text("local")),
                one(TYPES, said.text("remote")),
                one(PROTOCOLS, said.text("protocol")),
                counted(said.get("own")),
                counted(said.get("theirs")),
                codec.matches("[A-Za-z0-9._-]{1,32}") ? codec : "",
                count(said.whole("packets")),
                count(said.whole("sent")),
                bounded(said.number("lostPercent"), 0, 100, 0),
                bounded(said.number("jitterMs"), 0, LONGEST_MS, 0),
                bounded(said.number("roundTripMs"), 0, LONGEST_MS, -1),
                bounded(said.number("mos"), 1, BEST, 0));
    }

    private static String one(java.util.Collection<String> known, @Nullable String said) {
        return said != null && known.contains(said) ? said : "";
    }

    private static String counted(@Nullable Json said) {
        if (!(said instanceof Json.Members counts)) {
            return "";
        }
        List<String> all = new ArrayList<>();
        for (String type : TYPES) {
            Long count = counts.whole(type);
            if (count != null && count > 0) {
                all.add(Math.min(count, MOST_CANDIDATES) + " " + type);
            }
        }
        return String.join(", ", all);
    }

    private static long count(@Nullable Long said) {
        return said == null || said < 0 ? -1 : said;
    }

    private static double bounded(
            @Nullable Double said, double least, double most, double otherwise) {
        return said == null || said < least ? otherwise : Math.min(said, most);
    }

    /// Whether it says that there is a path.
    boolean isConnected() {
        return state.equals("connected") || state.equals("completed");
    }
}
