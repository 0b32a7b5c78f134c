package jackfield.server.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Calls as a person reads them.
final class CallText {
    private final PrintWriter out;

    CallText(PrintWriter out) {
        this.out = out;
    }

    /// One line for a call.
    void line(JsonNode call) {
        out.printf(
                "%-9s %s -> %s  since %s  %s%s%n",
                text(call, "state"),
                text(call, "from"),
                text(call, "to"),
                text(call, "started"),
                text(call, "callId"),
                behind("  ! ", text(call, "verdict")));
    }

    /// One line for a call that is over, and one that says why.
    void ended(JsonNode call) {
        out.printf(
                "%s  %s -> %s  %s%n    %s%s%n",
                text(call, "ended"),
                text(call, "from"),
                text(call, "to"),
                text(call, "callId"),
                text(call, "explanation"),
                behind("  ! ", text(call, "verdict")));
    }

    /// The whole call: what is wrong with it, its legs, and where wanted what was offered.
    void whole(JsonNode call, boolean sdp) {
        String verdict = text(call, "verdict");
        out.println("verdict: " + (verdict.isEmpty() ? "nothing wrong is seen" : verdict));
        out.println(text(call, "callId"));
        out.printf(
                "  %s -> %s, %s since %s%n",
                text(call, "from"), text(call, "to"), text(call, "state"), text(call, "started"));
        String recording = text(call, "recording");
        if (!recording.isEmpty()) {
            out.println("  recording: " + recording);
        }
        legs(call, sdp);
    }

    /// A call that is over, with its legs as they were at its end.
    ///
    /// @param media the answer of `/api/calls/{id}/media`
    /// @param record its record; missing where there is none any more
    void over(JsonNode media, JsonNode record, boolean sdp) {
        String verdict = text(media, "verdict");
        out.println("verdict: " + (verdict.isEmpty() ? "nothing wrong was seen" : verdict));
        out.println(text(media, "callId"));
        if (record.isObject()) {
            out.printf(
                    "  %s -> %s, %s%n",
                    text(record, "from"), text(record, "to"), text(record, "explanation"));
        }
        out.println("  over since " + text(media, "at") + "; its media at that moment:");
        legs(media, sdp);
    }

    private void legs(JsonNode call, boolean sdp) {
        int number = 0;
        for (JsonNode leg : call.path("legs")) {
            number++;
            leg(number, leg);
            if (sdp) {
                body("its SDP", text(leg, "sdpIn"));
                body("our SDP to it", text(leg, "sdpOut"));
            }
        }
    }

    private void leg(int number, JsonNode leg) {
        out.printf(
                "%n  leg %d: %s%s%s%n",
                number,
                text(leg, "profile"),
                behind(", tag ", text(leg, "tag")),
                behind(", branch ", text(leg, "branch")));
        out.printf(
                "    we receive on %s; it said %s; its packets come from %s%n",
                text(leg, "local"),
                or(text(leg, "signalled"), "nothing"),
                or(text(leg, "learnt"), "nowhere yet"));
        out.printf(
                "    ICE %s, DTLS %s, SRTP %s%n",
                text(leg, "ice"), text(leg, "dtls"), or(text(leg, "srtp"), "none"));
        for (JsonNode pair : leg.path("icePairs")) {
            out.println("      " + pair.asString(""));
        }
        JsonNode last = leg.path("lastPacketMsAgo");
        out.printf(
                "    from it %d packets, %d bytes%s; to it %d packets, %d bytes%n",
                leg.path("packetsIn").asLong(0),
                leg.path("bytesIn").asLong(0),
                last.isNumber() ? " (last %d ms ago)".formatted(last.asLong()) : "",
                leg.path("packetsOut").asLong(0),
                leg.path("bytesOut").asLong(0));
        for (JsonNode stream : leg.path("streams")) {
            stream(stream, leg.path("streams").size() > 1);
        }
        for (Map.Entry<String, JsonNode> drop : leg.path("drops").properties()) {
            if (drop.getValue().asLong(0) > 0) {
                out.printf("    dropped %d: %s%n", drop.getValue().asLong(), drop.getKey());
            }
        }
        String verdict = text(leg, "verdict");
        if (!verdict.isEmpty()) {
            out.println("    verdict: " + verdict);
        }
    }

    /// A table of two lines: what comes from it, what goes to it.
    ///
    /// @param several whether its leg has others, so that the leg's verdict may be of one of these
    private void stream(JsonNode stream, boolean several) {
        JsonNode trip = stream.path("roundTripMs");
        out.printf(
                "    %s%s%s%n",
                text(stream, "kind"),
                behind(" ", text(stream, "mid")),
                trip.isNumber() ? ", round trip %s ms".formatted(number(trip)) : "");
        out.printf(
                Locale.ROOT,
                "      %-4s %-8s %9s %9s %7s %9s  %-13s %10s %10s%n",
                "",
                "codec",
                "packets",
                "lost",
                "lost %",
                "jitter ms",
                "MOS (lowest)",
                "first",
                "last");
        way("from", stream.path("in"));
        way("to", stream.path("out"));
        transcoded(stream.path("transcoded"));
        said(stream);
        String verdict = text(stream, "verdict");
        if (several && !verdict.isEmpty()) {
            out.println("      " + verdict);
        }
    }

    private void transcoded(JsonNode translated) {
        if (translated.isObject()) {
            out.printf(
                    "      becomes %s of %d ms: %d lost (%d came late), %d out of order, %d ms made"
                            + " up, gaps are waited for %d ms%n",
                    text(translated, "to"),
                    translated.path("ptimeMs").asLong(0),
                    translated.path("lost").asLong(0),
                    translated.path("late").asLong(0),
                    translated.path("reordered").asLong(0),
                    translated.path("concealedMs").asLong(0),
                    translated.path("waitMs").asLong(0));
        }
    }

    /// What the party asks for, and how it rates what it hears itself (RTCP feedback and XR).
    private void said(JsonNode stream) {
        JsonNode feedback = stream.path("feedback");
        if (feedback.isObject()) {
            long rate = feedback.path("rembBitsPerSecond").asLong(0);
            out.printf(
                    "      it asked %d times for %d packets again, %d times for a whole picture%s;"
                            + " %d reports of arrivals%n",
                    feedback.path("nacks").asLong(0),
                    feedback.path("packetsAskedAgain").asLong(0),
                    feedback.path("plis").asLong(0) + feedback.path("firs").asLong(0),
                    rate > 0 ? ", estimates %d kbit/s".formatted(rate / 1_000) : "",
                    feedback.path("transportWide").asLong(0));
        }
        JsonNode voip = stream.path("voip");
        if (voip.isObject()) {
            out.printf(
                    "      it says: lost %s %%, discarded %s %%, MOS %s, R %s, jitter buffer %d ms,"
                            + " end system %d ms, signal %s dBm0, noise %s dBm0%n",
                    number(voip.path("lostPercent")),
                    number(voip.path("discardedPercent")),
                    number(voip.path("mosListening")),
                    number(voip.path("rating")),
                    voip.path("jitterBufferMs").asLong(0),
                    voip.path("endSystemDelayMs").asLong(0),
                    number(voip.path("signalDbm")),
                    number(voip.path("noiseDbm")));
        }
    }

    private void way(String name, JsonNode way) {
        JsonNode mos = way.path("mos");
        out.printf(
                Locale.ROOT,
                "      %-4s %-8s %9d %9d %7s %9s  %-13s %10s %10s%n",
                name,
                or(text(way, "codec"), "-"),
                way.path("packets").asLong(0),
                way.path("lost").asLong(0),
                number(way.path("lostPercent")),
                number(way.path("jitterMs")),
                mos.isObject()
                        ? number(mos.path("now")) + " (" + number(mos.path("lowest")) + ")"
                        : "-",
                ago(way.path("firstPacketMsAgo")),
                ago(way.path("lastPacketMsAgo")));
    }

    private static String number(JsonNode node) {
        return node.isNumber() ? String.format(Locale.ROOT, "%.1f", node.asDouble(0)) : "-";
    }

    private static String ago(JsonNode node) {
        return node.isNumber()
                ? String.format(Locale.ROOT, "-%.1f s", node.asDouble(0) / 1_000)
                : "never";
    }

    private void body(String title, String body) {
        out.println("    " + title + ":" + (body.isEmpty() ? " none" : ""));
        body.lines().forEach(line -> out.println("      " + line));
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    private static String behind(String before, String text) {
        return text.isEmpty() ? "" : before + text;
    }

    private static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }
}
