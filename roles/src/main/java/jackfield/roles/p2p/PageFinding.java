package jackfield.roles.p2p;

import java.util.Locale;
import java.util.Map;

/// What a page's report means: why nothing is heard there, if nothing is.
///
/// @param code a word that never changes: `direct-no-path`
/// @param words a sentence without a full stop; empty where there is nothing to say
/// @param facts what the sentence names
public record PageFinding(String code, String words, Map<String, Object> facts) {
    private static final double POOR = 3.1;
    private static final PageFinding FINE = new PageFinding("fine", "", Map.of());

    public PageFinding {
        facts = Map.copyOf(facts);
    }

    /// False where media is as it should be.
    public boolean isTrouble() {
        return !code.equals("fine");
    }

    static PageFinding of(PageReport said) {
        return switch (said.state()) {
            case "failed" -> noPath(said);
            case "new", "checking" -> looking(said);
            case "disconnected" ->
                    new PageFinding(
                            "direct-lost",
                            "the path between the pages was lost: a network went away",
                            Map.of());
            default -> sound(said);
        };
    }

    private static PageFinding looking(PageReport said) {
        // Whoever found no address and was told none has nothing to try.
        return said.own().isEmpty() && said.theirs().isEmpty()
                ? noPath(said)
                : new PageFinding(
                        "direct-checking",
                        "ICE between the pages is still looking for a path",
                        Map.of());
    }

    private static PageFinding noPath(PageReport said) {
        String own = said.own().isEmpty() ? "none" : said.own();
        String theirs = said.theirs().isEmpty() ? "none" : said.theirs();
        boolean relayed = own.contains("relay") || theirs.contains("relay");
        String words =
                "ICE found no path between the pages; candidates of its own: "
                        + own
                        + ", of the other: "
                        + theirs
                        + (relayed
                                ? ""
                                : "; neither had one of a TURN server, which would get through");
        return new PageFinding(
                relayed ? "direct-no-path" : "direct-no-turn",
                words,
                Map.of("own", own, "theirs", theirs));
    }

    private static PageFinding sound(PageReport said) {
        if (!said.isConnected()) {
            return FINE;
        }
        if (said.packets() == 0) {
            return new PageFinding(
                    "direct-silent",
                    "connected, but nothing comes: the other page sends nothing",
                    Map.of());
        }
        if (said.sent() == 0) {
            return new PageFinding(
                    "direct-no-microphone",
                    "connected, but this page sends nothing: is its microphone allowed?",
                    Map.of());
        }
        if (said.mos() > 0 && said.mos() < POOR) {
            return new PageFinding(
                    "direct-poor",
                    String.format(
                            Locale.ROOT,
                            "bad sound: MOS %.1f, %.1f %% lost, jitter %.0f ms",
                            said.mos(),
                            said.lostPercent(),
                            said.jitterMs()),
                    Map.of(
                            "mos", Math.rint(said.mos() * 10) / 10,
                            "lostPercent", Math.rint(said.lostPercent() * 10) / 10,
                            "jitterMs", Math.round(said.jitterMs())));
        }
        return FINE;
    }
}
