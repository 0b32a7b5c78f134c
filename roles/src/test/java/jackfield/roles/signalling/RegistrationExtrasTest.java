package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.location.Binding;
import jackfield.roles.registrar.RegistrarSettings;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import org.junit.jupiter.api.Test;

/// What a registrar may do beyond registering: the way that it tells (RFC 3608), and contacts that
/// it asks whether they are there.
class RegistrationExtrasTest {
    private static Ladder with(RegistrarSettings registrations) {
        SignallingSettings usual = SignallingSettings.DEFAULT;
        return new Ladder(
                new SignallingSettings(
                        usual.timers(),
                        usual.transactions(),
                        registrations,
                        usual.admission(),
                        usual.proxy(),
                        usual.echoUsers(),
                        usual.addressesOutside(),
                        usual.messages()),
                1);
    }

    @Test
    void clientsAreToldTheWayByTheirOwnTransport() {
        RegistrarSettings usual = RegistrarSettings.DEFAULT;
        Ladder ladder =
                with(
                        new RegistrarSettings(
                                usual.lifetimes(), usual.limits(), true, false, true, 0));
        Party phone = ladder.phone("alice", "10.0.0.2:5060");
        assertThat(phone.registers().headers().all(HeaderName.SERVICE_ROUTE))
                .containsExactly("<sip:10.0.0.1:5060;lr>");
        Party browser = ladder.browser("bob", 41000);
        assertThat(browser.registers().headers().all(HeaderName.SERVICE_ROUTE))
                .singleElement()
                .asString()
                .contains("transport=ws")
                .endsWith(";lr>");
    }

    @Test
    void aRouteThatWasToldLeadsToUsAndNoFurther() {
        RegistrarSettings usual = RegistrarSettings.DEFAULT;
        Ladder ladder =
                with(
                        new RegistrarSettings(
                                usual.lifetimes(), usual.limits(), true, false, true, 0));
        Party alice = ladder.phone("alice", "10.0.0.2:5060");
        Party bob = ladder.phone("bob", "10.0.0.3:5060");
        bob.registers();
        String way = String.valueOf(alice.registers().headers().first(HeaderName.SERVICE_ROUTE));
        Request sent = alice.calls(alice.invite("bob", Party.OFFER).with(HeaderName.ROUTE, way));
        Request invite = bob.receives(Method.INVITE);
        assertThat(invite.headers().has(HeaderName.ROUTE)).isFalse();
        bob.answers(invite, 486);
        bob.receives(Method.ACK);
        alice.acknowledges(sent, alice.receives(486));
    }

    @Test
    void nobodyIsToldAWayWhereThatIsOff() {
        Party phone = new Ladder().phone("alice", "10.0.0.2:5060");
        assertThat(phone.registers().headers().has(HeaderName.SERVICE_ROUTE)).isFalse();
    }

    @Test
    void aContactOverUdpIsAskedAndItsAnswerTimed() {
        Ladder ladder = with(RegistrarSettings.DEFAULT.probing(30));
        Party phone = ladder.phone("alice", "10.0.0.2:5060");
        Party browser = ladder.browser("bob", 41000);
        browser.registers();
        phone.registers(1, ";expires=120");
        Binding binding =
                ladder.bindings.all().stream()
                        .filter(each -> each.aor().user().equals("alice"))
                        .findFirst()
                        .orElseThrow();
        assertThat(ladder.core.roundTrip(binding)).isZero();
        while (phone.inbox.isEmpty()) {
            ladder.seconds(0.1);
        }
        Request options = phone.receives(Method.OPTIONS);
        assertThat(options.uri()).isEqualTo(binding.target());
        ladder.seconds(0.2);
        phone.repeats(Response.to(options, 405));
        assertThat(ladder.core.roundTrip(binding)).isBetween(Ladder.SECOND / 5, Ladder.SECOND / 2);

        int asked = 0;
        for (int i = 0; i < 300; i++) {
            ladder.seconds(1);
            while (!phone.inbox.isEmpty()) {
                asked++;
                phone.repeats(Response.to(phone.receives(Method.OPTIONS), 200));
            }
        }
        assertThat(asked).as("until its registration was over").isBetween(3, 7);
        browser.receivesNothing();
        ladder.assertQuiet();
    }

    @Test
    void aContactThatDoesNotAnswerStays() {
        Ladder ladder = with(RegistrarSettings.DEFAULT.probing(30));
        Party phone = ladder.phone("alice", "10.0.0.2:5060");
        phone.registers();
        ladder.seconds(200);
        assertThat(phone.inbox).isNotEmpty();
        Binding binding = ladder.bindings.all().getFirst();
        assertThat(ladder.core.roundTrip(binding)).isZero();
    }
}
