package jackfield.roles.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.BindingStore;
import jackfield.roles.location.Bindings;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Parser;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RegistrarTest {
    private static final long SECOND = 1_000_000_000L;
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");
    private static final String JSSIP =
            "<sip:8rkh2n@v1.invalid;transport=ws>;+sip.ice;reg-id=1;"
                    + "+sip.instance=\"<urn:uuid:5b01>\"";

    private final Bindings bindings = new Bindings(BindingStore.NONE, 20 * SECOND, 0);
    private final Registrar registrar =
            new Registrar(bindings, new RegistrationLimits(600, 60, 3600, 3));
    private final Flow flow =
            new Flow(
                    7,
                    Transport.WSS,
                    Endpoint.ipv4(0x7f000001, 8443),
                    Endpoint.ipv4(0x7f000001, 4711));
    private int cseq;

    private Response register(String... fields) {
        return register("call-1", ++cseq, fields);
    }

    private Response register(String callId, int number, String... fields) {
        String text =
                "REGISTER sip:example.org SIP/2.0\r\n"
                        + "Via: SIP/2.0/WSS v1.invalid;branch=z9hG4bK1\r\n"
                        + "From: <sip:alice@example.org>;tag=a\r\nTo: <sip:alice@example.org>\r\n"
                        + "Call-ID: "
                        + callId
                        + "\r\nCSeq: "
                        + number
                        + " REGISTER\r\n"
                        + String.join("\r\n", fields)
                        + (fields.length == 0 ? "" : "\r\n")
                        + "\r\n";
        var parsed = Parser.parse(text.getBytes(StandardCharsets.UTF_8)).orThrow();
        return registrar.register((Request) parsed, flow, ALICE, SECOND);
    }

    @Test
    void aBrowserFindsItsOwnContactInTheAnswer() {
        Response ok =
                register(
                        "Contact: " + JSSIP + ";expires=300",
                        "Expires: 300",
                        "Supported: path,gruu,outbound");

        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.headers().first(HeaderName.CONTACT)).isEqualTo(JSSIP + ";expires=300");
        assertThat(ok.headers().first(HeaderName.REQUIRE)).isEqualTo("outbound");
        assertThat(bindings.of(ALICE).getFirst().flow()).isEqualTo(flow);
    }

    @Test
    void theSameInstanceWithAnotherContactReplacesTheBinding() {
        register("Contact: " + JSSIP, "Supported: outbound");
        Response ok = register("Contact: " + JSSIP.replace("v1", "v2"), "Supported: outbound");

        assertThat(ok.headers().contacts()).hasSize(1);
        assertThat(bindings.of(ALICE).getFirst().target().host()).isEqualTo("v2.invalid");
    }

    @Test
    void everyDeviceIsListed() {
        register("Contact: <sip:a@10.0.0.1>;expires=100, <sip:a@10.0.0.2>;q=0.3");

        Response ok = register();

        assertThat(ok.headers().all(HeaderName.CONTACT))
                .containsExactly(
                        "<sip:a@10.0.0.1>;expires=100", "<sip:a@10.0.0.2>;q=0.3;expires=600");
    }

    @Test
    void tooShortIsRefusedAndTooLongIsCut() {
        Response brief = register("Contact: <sip:a@10.0.0.1>", "Expires: 59");
        assertThat(brief.status()).isEqualTo(423);
        assertThat(brief.headers().first(HeaderName.MIN_EXPIRES)).isEqualTo("60");

        Response ok = register("Contact: <sip:a@10.0.0.1>;expires=99999999999999999999");
        assertThat(ok.headers().first(HeaderName.CONTACT))
                .isEqualTo("<sip:a@10.0.0.1>;expires=3600");
    }

    @Test
    void allOrNothing() {
        Response refused =
                register("Contact: <sip:a@10.0.0.1>", "Contact: <sip:a@10.0.0.2>;expires=5");

        assertThat(refused.status()).isEqualTo(423);
        assertThat(bindings.of(ALICE)).isEmpty();
    }

    @Test
    void oneContactGoesByExpiresZeroAndAllByStar() {
        register("Contact: <sip:a@10.0.0.1>", "Contact: <sip:a@10.0.0.2>");
        assertThat(register("Contact: <sip:a@10.0.0.1>;expires=0").headers().contacts()).hasSize(1);

        assertThat(register("Contact: *").status()).isEqualTo(400);
        assertThat(bindings.of(ALICE)).hasSize(1);
        assertThat(register("Contact: *", "Expires: 0").headers().contacts()).isEmpty();
        assertThat(bindings.of(ALICE)).isEmpty();
    }

    @Test
    void aLateRequestChangesNothing() {
        register("call-1", 5, "Contact: <sip:a@10.0.0.1>");

        assertThat(register("call-1", 4, "Contact: <sip:a@10.0.0.1>;expires=0").status())
                .isEqualTo(500);
        assertThat(register("call-1", 5, "Contact: *", "Expires: 0").status()).isEqualTo(500);
        assertThat(bindings.of(ALICE)).hasSize(1);
        assertThat(register("call-2", 1, "Contact: <sip:a@10.0.0.1>;expires=0").status())
                .isEqualTo(200);
        assertThat(bindings.of(ALICE)).isEmpty();
    }

    @Test
    void aUserHasSoManyDevices() {
        for (int i = 1; i <= 3; i++) {
            assertThat(register("Contact: <sip:a@10.0.0." + i + ">").status()).isEqualTo(200);
        }
        assertThat(register("Contact: <sip:a@10.0.0.4>").status()).isEqualTo(403);
        assertThat(register("Contact: <sip:a@10.0.0.1>").status()).isEqualTo(200);
        assertThat(bindings.of(ALICE)).hasSize(3);
    }

    @Test
    void oneDeviceHasOnlySoManyFlows() {
        int granted = 0;
        for (int i = 1; i <= 20; i++) {
            String contact = JSSIP.replace("reg-id=1", "reg-id=" + i);
            granted +=
                    register("Contact: " + contact, "Supported: outbound").status() == 200 ? 1 : 0;
        }
        assertThat(granted).isEqualTo(6);
    }

    @Test
    void whatWeDoNotSupportIsNamed() {
        Response refused = register("Contact: <sip:a@10.0.0.1>", "Require: gruu, path");
        assertThat(refused.status()).isEqualTo(420);
        assertThat(refused.headers().first(HeaderName.UNSUPPORTED)).isEqualTo("gruu");
        assertThat(register("Contact: <tel:1234>").status()).isEqualTo(400);
    }

    @Test
    void thePathIsKeptAndEchoed() {
        Response ok =
                register(
                        "Contact: <sip:a@10.0.0.1>",
                        "Path: <sip:p1.example.org;lr>",
                        "Supported: path");
        assertThat(ok.headers().first(HeaderName.PATH)).isEqualTo("<sip:p1.example.org;lr>");
        assertThat(bindings.of(ALICE).getFirst().path()).hasSize(1);
    }
}
