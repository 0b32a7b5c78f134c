package jackfield.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.peers.NgClient;
import jackfield.testkit.peers.Rtpengine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Every command with and without each of its keys, by every way in, to Debian's rtpengine-daemon
/// and to us: results, words of errors, names and kinds of what is told.
@Tag("interop")
@Timeout(value = 110, unit = TimeUnit.SECONDS)
class NgCommandsTest {
    private static final String OFFER = NgShapes.named("audio");

    private static final List<String> COMMANDS =
            List.of(
                    "ping",
                    "offer",
                    "answer",
                    "delete",
                    "query",
                    "list",
                    "statistics",
                    "start recording",
                    "stop recording",
                    "pause recording",
                    "start forwarding",
                    "stop forwarding",
                    "block DTMF",
                    "unblock DTMF",
                    "block media",
                    "unblock media",
                    "silence media",
                    "unsilence media",
                    "play media",
                    "stop media",
                    "play DTMF",
                    "publish",
                    "subscribe request",
                    "subscribe answer",
                    "unsubscribe",
                    "nonsense",
                    "");

    @TempDir static Path folder;
    private static NgPair pair;

    @BeforeAll
    static void start() {
        pair = NgPair.start(folder);
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    private static void call(String id) {
        NgPair.Replies offered = pair.ask("offer", "call-id", id, "from-tag", "a", "sdp", OFFER);
        assertThat(offered.areOk()).as("%s", offered).isTrue();
        Function<JsonNode, Map<String, Object>> answer =
                reply ->
                        NgClient.request(
                                "answer",
                                "call-id",
                                id,
                                "from-tag",
                                "a",
                                "to-tag",
                                "b",
                                "sdp",
                                NgSdp.answer(reply.path("sdp").asString(""), NgSdp.Manner.ALL));
        NgPair.Replies answered =
                pair.ask(answer.apply(offered.ours()), answer.apply(offered.theirs()));
        assertThat(answered.areOk()).as("%s", answered).isTrue();
    }

    /// The result, the words beside it, and the names of what else is told: of ours those that they
    /// have too.
    private static String said(JsonNode reply, JsonNode other) {
        Set<String> names = new TreeSet<>(reply.propertyNames());
        names.removeAll(List.of("result", "error-reason", "warning", "message"));
        names.retainAll(other.propertyNames());
        return reply.path("result").asString("none")
                + " | "
                + reply.path("error-reason").asString("")
                + " | "
                + reply.path("warning").asString("")
                + " | "
                + names;
    }

    private static void put(Map<String, Object> request, String key, @Nullable String value) {
        if (value != null) {
            request.put(key, value);
        }
    }

    @Test
    void everyCommandWithAndWithoutItsKeys() {
        List<String> found = new ArrayList<>();
        List<@Nullable String> tags = Arrays.asList(null, "nobody", "a", "b");
        int serial = 0;
        for (String command : COMMANDS) {
            for (@Nullable String id : Arrays.asList(null, "none", "known")) {
                for (@Nullable String from : tags) {
                    for (@Nullable String to : tags) {
                        for (@Nullable String sdp : Arrays.asList(null, "junk", OFFER)) {
                            String known = "k" + ++serial;
                            boolean real = "known".equals(id);
                            if (real) {
                                call(known);
                            }
                            Map<String, Object> request = NgClient.request(command);
                            put(request, "call-id", real ? known : id);
                            put(request, "from-tag", from);
                            put(request, "to-tag", to);
                            put(request, "sdp", sdp);
                            NgPair.Replies replies = pair.ask(request);
                            String ours = said(replies.ours(), replies.theirs());
                            String theirs = said(replies.theirs(), replies.theirs());
                            String what =
                                    "%s call-id=%s from=%s to=%s sdp=%s: theirs %s, ours %s"
                                            .formatted(
                                                    command,
                                                    id,
                                                    from,
                                                    to,
                                                    sdp == null
                                                            ? null
                                                            : sdp.length() > 9 ? "ok" : sdp,
                                                    theirs,
                                                    ours);
                            if (!ours.equals(theirs) && !NgDeviations.covers(command, "", what)) {
                                found.add(what);
                            }
                            clear(real ? known : "none", replies);
                        }
                    }
                }
            }
        }
        assertThat(String.join("\n", found)).isEmpty();
    }

    private static void clear(String id, NgPair.Replies replies) {
        pair.ask("delete", "call-id", id, "flags", List.of("fast"));
        for (boolean weAre : List.of(true, false)) {
            JsonNode made = (weAre ? replies.ours() : replies.theirs()).path("call-id");
            if (made.isString()) {
                pair.client(weAre).ask("delete", "call-id", made.asString());
            }
        }
    }

    /// Every name of theirs is in ours, with a value of the same kind.
    private static void names(String path, JsonNode ours, JsonNode theirs, List<String> found) {
        if (theirs.isArray()) {
            for (int i = 0; i < theirs.size() && !path.endsWith("flags"); i++) {
                names(path + "[" + i + "]", ours.path(i), theirs.path(i), found);
            }
        }
        if (!ours.getNodeType().equals(theirs.getNodeType())) {
            found.add(path + ": theirs " + theirs + ", ours " + ours);
            return;
        }
        theirs.properties()
                .forEach(each ->
                        names(
                                path + "." + each.getKey(),
                                ours.path(each.getKey()),
                                each.getValue(),
                                found));
    }

    @Test
    void whatIsToldHasTheSameNames() {
        List<String> found = new ArrayList<>();
        for (String shape :
                List.of("audio", "video", "fax", "mux", "sdes", "ice", "browser-video")) {
            String id = "told-" + shape;
            String offer = NgShapes.named(shape);
            NgPair.Replies offered =
                    pair.ask(
                            "offer",
                            "call-id",
                            id,
                            "from-tag",
                            "a",
                            "via-branch",
                            "z1",
                            "label",
                            "one",
                            "metadata",
                            "m",
                            "sdp",
                            offer);
            names(shape + " offered", pair.ask("query", "call-id", id), found);
            Function<JsonNode, Map<String, Object>> answer =
                    reply ->
                            NgClient.request(
                                    "answer",
                                    "call-id",
                                    id,
                                    "from-tag",
                                    "a",
                                    "to-tag",
                                    "b",
                                    "sdp",
                                    NgSdp.answer(reply.path("sdp").asString(""), NgSdp.Manner.ALL));
            pair.ask(answer.apply(offered.ours()), answer.apply(offered.theirs()));
            names(shape, pair.ask("query", "call-id", id), found);
            names(shape + " of a", pair.ask("query", "call-id", id, "from-tag", "a"), found);
            names("list", pair.ask("list"), found);
            names(shape + " gone", pair.ask("delete", "call-id", id), found);
        }
        found.removeIf(each -> NgDeviations.covers("told", "", each));
        assertThat(String.join("\n", found)).isEmpty();
    }

    /// After a call that is over and one that is not; what we tell and they do not is found too.
    @Test
    void statisticsHaveTheSameShape() {
        call("counted");
        pair.ask("delete", "call-id", "counted", "flags", List.of("fast"));
        call("counted still");
        NgPair.Replies told = pair.ask("statistics");
        pair.ask("delete", "call-id", "counted still", "flags", List.of("fast"));
        List<String> found = new ArrayList<>();
        names("statistics", told, found);
        names("ours", told.theirs(), told.ours(), found);
        found.removeIf(each -> NgDeviations.covers("told", "", each));
        assertThat(String.join("\n", found)).isEmpty();
    }

    private static void names(String path, NgPair.Replies replies, List<String> found) {
        names(path, replies.ours(), replies.theirs(), found);
    }

    /// A call of its own by each way, and junk.
    @Test
    void everyWayInIsAnsweredAlike() {
        for (boolean weAre : List.of(true, false)) {
            String host = weAre ? pair.here() : pair.there();
            int tcp = weAre ? Rtpengine.NG_PORT : NgPair.TCP;
            List<NgClient> ways =
                    List.of(
                            NgClient.udp(host, Rtpengine.NG_PORT),
                            NgClient.bencode(host, Rtpengine.NG_PORT),
                            NgClient.tcp(host, tcp),
                            NgClient.httpBencode(host, NgPair.HTTP),
                            NgClient.webSocket(host, NgPair.HTTP));
            for (int i = 0; i < ways.size(); i++) {
                try (NgClient way = ways.get(i)) {
                    String id = "way" + i;
                    assertThat(way.ask("ping").toString()).isEqualTo("{\"result\":\"pong\"}");
                    JsonNode offered =
                            way.ask("offer", "call-id", id, "from-tag", "a", "sdp", OFFER);
                    assertThat(offered.path("sdp").asString("")).as(id).contains("m=audio");
                    assertThat(way.ask("list").path("calls").toString()).contains(id);
                    assertThat(way.ask("query", "call-id", id).path("tags").has("a")).isTrue();
                    assertThat(way.ask("delete", "call-id", id).path("result").asString(""))
                            .isEqualTo("ok");
                    assertThat(way.ask("query", "call-id", id).path("error-reason").asString(""))
                            .isEqualTo("Unknown call-id");
                    if (i != 2) { // over TCP junk ends the connection
                        byte[] junk = way.send("x".getBytes(StandardCharsets.UTF_8));
                        String said =
                                new String(
                                        Objects.requireNonNull(junk, id), StandardCharsets.UTF_8);
                        assertThat(said).contains("Invalid NG data format");
                    }
                }
            }
        }
    }
}
