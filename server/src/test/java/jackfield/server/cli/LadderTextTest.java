package jackfield.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LadderTextTest {
    private static final JsonNode BUSY =
            JsonMapper.shared()
                    .readTree(
                            """
                            {"callId":"c1","from":"sip:alice@a","to":"sip:bob@a",
                             "began":"2026-11-21T14:00:00Z","state":"ended","seconds":1.25,
                             "explanation":"486 Busy Here: the called party is busy",
                             "verdict":"no audio from alice","dropped":0,
                             "parties":[
                              {"name":"alice","address":"wss 10.0.0.200:41000","userAgent":"JsSIP"},
                              {"name":"jackfield","address":"","userAgent":""},
                              {"name":"bob","address":"udp 10.0.0.2:5060","userAgent":""}],
                             "messages":[
                              {"ms":0,"from":0,"to":1,"what":"INVITE","cseq":"1 INVITE",
                               "sdp":"audio UDP/TLS/RTP/SAVPF opus sendrecv","note":"",
                               "repeated":false},
                              {"ms":3,"from":1,"to":2,"what":"INVITE","cseq":"1 INVITE",
                               "sdp":"","note":"","repeated":false},
                              {"ms":503,"from":1,"to":2,"what":"INVITE","cseq":"1 INVITE",
                               "sdp":"","note":"","repeated":true},
                              {"ms":1250,"from":2,"to":1,"what":"486 Busy Here","cseq":"1 INVITE",
                               "sdp":"","note":"","repeated":false},
                              {"ms":1251,"from":1,"to":0,"what":"200 OK","cseq":"2 BYE",
                               "sdp":"","note":"Reason: Q.850;cause=17","repeated":false}]}
                            """);

    private static String drawn(int width, LadderText.Signs signs) {
        StringWriter written = new StringWriter();
        new LadderText(new PrintWriter(written, true), width, signs).whole(BUSY);
        return written.toString();
    }

    @Test
    void aLadderIsDrawnInColumns() {
        assertThat(drawn(88, LadderText.Signs.ASCII))
                .isEqualTo(
                        """
                        Call-ID c1
                        sip:alice@a -> sip:bob@a
                        began 2026-11-21T14:00:00Z
                        over after 1.3 s: 486 Busy Here: the called party is busy

                                             alice                   jackfield                    bob
                                     wss 10.0.0.200:41000                                  udp 10.0.0.2:5060
                                             JsSIP
                           0.000               |-- INVITE -------------->|                         |
                                               |   audio UDP/TLS/RTP/SAVPF opus sendrecv           |
                           0.003               |                         |-- INVITE -------------->|
                           0.503               |                         |-- INVITE (again) ------>|
                           1.250               |                         |<- 486 Busy Here --------|
                           1.251               |<- 200 OK (BYE) ---------|                         |
                                               |   Reason: Q.850;cause=17|                         |

                        media: no audio from alice
                        """);
    }

    @Test
    void aTerminalThatCanDrawGetsLines() {
        assertThat(drawn(88, LadderText.Signs.UTF_8))
                .contains("│── INVITE ──────────────▶│", "│◀─ 486 Busy Here ────────│", " ↻ ");
    }

    @Test
    void aNarrowTerminalCutsWhatIsLong() {
        assertThat(drawn(40, LadderText.Signs.ASCII))
                .contains("|-- INVITE (again) -->|", "audio UDP/TLS/RTP/SA.. ");
    }
}
