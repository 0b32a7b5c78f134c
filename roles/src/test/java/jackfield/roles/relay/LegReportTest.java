package jackfield.roles.relay;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.roles.relay.media.Verdict;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LegReportTest {
    private static final Endpoint US = Endpoint.ipv4(0xC0000201, 20_000);
    private static final Endpoint SAID = Endpoint.ipv4(0xC0000202, 4_000);
    private static final Endpoint CAME_FROM = Endpoint.ipv4(0xC0000203, 4_002);

    private static LegReport leg(@Nullable Endpoint said, @Nullable Endpoint learnt, Verdict of) {
        return new LegReport(
                "t",
                "",
                "sip",
                US,
                said,
                learnt,
                "none",
                "none",
                0,
                0,
                0,
                0,
                Map.of(),
                0,
                "",
                "",
                of.words(),
                new LegReport.Details(List.of(), "none", List.of(), of.code(), of.isTrouble()));
    }

    @Test
    void amongOthersATroubleSaysWhoseItIs() {
        Verdict wrong = new Verdict.WrongPayloadType(9);
        assertThat(leg(SAID, CAME_FROM, wrong).trouble())
                .isEqualTo("192.0.2.3:4002: " + wrong.words());
        assertThat(leg(SAID, null, wrong).trouble()).startsWith("192.0.2.2:4000: packets arrive");
        assertThat(leg(null, null, wrong).trouble()).isEqualTo(wrong.words());
        Verdict stopped = new Verdict.Stopped(Verdict.Peer.PHONE, CAME_FROM, 8, false);
        assertThat(leg(SAID, CAME_FROM, stopped).trouble()).isEqualTo(stopped.words());
    }

    @Test
    void whatIsExpectedIsNoTrouble() {
        assertThat(leg(SAID, CAME_FROM, new Verdict.Fine()).trouble()).isEmpty();
        assertThat(leg(SAID, null, new Verdict.Unanswered()).trouble()).isEmpty();
    }
}
