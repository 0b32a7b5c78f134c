package jackfield.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipUriTest {
    /// The examples of RFC 3261 section 19.1.4, and what follows from its rules.
    @ParameterizedTest
    @CsvSource({
        "sip:%61lice@atlanta.com;transport=TCP, sip:alice@AtLanTa.CoM;Transport=tcp, true",
        "sip:carol@chicago.com, sip:carol@chicago.com;newparam=5, true",
        "sip:carol@chicago.com;newparam=5, sip:carol@chicago.com;security=on, true",
        "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com,"
                + " sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com, true",
        "sip:alice@atlanta.com?subject=project%20x&priority=urgent,"
                + " sip:alice@atlanta.com?priority=urgent&subject=project%20x, true",
        "SIP:ALICE@AtLanTa.CoM;Transport=udp, sip:alice@AtLanTa.CoM;Transport=UDP, false",
        "sip:bob@biloxi.com, sip:bob@biloxi.com:5060, false",
        "sip:bob@biloxi.com, sip:bob@biloxi.com;transport=udp, false",
        "sip:bob@biloxi.com, sip:bob@biloxi.com:6000;transport=tcp, false",
        "sip:carol@chicago.com, sip:carol@chicago.com?Subject=next%20meeting, false",
        "sip:carol@chicago.com;security=on, sip:carol@chicago.com;security=off, false",
        "sip:bob@phone21.boxesbybob.com, sip:bob@192.0.2.4, false",
        "sip:a@b, sips:a@b, false",
        "sip:a@b, sip:b, false",
        "sip:a@b;maddr=1.2.3.4, sip:a@b, false",
        "sip:a@[2001:db8::1], sip:a@[2001:DB8:0::1], true"
    })
    void equalityFollowsTheRfc(String one, String two, boolean same) {
        SipUri a = SipUri.parse(one).orThrow();
        SipUri b = SipUri.parse(two).orThrow();
        assertThat(a.sameAs(b)).isEqualTo(same);
        assertThat(b.sameAs(a)).isEqualTo(same);
    }

    @Test
    void theUserIsReadWithoutEscapesAndPassword() {
        assertThat(SipUri.parse("sip:J%C3%BCrgen:secret@h").orThrow().userName())
                .isEqualTo("Jürgen");
        assertThat(SipUri.parse("sip:a%4@h").orThrow().userName()).isEqualTo("a%4");
        assertThat(SipUri.parse("sip:h").orThrow().userName()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"alice", "'a b@c:d'", "'Jürgen <x>'", "'100%'", "'+1(555)'"})
    void anyTextCanBeAUser(String name) {
        SipUri uri = SipUri.of(Escapes.user(name), "example.com", 0);
        assertThat(SipUri.parse(uri.toString()).orThrow().userName()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@example.com:5061;transport=tcp;lr?Subject=x",
        "sips:[2001:db8::1]:5061",
        "sip:user;par=u%40example.net@example.com",
        "tel:+1-555-1234;phone-context=example.com",
        "urn:service:sos"
    })
    void aUriIsWrittenAsItWasRead(String text) {
        assertThat(Uri.parse(text).orThrow()).hasToString(text);
    }
}
