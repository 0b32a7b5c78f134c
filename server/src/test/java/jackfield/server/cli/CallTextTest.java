package jackfield.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

class CallTextTest {
    private static final JsonNode CALL =
            JsonMapper.shared()
                    .readTree(
                            """
                            {"callId":"c1","state":"answered","from":"sip:alice@a","to":"sip:bob@a",
                             "started":"2026-11-21T14:00:00Z","verdict":"no audio from alice",
                             "legs":[{"tag":"t1","branch":"","profile":"browser",
                              "local":"192.0.2.1:10000","signalled":null,"learnt":"192.0.2.9:4000",
                              "ice":"connected","dtls":"established","packetsIn":10,"bytesIn":1000,
                              "packetsOut":20,"bytesOut":2000,"drops":{"replayed":3,"other":0},
                              "lastPacketMsAgo":15,"srtp":"AES_CM_128_HMAC_SHA1_80",
                              "icePairs":["192.0.2.1:10000 -> 192.0.2.9:4000 succeeded, selected"],
                              "streams":[{"kind":"audio","mid":"0","roundTripMs":81.26,
                               "in":{"codec":"opus","packets":10,"lost":2,"lostPercent":16.7,
                                "jitterMs":3.2,"mos":{"now":3.9,"lowest":2.1,"average":3.5},
                                "firstPacketMsAgo":12000,"lastPacketMsAgo":15},
                               "out":{"codec":null,"packets":20,"lost":0,"lostPercent":0,
                                "jitterMs":0,"mos":null,"firstPacketMsAgo":null,
                                "lastPacketMsAgo":null},
                               "feedback":{"nacks":2,"packetsAskedAgain":5,"plis":1,"firs":2,
                                "rembs":4,"rembBitsPerSecond":512000,"transportWide":7},
                               "voip":{"lostPercent":1.2,"discardedPercent":0.4,"mosListening":4.1,
                                "rating":null,"jitterBufferMs":60,"endSystemDelayMs":90,
                                "signalDbm":-21,"noiseDbm":null},
                               "verdict":"no audio from alice"}],"sdpIn":"v=0\\r\\ns=-\\r\\n","sdpOut":"",
                              "verdict":"no audio from alice"}]}
                            """);

    private final StringWriter written = new StringWriter();
    private final CallText text = new CallText(new PrintWriter(written, true));

    @Test
    void aCallIsOneLineInTheList() {
        text.line(CALL);
        assertThat(written.toString())
                .hasLineCount(1)
                .contains("answered  sip:alice@a -> sip:bob@a", " c1 ", "! no audio from alice");
    }

    @Test
    void oneCallIsToldLegByLeg() {
        text.whole(CALL, false);
        assertThat(written.toString())
                .contains("verdict: no audio from alice")
                .contains("leg 1: browser, tag t1")
                .contains("receive on 192.0.2.1:10000; it said nothing; its packets come from 192")
                .startsWith("verdict: no audio from alice")
                .contains("ICE connected, DTLS established, SRTP AES_CM_128_HMAC_SHA1_80")
                .contains("192.0.2.9:4000 succeeded, selected")
                .contains("audio 0, round trip 81.3 ms")
                .containsPattern("from +opus +10 +2 +16.7 +3.2 +3.9 \\(2.1\\) +-12.0 s +-0.0 s")
                .containsPattern("to +- +20 +0 +0.0 +0.0 +- +never +never")
                .contains("asked 2 times for 5 packets again, 3 times for a whole picture, esti")
                .contains("estimates 512 kbit/s; 7 reports of arrivals")
                .contains("it says: lost 1.2 %, discarded 0.4 %, MOS 4.1, R -, jitter buffer 60 ms")
                .contains("end system 90 ms, signal -21.0 dBm0, noise - dBm0")
                .contains("from it 10 packets, 1000 bytes (last 15 ms ago); to it 20 packets")
                .contains("dropped 3: replayed")
                .doesNotContain("other", "v=0");
    }

    @Test
    void aCallThatIsOverIsToldAsItWasAtItsEnd() {
        JsonNode media =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("callId", "c1")
                        .put("at", "2026-11-21T14:02:00Z")
                        .put("verdict", "")
                        .set("legs", CALL.path("legs"));
        JsonNode record =
                JsonMapper.shared()
                        .readTree(
                                """
                                {"from":"tag a","to":"tag b",
                                 "explanation":"answered, ended by the caller: its proxy said so"}
                                """);
        text.over(media, record, false);
        assertThat(written.toString())
                .startsWith("verdict: nothing wrong was seen")
                .contains("tag a -> tag b, answered, ended by the caller: its proxy said so")
                .contains("over since 2026-11-21T14:02:00Z", "leg 1: browser, tag t1")
                .doesNotContain("v=0");
        text.over(media, MissingNode.getInstance(), true);
        assertThat(written.toString()).contains("      v=0").doesNotContain("null");
    }

    @Test
    void sdpIsShownWhenAskedFor() {
        text.whole(CALL, true);
        assertThat(written.toString())
                .contains("its SDP:", "      v=0", "      s=-", "our SDP to it: none");
    }
}
