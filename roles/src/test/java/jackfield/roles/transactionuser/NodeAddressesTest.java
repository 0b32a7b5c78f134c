package jackfield.roles.transactionuser;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.sip.message.SipUri;
import jackfield.sip.transaction.SentBy;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAddressesTest {
    private final NodeAddresses node =
            new NodeAddresses(
                    "Example.org",
                    Set.of("localhost", "192.0.2.1", "[2001:db8::1]"),
                    Set.of(5060, 8443),
                    Map.of(Transport.WSS, new SentBy("phone.example.org", 443)),
                    "192.0.2.1");

    @ParameterizedTest
    @CsvSource({
        "sip:a@example.org, true",
        "sip:a@EXAMPLE.ORG:5080, true",
        "sip:a@192.0.2.1, true",
        "sip:a@192.0.2.1:5060, true",
        // A phone on the same machine is not us.
        "sip:a@192.0.2.1:5070, false",
        "sip:a@[2001:db8::1]:8443, true",
        "sip:phone.example.org:443;transport=ws, true",
        "sip:a@phone.example.org:5060, false",
        "sip:a@other.org, false",
        "sip:a@x.invalid, false"
    })
    void whatIsUs(String uri, boolean us) {
        SipUri parsed = SipUri.parse(uri).orThrow();
        assertThat(node.isUs(parsed)).isEqualTo(us);
        assertThat(node.domain(parsed)).isEqualTo(us ? "example.org" : null);
    }

    @Test
    void peersAreToldWhatTheyCanReach() {
        Endpoint any = Endpoint.parse("0.0.0.0:5060");
        Endpoint own = Endpoint.parse("192.0.2.1:5060");
        assertThat(node.advertised(new Flow(1, Transport.UDP, own, any)))
                .isEqualTo(new SentBy("192.0.2.1", 5060));
        assertThat(node.advertised(new Flow(1, Transport.UDP, any, own)))
                .isEqualTo(new SentBy("192.0.2.1", 5060));
        assertThat(node.advertised(new Flow(1, Transport.WSS, own, any)))
                .isEqualTo(new SentBy("phone.example.org", 443));
    }
}
