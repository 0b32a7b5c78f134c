package jackfield.roles.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.roles.location.AddressOfRecord;
import jackfield.roles.location.BindingStore;
import jackfield.roles.location.Bindings;
import jackfield.roles.location.ContactTokens;
import jackfield.roles.registrar.RegistrationLimits.WhenFull;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Parser;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class RegistrarTest {
    private static final long SECOND = 1_000_000_000L;
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");
    private static final String JSSIP =
            "<sip:8rkh2n@v1.invalid;transport=ws>;+sip.ice;reg-id=1;"
                    + "+sip.instance=\"<urn:uuid:5b01>\"";

    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    private final List<Moved> moves = new ArrayList<>();
    private final Bindings bindings =
            new Bindings(
                    BindingStore.NONE, new ContactTokens(new byte[32]), 20 * SECOND, 0, random);
    private Registrar registrar = new Registrar(bindings, settings(0, WhenFull.REFUSE), random);
    private final Flow flow =
            new Flow(
                    7,
                    Transport.WSS,
                    Endpoint.ipv4(0x7f000001, 8443),
                    Endpoint.ipv4(0x7f000001, 4711));
    private int cseq;

    private static RegistrarSettings settings(int jitter, WhenFull whenFull) {
        return new RegistrarSettings(
                new Lifetimes(600, 60, 3600, jitter),
                new RegistrationLimits(3, 2, whenFull),
                true,
                false,
                false,
                120);
    }

    private Response register(String... fields) {
        return register("call-1", ++cseq, fields);
    }

    private Response register(String callId, int number, String... fields) {
        return registerOver(flow, callId, number, fields);
    }

    private Response registerOver(Flow over, String callId, int number, String... fields) {
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
        return registrar.register((Request) parsed, over, ALICE, SECOND, moves::add);
    }

    @Test
    void aBrowserFindsItsOwnContactInTheAnswer() {
        Response ok =
                register(
                        "Contact: " + JSSIP + ";expires=300",
                        "Expires: 300",
                        "Supported: path,outbound");

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
        assertThat(granted).isEqualTo(2);
    }

    @Test
    void whatWeDoNotSupportIsNamed() {
        Response refused = register("Contact: <sip:a@10.0.0.1>", "Require: gruu, 100rel");
        assertThat(refused.status()).isEqualTo(420);
        assertThat(refused.headers().first(HeaderName.UNSUPPORTED)).isEqualTo("100rel");
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

    // Full tables

    @Test
    void theNewDeviceTakesThePlaceOfTheOneNotHeardOfForLongest() {
        registrar = new Registrar(bindings, settings(0, WhenFull.REPLACE), random);
        for (int i = 1; i <= 3; i++) {
            register("Contact: <sip:a@10.0.0." + i + ">");
        }
        register("Contact: <sip:a@10.0.0.1>");

        assertThat(register("Contact: <sip:a@10.0.0.4>").status()).isEqualTo(200);

        assertThat(bindings.of(ALICE))
                .extracting(binding -> binding.target().host())
                .containsExactly("10.0.0.3", "10.0.0.1", "10.0.0.4");
    }

    @Test
    void aPageThatIsReloadedManyTimesInARowIsNeverRefused() {
        for (int i = 1; i <= 10; i++) {
            Response ok =
                    register("Contact: " + JSSIP.replace("5b01", "5b0" + i), "Supported: outbound");
            assertThat(ok.status()).isEqualTo(200);
            bindings.flowLost(flow, SECOND);
        }
        assertThat(bindings.of(ALICE)).hasSize(3);
    }

    @Test
    void aDeviceOfManyContactsIsOneAndItsOldestContactGoes() {
        registrar = new Registrar(bindings, settings(0, WhenFull.REPLACE), random);
        for (int i = 1; i <= 5; i++) {
            assertThat(register("Contact: " + JSSIP.replace("v1", "v" + i)).status())
                    .isEqualTo(200);
        }
        assertThat(bindings.of(ALICE))
                .extracting(binding -> binding.target().host())
                .containsExactly("v4.invalid", "v5.invalid");
    }

    // Time

    @Test
    void jitterSpreadsRefreshesAndNeverCutsBelowTheLeast() {
        registrar = new Registrar(bindings, settings(20, WhenFull.REFUSE), random);
        Set<Integer> granted = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            Response ok = register("Contact: <sip:a@10.0.0.1>;expires=1000");
            granted.add(ok.headers().contacts().getFirst().parameters().number("expires"));
        }
        assertThat(granted).hasSizeGreaterThan(50).allMatch(s -> s >= 800 && s <= 1000);
        assertThat(
                        register("Contact: <sip:a@10.0.0.1>;expires=60")
                                .headers()
                                .contacts()
                                .getFirst()
                                .parameters()
                                .get("expires"))
                .isEqualTo("60");
    }

    // Outbound

    @Test
    void aFlowTimerIsToldToThoseWhoUseOutbound() {
        HeaderName flowTimer = HeaderName.of("Flow-Timer");
        Response ok = register("Contact: " + JSSIP, "Supported: outbound");
        assertThat(ok.headers().first(flowTimer)).isEqualTo("120");
        assertThat(register("Contact: <sip:a@10.0.0.1>").headers().first(flowTimer)).isNull();
    }

    @Test
    void aFirstHopWithoutOutboundIsNamed() {
        String second = "Via: SIP/2.0/TCP p1.example.org;branch=z9hG4bK2";
        Response deaf =
                register(
                        second,
                        "Contact: " + JSSIP,
                        "Supported: path, outbound",
                        "Path: <sip:p1.example.org;lr>");
        assertThat(deaf.status()).isEqualTo(439);
        assertThat(bindings.of(ALICE)).isEmpty();
        Response able =
                register(
                        second,
                        "Contact: " + JSSIP,
                        "Supported: path, outbound",
                        "Path: <sip:p2.example.org;lr>, <sip:token@p1.example.org;lr;ob>");
        assertThat(able.status()).isEqualTo(200);
        assertThat(able.headers().path()).hasSize(2);
    }

    @Test
    void aDeviceThatComesBackOnAnotherFlowIsTold() {
        register("Contact: " + JSSIP, "Supported: outbound");
        assertThat(moves).isEmpty();
        Flow next = new Flow(8, Transport.WSS, flow.local(), flow.remote().withPort(4712));
        registerOver(next, "call-1", ++cseq, "Contact: " + JSSIP, "Supported: outbound");

        assertThat(moves).singleElement().matches(moved -> moved.before().flow().equals(flow));
        assertThat(moves.getFirst().after().flow()).isEqualTo(next);
    }

    @Test
    void aPathThatTheClientDoesNotKnowIsRefusedWhereThatIsWanted() {
        RegistrarSettings usual = settings(0, WhenFull.REFUSE);
        registrar =
                new Registrar(
                        bindings,
                        new RegistrarSettings(
                                usual.lifetimes(), usual.limits(), true, true, false, 0),
                        random);
        Response refused = register("Contact: <sip:a@10.0.0.1>", "Path: <sip:p1.example.org;lr>");
        assertThat(refused.status()).isEqualTo(420);
        assertThat(refused.headers().first(HeaderName.UNSUPPORTED)).isEqualTo("path");
    }

    // GRUU

    private SipUri gruu(Response ok, String which) {
        NameAddr contact = ok.headers().contacts().getFirst();
        String text = contact.parameters().unquoted(which);
        assertThat(text).as(which + " in " + contact).isNotNull();
        return SipUri.parse(text == null ? "" : text).orThrow();
    }

    @Test
    void gruusAreGivenToThoseWhoKnowThemAndLeadToTheirDeviceAlone() {
        register("Contact: <sip:a@10.0.0.1>", "Supported: gruu");
        Response ok =
                register(
                        "Contact: " + JSSIP.replace("5b01", "5B-Mixed"),
                        "Supported: path,gruu,outbound");
        NameAddr mine = ok.headers().contacts().getLast();
        SipUri open = SipUri.parse("" + mine.parameters().unquoted("pub-gruu")).orThrow();
        SipUri hidden = SipUri.parse("" + mine.parameters().unquoted("temp-gruu")).orThrow();

        assertThat(open).hasToString("sip:alice@example.org;gr=urn:uuid:5B-Mixed");
        assertThat(hidden.toString()).doesNotContain("alice").endsWith("@example.org;gr");
        for (SipUri gruu : new SipUri[] {open, hidden}) {
            assertThat(bindings.ofGruu(gruu, "example.org"))
                    .isNotNull()
                    .matches(binding -> binding.target().host().equals("v1.invalid"));
            assertThat(bindings.retargeted(gruu)).hasToString("sip:8rkh2n@v1.invalid;transport=ws");
        }
        assertThat(bindings.ofGruu(open.with("gr", "urn:uuid:5b-mixed"), "example.org"))
                .as("case is not folded")
                .isNull();
    }

    @Test
    void aTemporaryGruuIsAnotherEachTimeAndDiesWithItsRegistration() {
        String[] fields = {"Contact: " + JSSIP, "Supported: gruu, outbound"};
        SipUri first = gruu(register(fields), "temp-gruu");
        SipUri second = gruu(register(fields), "temp-gruu");
        assertThat(first).isNotEqualTo(second);
        assertThat(bindings.ofGruu(first, "example.org")).isNotNull();

        SipUri open = gruu(register("call-2", 1, fields), "pub-gruu");

        assertThat(bindings.ofGruu(first, "example.org")).isNull();
        assertThat(bindings.ofGruu(second, "example.org")).isNull();
        assertThat(bindings.ofGruu(open, "example.org")).isNotNull();
    }

    @Test
    void aClientThatRegistersItsOwnGruuIsTaken() {
        SipUri open = gruu(register("Contact: " + JSSIP, "Supported: gruu, outbound"), "pub-gruu");
        String contact = JSSIP.replace("sip:8rkh2n@v1.invalid;transport=ws", open.toString());
        Response ok = register("Contact: " + contact, "Supported: gruu, outbound");

        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.headers().contacts()).hasSize(1);
        assertThat(bindings.ofGruu(open, "example.org"))
                .isNotNull()
                .matches(binding -> binding.target().equals(open));
    }
}
