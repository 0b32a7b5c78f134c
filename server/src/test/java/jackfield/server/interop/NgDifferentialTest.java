package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.NgClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Some thousand dialogues with Debian's rtpengine-daemon and with us, side by side: offers of all
/// shapes with all flags. Whatever differs is named in [NgDeviations], with the reason.
@Tag("interop")
@Timeout(value = 110, unit = TimeUnit.SECONDS)
class NgDifferentialTest {
    private static final long SEED = Long.getLong("jackfield.seed", 4);
    private static final int MIXED = 300;

    @TempDir static Path folder;
    private static NgPair pair;
    private static int serial;

    /// What differed, and one dialogue for each in which it did.
    private final Map<String, String> unexplained = new TreeMap<>();

    private final Map<String, Integer> times = new HashMap<>();

    @BeforeAll
    static void start() {
        pair = NgPair.start(folder);
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    /// One dialogue, the same with both.
    private record Dialogue(String shape, String offer, NgTerms terms, NgSdp.Manner manner) {
        @Override
        public String toString() {
            return shape + " | " + terms.name() + " | " + manner;
        }
    }

    private static Map<String, Object> keys(
            String command, Map<String, Object> terms, String call, Object... more) {
        Map<String, Object> keys = NgClient.request(command, more);
        keys.put("call-id", call);
        keys.put("from-tag", "a");
        keys.putAll(terms);
        return keys;
    }

    private void compare(Dialogue dialogue) {
        String call = "d" + ++serial;
        NgPair.Replies offered =
                pair.ask(keys("offer", dialogue.terms().offer(), call, "sdp", dialogue.offer()));
        if (compare(dialogue, "offer", offered)) {
            Map<String, Object> back = dialogue.terms().answer();
            compare(
                    dialogue,
                    "answer",
                    pair.ask(
                            keys("answer", back, call, answer(offered.ours(), dialogue)),
                            keys("answer", back, call, answer(offered.theirs(), dialogue))));
        }
        pair.ask("delete", "call-id", call, "flags", List.of("fast"));
    }

    private static Object[] answer(JsonNode offered, Dialogue dialogue) {
        String sdp = NgSdp.answer(offered.path("sdp").asString(""), dialogue.manner());
        return new Object[] {"to-tag", "b", "sdp", sdp};
    }

    /// True when both took it.
    private boolean compare(Dialogue dialogue, String command, NgPair.Replies replies) {
        if (!replies.areOk()) {
            String ours = said(replies.ours());
            String theirs = said(replies.theirs());
            if (!theirs.equals(ours)) {
                note(dialogue, command, List.of("result theirs " + theirs + ", ours " + ours));
            }
            return false;
        }
        note(
                dialogue,
                command,
                NgSdp.differences(
                        NgSdp.sections(replies.ours().path("sdp").asString(""), pair.here()),
                        NgSdp.sections(replies.theirs().path("sdp").asString(""), pair.there())));
        return true;
    }

    private static String said(JsonNode reply) {
        return reply.path("result").asString("nothing")
                + (reply.has("error-reason") ? ": " + reply.path("error-reason").asString("") : "");
    }

    private void note(Dialogue dialogue, String command, List<String> differences) {
        for (String each : differences) {
            String what = command + " " + each;
            if (!NgDeviations.covers(dialogue.shape(), dialogue.terms().name(), what)) {
                unexplained.merge(what, dialogue.toString(), NgDifferentialTest::shown);
                times.merge(what, 1, Integer::sum);
            }
        }
    }

    private static String shown(String some, String more) {
        return some.length() > 300 ? some : some + "; " + more;
    }

    private void assertExplained() {
        StringBuilder text = new StringBuilder();
        unexplained.forEach((what, where) ->
                text.append(times.get(what))
                        .append(" x ")
                        .append(what)
                        .append("   in ")
                        .append(where)
                        .append('\n'));
        assertThat(text.toString()).as("seed %s", SEED).isEmpty();
    }

    @Test
    void everyShapeWithEveryTerm() {
        List<NgTerms> terms = new ArrayList<>(List.of(NgTerms.none()));
        terms.addAll(NgTerms.usual());
        terms.addAll(NgTerms.single());
        NgShapes.all()
                .forEach((shape, offer) -> {
                    for (NgTerms each : terms) {
                        compare(new Dialogue(shape, offer, each, NgSdp.Manner.ALL));
                    }
                    for (NgSdp.Manner manner : NgSdp.Manner.values()) {
                        compare(new Dialogue(shape, offer, NgTerms.none(), manner));
                    }
                });
        assertExplained();
    }

    /// Whoever reads the guide finds each reason.
    @Test
    void theGuideNamesEachReason() throws IOException {
        String guide = Files.readString(Path.of("../docs/guide/relay-for-kamailio.md"));
        for (String each : NgDeviations.names()) {
            assertThat(guide).contains("| " + each + " |");
        }
    }

    @Test
    void severalTermsAtOnce() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<NgTerms> terms = new ArrayList<>(NgTerms.usual());
        terms.addAll(NgTerms.single());
        List<Map.Entry<String, String>> shapes = List.copyOf(NgShapes.all().entrySet());
        for (int i = 0; i < MIXED; i++) {
            Map.Entry<String, String> shape = shapes.get(random.nextInt(shapes.size()));
            NgTerms all = terms.get(random.nextInt(terms.size()));
            for (int more = random.nextInt(1, 3); more > 0; more--) {
                all = all.and(terms.get(random.nextInt(terms.size())));
            }
            NgSdp.Manner manner =
                    NgSdp.Manner.values()[random.nextInt(NgSdp.Manner.values().length)];
            compare(new Dialogue(shape.getKey(), shape.getValue(), all, manner));
        }
        assertExplained();
    }
}
