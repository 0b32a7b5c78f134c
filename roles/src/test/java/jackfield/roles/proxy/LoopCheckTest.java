package jackfield.roles.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Transport;
import jackfield.roles.transactionuser.Addresses;
import jackfield.roles.transactionuser.NodeAddresses;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Parser;
import jackfield.sip.message.Request;
import jackfield.sip.message.SipUri;
import jackfield.sip.message.Via;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopCheckTest {
    private final Addresses us =
            new NodeAddresses(
                    "example.org", Set.of("10.0.0.1"), Set.of(5060), Map.of(), "10.0.0.1");
    private final Request first =
            (Request)
                    Parser.parse(
                                    ("INVITE sip:bob@example.org SIP/2.0\r\n"
                                                    + "Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK9\r\n"
                                                    + "From: <sip:a@b>;tag=1\r\nTo: <sip:bob@example.org>\r\n"
                                                    + "Call-ID: 1\r\nCSeq: 1 INVITE\r\n\r\n")
                                            .getBytes(StandardCharsets.UTF_8))
                            .orThrow();

    private Request passed(Request request, String host) {
        return request.push(
                Via.of(Transport.UDP, host, 5060, LoopCheck.branch("z9hG4bKfresh", request)));
    }

    @Test
    void theSameRequestAgainIsALoop() {
        assertThat(LoopCheck.looped(first, us)).isFalse();
        assertThat(LoopCheck.looped(passed(first, "10.0.0.1"), us)).isTrue();
        assertThat(LoopCheck.looped(passed(passed(first, "10.0.0.1"), "10.0.0.7"), us)).isTrue();
    }

    @Test
    void anotherTargetOrAnotherProxyIsNone() {
        Request spiral =
                passed(first, "10.0.0.1").to(SipUri.parse("sip:carol@example.org").orThrow());
        assertThat(LoopCheck.looped(spiral, us)).isFalse();
        assertThat(LoopCheck.looped(passed(first, "10.0.0.7"), us)).isFalse();
        Request next = passed(first, "10.0.0.1").with(HeaderName.CSEQ, "2 INVITE");
        assertThat(LoopCheck.looped(next, us)).isFalse();
    }
}
