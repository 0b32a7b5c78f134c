package jackfield.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViaWindowTest {
    private final ViaWindow window = new ViaWindow();
    private final KeyedHash hash = new KeyedHash(new SplittableRandom(1));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIP/2.0/UDP host.Example.com:5060;branch=z9hG4bK-1;rport",
                "SIP/2.0/UDP host;branch=Z9hg4BKx",
                "SIP / 2.0 / TCP [2001:DB8::1] : 65535 ; received=1.2.3.4 ; BRANCH = 7",
                "SIP/2.0/WS v.invalid;branch",
                "SIP/2.0/WS v.invalid",
                "SIP/2.0/WS v.invalid;branch=z9hG4bK\u00e9t\u00e9",
                ", ,SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/UDP b;branch=z9hG4bK2",
                "SIP/2.0/UDP a:0;x=\"branch=1;\";branch=z9hG4bK1;branch=2",
            })
    void itSeesWhatTheTypedReaderReads(String text) {
        byte[] wire =
                ("OPTIONS sip:b@c SIP/2.0\r\nVia: "
                                + text
                                + "\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@c>\r\nCall-ID: 1\r\n"
                                + "CSeq: 1 OPTIONS\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        sees(Parser.parse(wire).orThrow().headers());
        sees(Headers.builder().add(HeaderName.VIA, text).build());
    }

    private void sees(Headers headers) {
        Via via = headers.topVia();
        String branch = via.branch();
        String sentBy = via.host().toLowerCase(Locale.ROOT) + ":" + via.port();
        assertThat(window.open(headers)).isTrue();
        assertThat(window.branch()).isEqualTo(branch);
        assertThat(window.sentBy()).isEqualTo(sentBy);
        assertThat(window.isSentBy(sentBy)).isTrue();
        assertThat(window.isSentBy(sentBy + "1")).isFalse();
        assertThat(window.isSentBy(sentBy.substring(1))).isFalse();
        assertThat(window.isSentBy(sentBy.substring(0, sentBy.length() - 1))).isFalse();
        assertThat(window.hasCookie())
                .isEqualTo(branch != null && branch.toLowerCase(Locale.ROOT).startsWith("z9hg4bk"));
        hash.begin();
        window.addSentByTo(hash);
        assertThat(hash.end()).isEqualTo(hash.begin().add(sentBy).end());
        if (branch != null) {
            assertThat(window.isBranch(branch)).isTrue();
            assertThat(window.isBranch(branch + "x")).isFalse();
            hash.begin();
            window.addBranchTo(hash);
            assertThat(hash.end()).isEqualTo(hash.begin().add(branch).end());
        }
    }

    @Test
    void itStaysShutWhereThereIsNoVia() {
        assertThat(window.open(Headers.EMPTY)).isFalse();
        assertThat(window.open(Headers.EMPTY.add(HeaderName.VIA, " , "))).isFalse();
        assertThat(window.open(Headers.EMPTY.add(HeaderName.VIA, "SIP/2.0/UDP"))).isFalse();
        assertThat(window.open(Headers.EMPTY.add(HeaderName.SUBJECT, "none"))).isFalse();
    }
}
