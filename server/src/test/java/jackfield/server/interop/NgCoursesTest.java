package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.NgClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Whole calls with Debian's rtpengine-daemon and with us: later offers by either side, hold,
/// forks, tags that change, deletes; the SDP of each step, whether ports and versions stay, and who
/// is in the call at the end.
@Tag("interop")
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class NgCoursesTest {
    @TempDir static Path folder;
    private static NgPair pair;
    private static int serial;

    @BeforeAll
    static void start() {
        pair = NgPair.start(folder);
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    /// A command in a course.
    ///
    /// @param sdp the offer; null for an answer to the last one, or where there is none
    private record Step(
            String command,
            String from,
            String to,
            String branch,
            String sdp,
            Map<String, Object> more) {
        Step with(String key, Object value) {
            Map<String, Object> all = new LinkedHashMap<>(more);
            all.put(key, value);
            return new Step(command, from, to, branch, sdp, all);
        }

        Step on(String other) {
            return new Step(command, from, to, other, sdp, more);
        }
    }

    private static Step offer(String from, String to, String sdp) {
        return new Step("offer", from, to, "", sdp, Map.of());
    }

    private static Step answer(String from, String to) {
        return new Step("answer", from, to, "", "", Map.of());
    }

    private static Step delete(String from, String to) {
        return new Step("delete", from, to, "", "", Map.of());
    }

    private static Step query() {
        return new Step("query", "", "", "", "", Map.of());
    }

    /// A course by name.
    private record Course(String name, List<Step> steps) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static String shape(String name) {
        return NgShapes.named(name);
    }

    static List<Course> courses() {
        String audio = shape("audio");
        String moved = audio.replace("m=audio 4000", "m=audio 4400");
        String browser = shape("browser");
        String restarted = browser.replace("abcd", "efgh").replace("ijklmnop", "IJKLMNOP");
        List<Course> all = new ArrayList<>();
        all.add(
                new Course(
                        "offers by both sides",
                        List.of(
                                offer("a", "", audio),
                                answer("a", "b"),
                                offer("a", "b", audio),
                                answer("a", "b"),
                                offer("b", "a", audio),
                                answer("b", "a"),
                                query())));
        all.add(
                new Course(
                        "hold and resume",
                        List.of(
                                offer("a", "", audio),
                                answer("a", "b"),
                                offer("a", "b", shape("sendonly")),
                                answer("a", "b"),
                                offer("a", "b", audio),
                                answer("a", "b"),
                                offer("b", "a", shape("zero")),
                                answer("b", "a"),
                                offer("b", "a", shape("inactive")),
                                answer("b", "a"),
                                query())));
        all.add(
                new Course(
                        "video comes and goes",
                        List.of(
                                offer("a", "", audio),
                                answer("a", "b"),
                                offer("a", "b", shape("video")),
                                answer("a", "b"),
                                offer("a", "b", shape("port-0")),
                                answer("a", "b"),
                                query())));
        all.add(
                new Course(
                        "one who moves",
                        List.of(
                                offer("a", "", audio),
                                answer("a", "b"),
                                offer("a", "b", moved),
                                answer("a", "b"),
                                offer("a", "b", moved).with("flags", List.of("port-latching")),
                                answer("a", "b"))));
        all.add(
                new Course(
                        "forks by branch",
                        List.of(
                                offer("a", "", audio).on("z1"),
                                offer("a", "", audio).on("z2"),
                                answer("a", "b1").on("z1"),
                                answer("a", "b2").on("z2"),
                                query(),
                                delete("a", "").on("z1"),
                                query())));
        all.add(
                new Course(
                        "forks without a branch",
                        List.of(
                                offer("a", "", audio),
                                offer("a", "", audio),
                                answer("a", "b1"),
                                answer("a", "b2"),
                                query())));
        all.add(
                new Course(
                        "answered twice",
                        List.of(
                                offer("a", "", audio),
                                answer("a", "b").with("sip-code", 183),
                                answer("a", "b").with("sip-code", 200),
                                query())));
        all.add(
                new Course(
                        "another tag answers",
                        List.of(
                                offer("a", "", audio).on("z1"),
                                answer("a", "b1").on("z1"),
                                answer("a", "b2").on("z1"),
                                query())));
        all.add(
                new Course(
                        "offered again after a challenge",
                        List.of(
                                offer("a", "", audio),
                                offer("a", "", audio),
                                answer("a", "b"),
                                query())));
        all.add(
                new Course(
                        "ICE restarts",
                        List.of(
                                offer("a", "", browser),
                                answer("a", "b"),
                                offer("a", "b", browser),
                                answer("a", "b"),
                                offer("a", "b", restarted),
                                answer("a", "b"))));
        all.add(
                new Course(
                        "a browser and a phone",
                        List.of(
                                offer("a", "", browser)
                                        .with("ICE", "remove")
                                        .with("transport-protocol", "RTP/AVP")
                                        .with("rtcp-mux", List.of("demux")),
                                answer("a", "b").with("ICE", "force"),
                                offer("b", "a", audio)
                                        .with("ICE", "force")
                                        .with("transport-protocol", "UDP/TLS/RTP/SAVPF")
                                        .with("SDES", List.of("off"))
                                        .with("rtcp-mux", List.of("offer", "require")),
                                answer("b", "a").with("ICE", "remove"),
                                query())));
        all.add(
                new Course(
                        "keys stay",
                        List.of(
                                offer("a", "", shape("sdes")).with("DTLS", "off"),
                                answer("a", "b"),
                                offer("a", "b", shape("sdes")).with("DTLS", "off"),
                                answer("a", "b"))));
        all.add(
                new Course(
                        "voice turns into fax and back",
                        List.of(
                                offer("a", "", audio),
                                answer("a", "b"),
                                offer("a", "b", shape("fax")),
                                answer("a", "b"),
                                offer("a", "b", audio),
                                answer("a", "b"))));
        all.add(
                new Course(
                        "deletes",
                        List.of(
                                offer("a", "", audio),
                                answer("a", "b"),
                                delete("nobody", ""),
                                delete("a", "nobody"),
                                query(),
                                offer("a", "", audio),
                                answer("a", "b"),
                                delete("a", "nobody").with("flags", List.of("to-tag")),
                                query(),
                                delete("b", "a"),
                                query(),
                                delete("a", "b").with("flags", List.of("fatal")))));
        all.add(
                new Course(
                        "a listener",
                        List.of(
                                offer("a", "", audio),
                                answer("a", "b"),
                                new Step("subscribe request", "a", "c", "", "", Map.of()),
                                new Step("subscribe answer", "a", "c", "", "", Map.of()),
                                query(),
                                new Step("unsubscribe", "a", "c", "", "", Map.of()),
                                query(),
                                new Step(
                                        "subscribe request",
                                        "b",
                                        "d",
                                        "",
                                        "",
                                        Map.of("flags", List.of("inactive"))),
                                delete("a", ""),
                                query())));
        all.add(
                new Course(
                        "a publisher",
                        List.of(
                                new Step("publish", "p", "", "", audio, Map.of()),
                                query(),
                                new Step("subscribe request", "p", "s", "", "", Map.of()),
                                new Step("subscribe answer", "p", "s", "", "", Map.of()),
                                query(),
                                delete("p", ""),
                                query())));
        return all;
    }

    /// One side of the comparison: what it said last, and the ports it named.
    private static final class Said {
        private final Map<String, String> ports = new HashMap<>();
        private String offer = "";

        Map<String, Object> request(Step step, String call) {
            Map<String, Object> request = NgClient.request(step.command(), "call-id", call);
            if (!step.from().isEmpty()) {
                request.put("from-tag", step.from());
            }
            if (!step.to().isEmpty()) {
                request.put("to-tag", step.to());
            }
            if (!step.branch().isEmpty()) {
                request.put("via-branch", step.branch());
            }
            if (step.command().endsWith("answer")) {
                request.put("sdp", NgSdp.answer(offer, NgSdp.Manner.ALL));
            } else if (!step.sdp().isEmpty()) {
                request.put("sdp", step.sdp());
            }
            request.putAll(step.more());
            return request;
        }

        /// What the reply is, and whether ports are those that the same reader was told before.
        List<String> took(Step step, JsonNode reply) {
            List<String> all = new ArrayList<>();
            all.add(
                    reply.path("result").asString("none")
                            + " "
                            + reply.path("error-reason").asString("")
                            + reply.path("warning").asString(""));
            String sdp = reply.path("sdp").asString("");
            if (!sdp.isEmpty()) {
                boolean asks = !step.command().endsWith("answer");
                offer = asks ? sdp : offer;
                String reader = (asks ? "to the other of " : "to ") + step.from() + step.branch();
                List<String> now = new ArrayList<>();
                Matcher matcher = Pattern.compile("(?m)^m=\\S+ (\\d+)").matcher(sdp);
                while (matcher.find()) {
                    now.add(matcher.group(1));
                }
                for (int i = 0; i < now.size(); i++) {
                    String before = ports.put(reader + i, now.get(i));
                    String state =
                            before == null ? "first" : before.equals(now.get(i)) ? "same" : "new";
                    all.add("port " + i + " is " + (now.get(i).equals("0") ? "0" : state));
                }
            }
            reply.path("tags")
                    .properties()
                    .forEach(each ->
                            all.add(
                                    "tag "
                                            + each.getKey()
                                            + " with "
                                            + each.getValue().path("medias").size()
                                            + " "
                                            + new TreeSet<>(
                                                    List.of(
                                                            each.getValue()
                                                                    .path("tag-aliases")
                                                                    .toString(),
                                                            each.getValue()
                                                                    .path("subscriptions")
                                                                    .toString(),
                                                            each.getValue()
                                                                    .path("subscribers")
                                                                    .toString()))));
            return all;
        }
    }

    @ParameterizedTest
    @MethodSource("courses")
    void aCallTakesTheSameCourse(Course course) {
        String call = "course" + ++serial;
        Said ours = new Said();
        Said theirs = new Said();
        List<String> found = new ArrayList<>();
        int number = 0;
        for (Step step : course.steps()) {
            NgPair.Replies replies = pair.ask(ours.request(step, call), theirs.request(step, call));
            List<List<String>> facts =
                    List.of(ours.took(step, replies.ours()), theirs.took(step, replies.theirs()));
            List<String> differences =
                    new ArrayList<>(
                            NgSdp.differences(List.of(facts.getFirst()), List.of(facts.getLast())));
            if (replies.areOk()) {
                differences.addAll(
                        NgSdp.differences(
                                NgSdp.sections(
                                        replies.ours().path("sdp").asString(""), pair.here()),
                                NgSdp.sections(
                                        replies.theirs().path("sdp").asString(""), pair.there())));
            }
            number++;
            for (String each : differences) {
                String what = step.command() + " " + each;
                if (!NgDeviations.covers(course.name(), "course", what)) {
                    found.add(number + ": " + what);
                }
            }
        }
        pair.ask("delete", "call-id", call);
        assertThat(String.join("\n", found)).isEmpty();
    }
}
