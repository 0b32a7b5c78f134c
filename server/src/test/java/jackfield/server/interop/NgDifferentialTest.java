package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.NgClient;
import jackfield.testkit.peers.Node;
import jackfield.testkit.peers.Patience;
import jackfield.testkit.peers.Rtpengine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    private static Node node;
    private static Rtpengine daemon;
    private static Map<String, NgClient> relays;
    private static Map<String, String> addresses;
    private static int serial;

    /// What differed, and one dialogue for each in which it did.
    private final Map<String, String> unexplained = new TreeMap<>();

    private final Map<String, Integer> times = new HashMap<>();

    @BeforeAll
    static void start() {
        String ours = Addresses.next();
        String theirs = Addresses.next();
        daemon =
                Rtpengine.start(
                        folder.resolve("daemon"), theirs, "--log-level=4", "--port-max=60000");
        node =
                Node.start(
                        folder.resolve("node"),
                        ours,
                        Map.of(
                                "relay.ng.listen",
                                ours + ":2223",
                                "media.rtp.range",
                                "12000-60000"));
        addresses = Map.of("ours", ours, "theirs", theirs);
        relays = new LinkedHashMap<>();
        relays.put("theirs", NgClient.udp(theirs, 2223));
        relays.put("ours", NgClient.udp(ours, 2223));
        Patience.until(
                "rtpengine's pong",
                Duration.ofSeconds(20),
                () -> relays.get("theirs").ask("ping").has("result"),
                daemon::output);
    }

    @AfterAll
    static void stop() {
        relays.values().forEach(NgClient::close);
        daemon.close();
        if (node != null) {
            node.close();
        }
    }

    /// One dialogue, the same with both.
    private record Dialogue(String shape, String offer, NgTerms terms, NgSdp.Manner manner) {
        @Override
        public String toString() {
            return shape + " | " + terms.name() + " | " + manner;
        }
    }

    private Map<String, JsonNode> both(String command, Map<String, Map<String, Object>> requests) {
        Map<String, JsonNode> replies = new LinkedHashMap<>();
        relays.forEach((whom, relay) -> {
            Map<String, Object> request = NgClient.request(command);
            request.putAll(requests.get(whom));
            replies.put(whom, relay.ask(request));
        });
        return replies;
    }

    private static Map<String, Object> keys(
            Map<String, Object> terms, String call, Object... more) {
        Map<String, Object> keys = new LinkedHashMap<>(terms);
        keys.put("call-id", call);
        keys.put("from-tag", "a");
        for (int i = 0; i < more.length; i += 2) {
            keys.put((String) more[i], more[i + 1]);
        }
        return keys;
    }

    private void compare(Dialogue dialogue) {
        String call = "d" + ++serial;
        Map<String, Object> asked = keys(dialogue.terms().offer(), call, "sdp", dialogue.offer());
        Map<String, JsonNode> offered = both("offer", Map.of("ours", asked, "theirs", asked));
        boolean alike = compare(dialogue, "offer", offered);
        if (alike && ok(offered.get("ours"))) {
            Map<String, Map<String, Object>> answers = new HashMap<>();
            offered.forEach((whom, reply) ->
                    answers.put(
                            whom,
                            keys(
                                    dialogue.terms().answer(),
                                    call,
                                    "to-tag",
                                    "b",
                                    "sdp",
                                    NgSdp.answer(
                                            reply.path("sdp").asString(""), dialogue.manner()))));
            compare(dialogue, "answer", both("answer", answers));
        }
        Map<String, Object> gone = keys(Map.of(), call, "flags", List.of("fast"));
        gone.remove("from-tag");
        both("delete", Map.of("ours", gone, "theirs", gone));
    }

    private static boolean ok(JsonNode reply) {
        return reply.path("result").asString("").equals("ok");
    }

    /// True when both took it.
    private boolean compare(Dialogue dialogue, String command, Map<String, JsonNode> replies) {
        JsonNode ours = replies.get("ours");
        JsonNode theirs = replies.get("theirs");
        if (ok(ours) != ok(theirs) || !ok(ours)) {
            String said = said(theirs);
            if (!said.equals(said(ours))) {
                note(dialogue, command, List.of("result theirs " + said + ", ours " + said(ours)));
            }
            return ok(ours) && ok(theirs);
        }
        note(
                dialogue,
                command,
                NgSdp.differences(
                        NgSdp.sections(ours.path("sdp").asString(""), addresses.get("ours")),
                        NgSdp.sections(theirs.path("sdp").asString(""), addresses.get("theirs"))));
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
                unexplained.putIfAbsent(what, dialogue.toString());
                times.merge(what, 1, Integer::sum);
            }
        }
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
            NgSdp.Manner manner = NgSdp.Manner.values()[random.nextInt(NgSdp.Manner.values().length)];
            compare(new Dialogue(shape.getKey(), shape.getValue(), all, manner));
        }
        assertExplained();
    }
}
