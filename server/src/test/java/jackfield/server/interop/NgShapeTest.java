package jackfield.server.interop;

import static jackfield.testkit.peers.NgClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The same requests to Debian's rtpengine-daemon and to us: the SDP that comes back has the same
/// lines in the same order, errors have the same words. What we do otherwise is named here.
@Tag("interop")
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class NgShapeTest {
    /// Lines that we leave out or add, and why.
    private static final Set<String> OTHERWISE =
            Set.of(
                    "crypto", // fewer suites; one line is as good as many
                    "extmap", // a browser's header extensions mean nothing to a phone
                    "msid",
                    "ssrc",
                    "mid", // only where names were asked for
                    "ice-options", // trickle is told to those who asked for it
                    "end-of-candidates",
                    "ptime", // passes where the answer has it; theirs is the offer's
                    "rtcp-fb");

    private static final String PHONE =
            "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=call\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                    + "m=audio 4000 RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\n"
                    + "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=sendrecv\r\n"
                    + "a=ptime:20\r\n";
    private static final String BROWSER =
            "v=0\r\no=- 46117 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
                    + "m=audio 5000 UDP/TLS/RTP/SAVPF 111 0 101\r\nc=IN IP4 127.0.0.1\r\n"
                    + "a=candidate:1 1 udp 2113937151 127.0.0.1 5000 typ host\r\n"
                    + "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\n"
                    + "a=fingerprint:sha-256 "
                    + "AB:".repeat(31)
                    + "AB\r\na=setup:actpass\r\na=mid:0\r\na=sendrecv\r\na=rtcp-mux\r\n"
                    + "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10\r\n"
                    + "a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n";

    /// Both, always in this order.
    private static final List<String> RELAYS = List.of("jackfield", "rtpengine");

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

    private static JsonNode ask(String whom, Map<String, Object> request) {
        return pair.client(whom.equals("jackfield")).ask(request);
    }

    /// `m=audio RTP/AVP 0 8 101` and the names of the attributes behind it, each once.
    private static List<String> shape(JsonNode reply) {
        assertThat(reply.path("result").asString("")).as("%s", reply).isEqualTo("ok");
        List<String> shape = new ArrayList<>();
        boolean media = false;
        for (String line : reply.path("sdp").asString("").split("\r\n")) {
            media |= line.startsWith("m=");
            if (line.startsWith("m=")) {
                shape.add(line.replaceFirst(" \\d+ ", " "));
            } else if (media && line.startsWith("a=")) {
                String name = line.substring(2).split(":")[0];
                if (!OTHERWISE.contains(name) && !shape.contains(name)) {
                    shape.add(name);
                }
            }
        }
        return shape;
    }

    private static void assertAlike(
            String callId,
            String offer,
            Map<String, Object> terms,
            String answer,
            Map<String, Object> back) {
        Map<String, List<List<String>>> shapes = new LinkedHashMap<>();
        for (String whom : RELAYS) {
            Map<String, Object> first =
                    request("offer", "call-id", callId, "from-tag", "a", "sdp", offer);
            first.putAll(terms);
            Map<String, Object> second =
                    request(
                            "answer",
                            "call-id",
                            callId,
                            "from-tag",
                            "a",
                            "to-tag",
                            "b",
                            "sdp",
                            answer);
            second.putAll(back);
            shapes.put(whom, List.of(shape(ask(whom, first)), shape(ask(whom, second))));
        }
        assertThat(shapes.get("jackfield")).isEqualTo(shapes.get("rtpengine"));
    }

    @Test
    void betweenPhones() {
        assertAlike(
                "p",
                PHONE,
                Map.of("replace", List.of("origin")),
                PHONE,
                Map.of("replace", List.of("origin", "session-connection")));
    }

    @Test
    void fromAPhoneToABrowser() {
        assertAlike(
                "b",
                PHONE,
                Map.of(
                        "ICE",
                        "force",
                        "rtcp-mux",
                        List.of("offer", "require"),
                        "transport-protocol",
                        "UDP/TLS/RTP/SAVPF",
                        "SDES",
                        List.of("off")),
                BROWSER.replace("actpass", "active").replace("111 0 101", "0 101"),
                Map.of("ICE", "remove"));
    }

    @Test
    void fromABrowserToAPhone() {
        assertAlike(
                "w",
                BROWSER,
                Map.of(
                        "ICE", "remove",
                        "rtcp-mux", List.of("demux"),
                        "transport-protocol", "RTP/AVP"),
                PHONE.replace("0 8 101", "0 101"),
                Map.of("ICE", "force"));
    }

    @Test
    void errorsHaveTheSameWords() {
        for (Map<String, Object> each :
                List.of(
                        request("ping"),
                        request("nonsense"),
                        request("query", "call-id", "none"),
                        request("delete", "call-id", "none"),
                        request("offer", "call-id", "e", "from-tag", "a"),
                        request("offer", "call-id", "e", "sdp", PHONE),
                        request("offer", "from-tag", "a", "sdp", PHONE),
                        request("offer", "call-id", "e", "from-tag", "a", "sdp", "junk"),
                        request("answer", "call-id", "e", "from-tag", "a", "sdp", PHONE),
                        request(
                                "answer",
                                "call-id",
                                "none",
                                "from-tag",
                                "a",
                                "to-tag",
                                "b",
                                "sdp",
                                PHONE))) {
            JsonNode ours = ask("jackfield", each);
            JsonNode theirs = ask("rtpengine", each);
            for (String key : List.of("result", "error-reason", "warning")) {
                assertThat(ours.path(key).asString(""))
                        .as("%s of %s", key, each)
                        .isEqualTo(theirs.path(key).asString(""));
            }
        }
    }

    @Test
    void aCallIsToldByTheSameNames() {
        for (String whom : RELAYS) {
            ask(whom, request("offer", "call-id", "q", "from-tag", "a", "sdp", PHONE));
            ask(
                    whom,
                    request(
                            "answer",
                            "call-id",
                            "q",
                            "from-tag",
                            "a",
                            "to-tag",
                            "b",
                            "sdp",
                            PHONE));
        }
        JsonNode ours = ask("jackfield", request("query", "call-id", "q"));
        JsonNode theirs = ask("rtpengine", request("query", "call-id", "q"));
        assertNames("", ours, theirs);
    }

    private static void call(String callId) {
        for (String whom : RELAYS) {
            Map<String, Object> offer =
                    request("offer", "call-id", callId, "from-tag", "a", "sdp", PHONE);
            Map<String, Object> answer =
                    request("answer", "call-id", callId, "from-tag", "a", "sdp", PHONE);
            answer.put("to-tag", "b");
            shape(ask(whom, offer));
            shape(ask(whom, answer));
        }
    }

    private static void assertSameWords(Map<String, Object> request) {
        JsonNode ours = ask("jackfield", request);
        JsonNode theirs = ask("rtpengine", request);
        for (String key : List.of("result", "error-reason")) {
            assertThat(ours.path(key).asString(""))
                    .as("%s of %s", key, request)
                    .isEqualTo(theirs.path(key).asString(""));
        }
    }

    @Test
    void whatIsDoneToMediaIsAnsweredInTheSameWords() {
        call("m");
        for (Map<String, Object> each :
                List.of(
                        request("block DTMF", "call-id", "m", "from-tag", "nobody"),
                        request("block DTMF", "call-id", "m"),
                        request("unblock DTMF", "call-id", "m", "from-tag", "a"),
                        request("block media", "call-id", "m", "from-tag", "a"),
                        request("unblock media", "call-id", "m", "from-tag", "a"),
                        request("silence media", "call-id", "m", "from-tag", "a"),
                        request("unsilence media", "call-id", "m", "from-tag", "a"),
                        request("play media", "call-id", "m", "from-tag", "a"),
                        request("play media", "call-id", "m"),
                        request("play media", "call-id", "m", "from-tag", "a", "file", "/none"),
                        request("stop media", "call-id", "m", "from-tag", "a"),
                        request("play DTMF", "call-id", "m", "from-tag", "a"),
                        request("play DTMF", "call-id", "m", "from-tag", "a", "code", "x"),
                        request("subscribe request", "call-id", "m"),
                        request("subscribe request", "call-id", "m", "from-tag", "nobody"),
                        request("subscribe request", "call-id", "none", "from-tag", "a"),
                        request("subscribe answer", "call-id", "m"),
                        request("list", "limit", "0"))) {
            assertSameWords(each);
        }
    }

    @Test
    void aDeleteThatWaitsIsCalledOffByAnOffer() {
        call("w");
        Map<String, Object> later = request("delete", "call-id", "w", "delete-delay", 30);
        Map<String, Object> query = request("query", "call-id", "w");
        assertSameWords(later);
        assertSameWords(query);
        call("w");
        assertSameWords(query);
        assertSameWords(request("delete", "call-id", "w", "delete-delay", 0));
        assertSameWords(query);
    }

    @Test
    void aSecondTryWithAnotherTransportIsFollowed() {
        Map<String, List<List<String>>> shapes = new LinkedHashMap<>();
        for (String whom : RELAYS) {
            List<List<String>> tries = new ArrayList<>();
            for (String protocol : List.of("RTP/SAVP", "RTP/AVP")) {
                tries.add(
                        shape(
                                ask(
                                        whom,
                                        request(
                                                "offer",
                                                "call-id",
                                                "t",
                                                "from-tag",
                                                "a",
                                                "sdp",
                                                PHONE,
                                                "DTLS",
                                                "off",
                                                "transport-protocol",
                                                protocol))));
            }
            shapes.put(whom, tries);
        }
        assertThat(shapes.get("jackfield")).isEqualTo(shapes.get("rtpengine"));
    }

    @Test
    void aListenerIsOfferedAndToldOfAlike() {
        call("s");
        Map<String, List<String>> shapes = new LinkedHashMap<>();
        for (String whom : RELAYS) {
            shapes.put(
                    whom,
                    shape(
                            ask(
                                    whom,
                                    request(
                                            "subscribe request",
                                            "call-id",
                                            "s",
                                            "from-tag",
                                            "a",
                                            "to-tag",
                                            "listener"))));
        }
        assertThat(shapes.get("jackfield")).isEqualTo(shapes.get("rtpengine"));
        JsonNode ours = ask("jackfield", request("query", "call-id", "s"));
        JsonNode theirs = ask("rtpengine", request("query", "call-id", "s"));
        for (String tag : List.of("a", "b", "listener")) {
            for (String key : List.of("subscriptions", "subscribers")) {
                assertThat(ours.path("tags").path(tag).path(key))
                        .as("%s of %s", key, tag)
                        .isEqualTo(theirs.path("tags").path(tag).path(key));
            }
        }
        assertNames("", ours, theirs);
    }

    /// Every name of theirs is in ours, with a value of the same kind.
    private static void assertNames(String path, JsonNode ours, JsonNode theirs) {
        if (theirs.isArray()) {
            if (path.endsWith("flags")) {
                return;
            }
            assertThat(ours.size()).as("how many in " + path).isGreaterThanOrEqualTo(theirs.size());
            for (int i = 0; i < theirs.size(); i++) {
                assertNames(path + "[" + i + "]", ours.path(i), theirs.path(i));
            }
            return;
        }
        assertThat(ours.getNodeType()).as(path).isEqualTo(theirs.getNodeType());
        theirs.properties()
                .forEach(each ->
                        assertNames(
                                path + "." + each.getKey(),
                                ours.path(each.getKey()),
                                each.getValue()));
    }
}
