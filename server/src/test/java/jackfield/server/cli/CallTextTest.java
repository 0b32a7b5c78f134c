package jackfield.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
                              "lastPacketMsAgo":15,"sdpIn":"v=0\\r\\ns=-\\r\\n","sdpOut":"",
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
                .contains("ICE connected, DTLS established")
                .contains("from it 10 packets, 1000 bytes (last 15 ms ago); to it 20 packets")
                .contains("dropped 3: replayed")
                .doesNotContain("other", "v=0");
    }

    @Test
    void sdpIsShownWhenAskedFor() {
        text.whole(CALL, true);
        assertThat(written.toString())
                .contains("its SDP:", "      v=0", "      s=-", "our SDP to it: none");
    }
}
