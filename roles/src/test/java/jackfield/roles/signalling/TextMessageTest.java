package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.messaging.MessageStore;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Text messages that are kept, as ladders.
class TextMessageTest {
    private final Ladder ladder = new Ladder();
    private final Party alice = ladder.browser("alice", 41000);
    private final Party bob = ladder.phone("bob", "10.0.0.2:5060");
    private final Party desk = ladder.browser("bob", 43000);
    private final Drawer drawer = new Drawer(ladder);
    private int serial;

    @BeforeEach
    void keep() {
        ladder.core.messages().keep(drawer);
    }

    private void writes(String text, String type, int status) {
        String uri = "sip:bob@example.org";
        alice.proved(
                alice.request(Method.MESSAGE, uri, "<" + uri + ">", "m" + ++serial, 1)
                        .with(HeaderName.CONTENT_TYPE, type)
                        .with(Body.text(text)));
        alice.receives(status);
    }

    @Test
    void everyDeviceGetsItAtOnce() {
        bob.registers();
        desk.registers();
        writes("hello", "text/plain", 202);
        for (Party device : List.of(bob, desk)) {
            Request message = device.receives(Method.MESSAGE);
            assertThat(message.body().text()).isEqualTo("hello");
            assertThat(message.uri()).hasToString(device.contact);
            assertThat(message.headers().from().uri()).hasToString("sip:alice@example.org");
            device.answers(message, 200);
        }
        assertThat(drawer.waiting).isEmpty();
        assertThat(drawer.kept).isEqualTo(1);
        ladder.assertQuiet();
    }

    @Test
    void whoIsNotThereGetsItWithTheNextRegistration() {
        writes("one", "text/plain;charset=utf-8", 202);
        writes("two", "text/plain", 202);
        assertThat(drawer.waiting).hasSize(2);
        bob.registers();
        Request first = bob.receives(Method.MESSAGE);
        assertThat(first.body().text()).isEqualTo("one");
        assertThat(first.headers().first(HeaderName.DATE)).isEqualTo(Drawer.SOME_DAY);
        bob.answers(first, 200);
        bob.answers(bob.receives(Method.MESSAGE), 200);
        assertThat(drawer.waiting).isEmpty();
        bob.registers();
        bob.receivesNothing();
        ladder.assertQuiet();
    }

    @Test
    void aDeviceThatRefusesOrIsSilentLeavesItWaiting() {
        bob.registers(";expires=3000");
        writes("no", "text/plain", 202);
        bob.answers(bob.receives(Method.MESSAGE), 486);
        writes("silence", "text/plain", 202);
        bob.receives(Method.MESSAGE);
        bob.registers(";expires=3000"); // what is on its way is not sent twice
        bob.answers(bob.receives(Method.MESSAGE), 200);
        bob.receivesNothing();
        ladder.seconds(40);
        bob.inbox.clear();
        assertThat(drawer.waiting).hasSize(1);
        bob.registers(";expires=3000");
        Request again = bob.receives(Method.MESSAGE);
        assertThat(again.body().text()).isEqualTo("silence");
        bob.answers(again, 200);
        assertThat(drawer.waiting).isEmpty();
        ladder.assertQuiet();
    }

    @Test
    void aPageThatLostItsConnectionGetsItWhenItIsBack() {
        desk.registers(";expires=600");
        ladder.lose(desk.flow);
        writes("hello", "text/plain", 202);
        desk.flow = ladder.webSocket(43001);
        ladder.parties.put(desk.flow, desk);
        desk.registers(";expires=600");
        desk.answers(desk.receives(Method.MESSAGE), 200);
        assertThat(drawer.waiting).isEmpty();
    }

    @Test
    void oneOfSeveralIsEnough() {
        bob.registers();
        desk.registers();
        writes("hello", "text/plain", 202);
        bob.answers(bob.receives(Method.MESSAGE), 486);
        desk.answers(desk.receives(Method.MESSAGE), 200);
        assertThat(drawer.waiting).isEmpty();
    }

    @Test
    void otherBodiesPassAndAreNotKept() {
        bob.registers();
        String uri = "sip:bob@example.org";
        alice.proved(
                alice.request(Method.MESSAGE, uri, "<" + uri + ">", "typing", 1)
                        .with(HeaderName.CONTENT_TYPE, "application/im-iscomposing+xml")
                        .with(Body.text("<x/>")));
        bob.answers(bob.receives(Method.MESSAGE), 200);
        alice.receives(200);
        assertThat(drawer.kept).isZero();
    }

    @Test
    void aFullDrawerAndALongTextAreToldSo() {
        drawer.full = true;
        writes("hello", "text/plain", 480);
        drawer.full = false;
        writes("x".repeat(9_000), "text/plain", 413);
        assertThat(drawer.kept).isZero();
    }

    @Test
    void withoutADrawerMessagesPass() {
        ladder.core.messages().keep(MessageStore.NONE);
        bob.registers();
        String uri = "sip:bob@example.org";
        alice.proved(
                alice.request(Method.MESSAGE, uri, "<" + uri + ">", "m", 1)
                        .with(HeaderName.CONTENT_TYPE, "text/plain")
                        .with(Body.text("hello")));
        bob.answers(bob.receives(Method.MESSAGE), 200);
        alice.receives(200);
    }
}
