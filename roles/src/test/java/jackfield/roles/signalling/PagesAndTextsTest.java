package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.messaging.MessageStore;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Texts between pages at `/signal` and SIP phones, as ladders.
class PagesAndTextsTest {
    private static final String HELLO =
            "{'type':'message','toId':'bob','text':'hello \\u00e9','id':'m1'}";

    private final Ladder ladder = new Ladder();
    private final Pages pages = new Pages(ladder);
    private final Pages.Page alice = pages.page("alice", "tab1");
    private final Party bob = ladder.phone("bob", "10.0.0.2:5060");
    private final Drawer drawer = new Drawer(ladder);

    @BeforeEach
    void keep() {
        ladder.core.messages().keep(drawer);
    }

    private Request text(Party from, String to, String text, String callId) {
        String uri = "sip:" + to + "@example.org";
        return from.request(Method.MESSAGE, uri, "<" + uri + ">", callId, 1)
                .with(HeaderName.CONTENT_TYPE, "text/plain")
                .with(Body.text(text));
    }

    @Test
    void aPageWritesToAPhone() {
        bob.registers(";expires=600");
        alice.says(HELLO);
        Request message = bob.receives(Method.MESSAGE);
        assertThat(message.body().text()).isEqualTo("hello é");
        assertThat(message.headers().from().uri()).hasToString("sip:alice@example.org");
        bob.answers(message, 200);
        assertThat(alice.hears("message-sent")).contains("\"id\":\"m1\"", "\"status\":202");
        assertThat(drawer.waiting).isEmpty();
        assertThat(drawer.kept).isEqualTo(1);
        ladder.assertQuiet();
    }

    @Test
    void aPhoneWritesToPages() {
        Pages.Page other = pages.page("alice", "tab2");
        bob.registers(";expires=600");
        bob.proved(text(bob, "alice", "hello", "t1"));
        bob.receives(202);
        for (Pages.Page page : new Pages.Page[] {alice, other}) {
            assertThat(page.hears("message"))
                    .contains("\"from\":\"bob\"", "\"text\":\"hello\"", "\"number\":1")
                    .doesNotContain("\"sent\"");
        }
        assertThat(drawer.waiting).isEmpty();
        ladder.assertQuiet();
    }

    @Test
    void aPageWritesToPagesAndPhonesAlike() {
        bob.registers(";expires=600");
        Pages.Page page = pages.page("bob", "tab1");
        alice.says(HELLO);
        bob.answers(bob.receives(Method.MESSAGE), 200);
        assertThat(page.hears("message"))
                .contains("\"from\":\"alice\"", "\"text\":\"hello é\"", "\"number\":1");
        alice.hears("message-sent");
        ladder.assertQuiet();
    }

    @Test
    void whoIsNotThereGetsItWhenAPageComes() {
        alice.says(HELLO);
        alice.hears("message-sent");
        assertThat(drawer.waiting).hasSize(1);
        Pages.Page page = pages.page("bob", "tab1");
        assertThat(page.hears("message")).contains("\"sent\":\"2026-11-21T14:00:00Z\"");
        assertThat(drawer.waiting).isEmpty();
        page.leaves();
        pages.page("bob", "tab1").hearsNothing();
        ladder.assertQuiet();
    }

    /// What it was given once, while its connection was lost and another page took the text, does
    /// not come a second time.
    @Test
    void aPageThatComesBackHearsItOnce() {
        Pages.Page lost = pages.page("bob", "tab1");
        Pages.Page there = pages.page("bob", "tab2");
        lost.leaves();
        alice.says(HELLO);
        there.hears("message");
        alice.hears("message-sent");
        assertThat(drawer.waiting).isEmpty();
        Pages.Page back = pages.page("bob", "tab1");
        back.hears("message");
        back.hearsNothing();
        ladder.assertQuiet();
    }

    /// A page that is a SIP phone besides gets texts by SIP; until it has registered, they wait.
    @Test
    void aPageThatIsAPhoneBesidesDoesNotCount() {
        Pages.Page page = pages.page("bob", "tab1");
        page.says("{'type':'settings','sip':false}");
        alice.says(HELLO);
        alice.hears("message-sent");
        page.hearsNothing();
        assertThat(drawer.waiting).hasSize(1);
        bob.registers(";expires=600");
        bob.answers(bob.receives(Method.MESSAGE), 200);
        assertThat(drawer.waiting).isEmpty();
        page.hearsNothing();
        ladder.assertQuiet();
    }

    @Test
    void whyATextIsNotTakenIsSaid() {
        alice.says("{'type':'message','toId':'nobody','text':'x','id':'m2'}");
        assertThat(alice.hears("error"))
                .contains("\"code\":\"unavailable\"", "\"id\":\"m2\"", "\"status\":404");
        alice.says("{'type':'message','toId':'bob','text':'" + "x".repeat(9_000) + "','id':'m3'}");
        assertThat(alice.hears("error")).contains("\"code\":\"too-long\"", "\"id\":\"m3\"");
        drawer.full = true;
        alice.says(HELLO);
        assertThat(alice.hears("error")).contains("Mailbox Full", "\"status\":480");
        assertThat(drawer.kept).isZero();
        ladder.assertQuiet();
    }

    @Test
    void withoutADrawerTextsPassToWhoIsThere() {
        ladder.core.messages().keep(MessageStore.NONE);
        alice.says(HELLO);
        assertThat(alice.hears("error")).contains("\"code\":\"unavailable\"", "\"status\":480");
        Pages.Page page = pages.page("bob", "tab1");
        alice.says(HELLO);
        assertThat(page.hears("message")).contains("\"text\":\"hello é\"");
        assertThat(alice.hears("message-sent")).contains("\"status\":200");
        ladder.assertQuiet();
    }

    @Test
    void whatIsNoTextIsNotTakenByAPage() {
        Pages.Page page = pages.page("bob", "tab1");
        Party carol = ladder.phone("carol", "10.0.0.3:5060");
        carol.registers(";expires=600");
        carol.proved(
                text(carol, "bob", "<x/>", "typing")
                        .with(HeaderName.CONTENT_TYPE, "application/im-iscomposing+xml"));
        carol.receives(415);
        page.hearsNothing();
        ladder.assertQuiet();
    }

    @Test
    void whatPagesSayToOneDeviceStaysBetweenThem() {
        bob.registers(";expires=600");
        Pages.Page page = pages.page("bob", "tab1");
        alice.says("{'type':'message','toId':'bob','toDevice':'tab1','text':'psst','id':'m4'}");
        assertThat(page.hears("message")).contains("psst");
        alice.hears("message-sent");
        bob.receivesNothing();
        assertThat(drawer.kept).isZero();
        ladder.assertQuiet();
    }
}
