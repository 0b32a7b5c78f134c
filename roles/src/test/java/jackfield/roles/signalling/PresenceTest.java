package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.roles.presence.PresenceSettings;
import jackfield.sip.dialog.Dialog;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who watches whom, as ladders.
class PresenceTest {
    private static final HeaderName ETAG = HeaderName.of("SIP-ETag");
    private static final HeaderName IF_MATCH = HeaderName.of("SIP-If-Match");
    private static final String DND =
            """
            <?xml version="1.0"?>
            <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:bob@example.org">
            <tuple id="x"><status><basic>open</basic></status><note>In a &lt;meeting&gt;</note></tuple>
            <dm:person><rpid:activities><rpid:busy/></rpid:activities></dm:person>
            </presence>
            """;

    private final Ladder ladder = new Ladder();
    private final Party alice = ladder.browser("alice", 41000);
    private final Party bob = ladder.phone("bob", "10.0.0.2:5060");
    private int serial;

    private Request subscription(Party watcher, String watched, String event) {
        String uri = "sip:" + watched + "@example.org";
        return watcher.request(Method.SUBSCRIBE, uri, "<" + uri + ">", "sub-" + ++serial + event, 1)
                .with(HeaderName.EVENT, event)
                .with(HeaderName.EXPIRES, "600");
    }

    /// A subscription, with the 200 and the first NOTIFY in.
    private final class Subscription {
        private final Party watcher;
        private final Request asked;
        private final Dialog dialog;
        private Request notify;

        Subscription(Party watcher, String watched, String event) {
            this.watcher = watcher;
            asked = watcher.proved(subscription(watcher, watched, event));
            Response ok = watcher.receives(200);
            assertThat(ok.headers().expires()).isEqualTo(600);
            dialog = Dialog.uac(asked, ok).orThrow();
            notify = told();
        }

        Request told() {
            notify = watcher.receives(Method.NOTIFY);
            assertThat(dialog.receive(notify)).isEqualTo(new Dialog.Admission.Admitted());
            watcher.answers(notify, 200);
            return notify;
        }

        String text() {
            return notify.body().text();
        }

        String state() {
            return String.valueOf(notify.headers().first(HeaderName.SUBSCRIPTION_STATE));
        }

        void refreshes(int expires) {
            watcher.sends(
                    dialog.request(Method.SUBSCRIBE)
                            .with(HeaderName.CONTACT, "<" + watcher.contact + ">")
                            .with(HeaderName.EVENT, notify.headers().first(HeaderName.EVENT))
                            .with(HeaderName.EXPIRES, Integer.toString(expires)));
        }
    }

    @Test
    void aPageSeesAPhoneComeAndGo() {
        Subscription presence = new Subscription(alice, "bob", "presence");
        assertThat(presence.state()).isEqualTo("active;expires=600");
        assertThat(presence.notify.headers().first(HeaderName.CONTENT_TYPE))
                .isEqualTo("application/pidf+xml");
        assertThat(presence.text())
                .contains("entity=\"sip:bob@example.org\"", "<basic>closed</basic>");

        bob.registers(";expires=600");
        presence.told();
        assertThat(presence.text()).contains("<basic>open</basic>");
        bob.registers(";expires=600");
        alice.receivesNothing();
        bob.registers(";expires=0");
        presence.told();
        assertThat(presence.text()).contains("<basic>closed</basic>");
    }

    @Test
    void aPageSeesWhoIsOnThePhoneAndALampLights() {
        alice.registers(";expires=600");
        bob.registers(";expires=600");
        Party carol = ladder.browser("carol", 42000);
        Subscription presence = new Subscription(carol, "bob", "presence");
        Subscription lamp = new Subscription(carol, "bob", "dialog;id=7");
        assertThat(lamp.notify.headers().first(HeaderName.EVENT)).isEqualTo("dialog;id=7");
        assertThat(lamp.text()).contains("version=\"0\" state=\"full\"").doesNotContain("<dialog ");

        Request sent = alice.calls("bob", Party.OFFER);
        Request invite = bob.receives(Method.INVITE);
        carol.receivesNothing();
        bob.answers(invite, 180);
        alice.receives(180);
        lamp.told();
        assertThat(lamp.text())
                .contains("version=\"1\"", "direction=\"recipient\"", "<state>early</state>")
                .doesNotContain("alice", invite.headers().callId());

        bob.answers(invite, 200, Party.ANSWER);
        Response ok = alice.receives(200);
        presence.told();
        assertThat(presence.text()).contains("<rpid:on-the-phone/>", "<note>On the phone</note>");
        lamp.told();
        assertThat(lamp.text()).contains("version=\"2\"", "<state>confirmed</state>");

        Dialog dialog = alice.confirms(sent, ok);
        bob.receives(Method.ACK);
        alice.sends(dialog, Method.BYE, null);
        bob.answers(bob.receives(Method.BYE), 200);
        alice.receives(200);
        presence.told();
        assertThat(presence.text()).contains("<basic>open</basic>").doesNotContain("on-the-phone");
        lamp.told();
        assertThat(lamp.text()).contains("version=\"3\"", "<state>terminated</state>");
        lamp.refreshes(600);
        carol.receives(200);
        lamp.told();
        assertThat(lamp.text()).contains("version=\"4\"").doesNotContain("<dialog ");
        presence.refreshes(0);
        carol.receives(200);
        presence.told();
        assertThat(presence.state()).startsWith("terminated");
        lamp.refreshes(0);
        carol.receives(200);
        lamp.told();
        ladder.assertQuiet();
        assertThat(ladder.core.events().size()).isZero();
    }

    @Test
    void oneWhoCallsIsOnThePhoneBeforeAnybodyAnswers() {
        alice.registers(";expires=600");
        bob.registers(";expires=600");
        Party carol = ladder.browser("carol", 42000);
        Subscription presence = new Subscription(carol, "alice", "presence");
        Request sent = alice.calls("bob", Party.OFFER);
        presence.told();
        assertThat(presence.text()).contains("on-the-phone");
        Request invite = bob.receives(Method.INVITE);
        alice.acknowledges(sent, refused(bob, invite));
        bob.receives(Method.ACK);
        presence.told();
        assertThat(presence.text()).doesNotContain("on-the-phone");
    }

    private Response refused(Party party, Request invite) {
        party.answers(invite, 486);
        return alice.receives(486);
    }

    @Test
    void whatAPhonePublishesIsSeenUntilItExpires() {
        bob.registers(";expires=600");
        Subscription presence = new Subscription(alice, "bob", "presence");
        Response ok = publishes(DND, null, 100, 200);
        presence.told();
        assertThat(presence.text())
                .contains("<rpid:busy/>", "<note>In a &lt;meeting&gt;</note>", "<basic>open");

        String tag = String.valueOf(ok.headers().first(ETAG));
        Response again = publishes("", tag, 100, 200);
        assertThat(again.headers().first(ETAG)).isNotEqualTo(tag);
        publishes("", tag, 100, 412);
        alice.receivesNothing();
        ladder.seconds(101);
        presence.told();
        assertThat(presence.text()).doesNotContain("busy", "meeting");
    }

    @Test
    void aPublicationIsTakenBackAndReplaced() {
        bob.registers(";expires=600");
        Response ok = publishes(DND, null, 100, 200);
        String tag = String.valueOf(ok.headers().first(ETAG));
        String away = DND.replace("rpid:busy", "rpid:away");
        tag = String.valueOf(publishes(away, tag, 100, 200).headers().first(ETAG));
        Subscription presence = new Subscription(alice, "bob", "presence");
        assertThat(presence.text()).contains("<rpid:away/>");
        publishes("", tag, 0, 200);
        presence.told();
        assertThat(presence.text()).doesNotContain("away");
    }

    @Test
    void aPublicationThatCanNotBeTakenIsToldWhy() {
        assertThat(publishes("", null, 100, 400)).isNotNull();
        assertThat(publishes(DND, null, 5, 423).headers().first(HeaderName.MIN_EXPIRES))
                .isEqualTo("60");
        assertThat(publishes("x".repeat(9_000), null, 100, 413)).isNotNull();
        for (int i = 0; i < 10; i++) {
            publishes(DND, null, 100, 200);
        }
        publishes(DND, null, 100, 503);
    }

    private Response publishes(String body, String match, int expires, int status) {
        String uri = "sip:bob@example.org";
        Request request =
                bob.request(Method.PUBLISH, uri, "<" + uri + ">", "pub-" + ++serial, 1)
                        .with(HeaderName.EVENT, "presence")
                        .with(HeaderName.EXPIRES, Integer.toString(expires));
        if (match != null) {
            request = request.with(IF_MATCH, match);
        }
        if (!body.isEmpty()) {
            request =
                    request.with(Body.text(body))
                            .with(HeaderName.CONTENT_TYPE, "application/pidf+xml");
        }
        bob.proved(request);
        return bob.receives(status);
    }

    @Test
    void nobodyPublishesForAnother() {
        String uri = "sip:bob@example.org";
        alice.proved(
                alice.request(Method.PUBLISH, uri, "<" + uri + ">", "pub", 1)
                        .with(HeaderName.EVENT, "presence")
                        .with(Body.text(DND)));
        alice.receives(403);
    }

    @Test
    void messagesWaitingAreToldToTheirOwnerAlone() {
        Subscription summary = new Subscription(alice, "alice", "message-summary");
        assertThat(summary.text())
                .isEqualTo(
                        "Messages-Waiting: no\r\nMessage-Account: sip:alice@example.org\r\n"
                                + "Voice-Message: 0/0 (0/0)\r\n");
        alice.proved(subscription(alice, "bob", "message-summary"));
        alice.receives(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"conference", "presence.winfo", "x;id=1"})
    void otherEventsAreForThePhones(String event) {
        bob.registers(";expires=600");
        alice.proved(subscription(alice, "bob", event));
        Request asked = bob.receives(Method.SUBSCRIBE);
        assertThat(asked.headers().first(HeaderName.EVENT)).isEqualTo(event);
        bob.answers(asked, 489);
        alice.receives(489);
    }

    @Test
    void whoNamesNoEventIsToldWhatThereIs() {
        Request asked = subscription(alice, "bob", "presence");
        alice.proved(asked.with(asked.headers().without(HeaderName.EVENT)));
        assertThat(alice.receives(489).headers().all(HeaderName.ALLOW_EVENTS))
                .contains("presence", "dialog", "message-summary");
    }

    @Test
    void whoReadsNoneOfItIsToldSo() {
        alice.proved(subscription(alice, "bob", "presence").with(HeaderName.ACCEPT, "text/plain"));
        alice.receives(406);
        alice.proved(
                subscription(alice, "bob", "presence")
                        .with(HeaderName.ACCEPT, "text/plain, application/pidf+xml;q=0.5"));
        alice.receives(200);
    }

    @Test
    void tooBriefIsTooBrief() {
        alice.proved(subscription(alice, "bob", "presence").with(HeaderName.EXPIRES, "5"));
        assertThat(alice.receives(423).headers().first(HeaderName.MIN_EXPIRES)).isEqualTo("60");
        assertThat(ladder.core.events().size()).isZero();
    }

    @Test
    void oneLookIsOneNotification() {
        alice.proved(subscription(alice, "bob", "presence").with(HeaderName.EXPIRES, "0"));
        alice.receives(200);
        Request notify = alice.receives(Method.NOTIFY);
        assertThat(notify.headers().first(HeaderName.SUBSCRIPTION_STATE))
                .isEqualTo("terminated;reason=timeout");
        assertThat(notify.body().text()).contains("<presence");
        alice.answers(notify, 200);
        assertThat(ladder.core.events().size()).isZero();
    }

    @Test
    void anEndedSubscriptionSaysSoAndIsForgotten() {
        Subscription presence = new Subscription(alice, "bob", "presence");
        ladder.seconds(601);
        presence.told();
        assertThat(presence.state()).isEqualTo("terminated;reason=timeout");
        assertThat(ladder.core.events().size()).isZero();
        presence.refreshes(600);
        alice.receives(481);
    }

    @Test
    void aPageThatChangesItsNetworkIsToldWhatItMissed() {
        Subscription presence = new Subscription(alice, "bob", "presence");
        ladder.lose(alice.flow);
        bob.registers(";expires=600");
        alice.flow = ladder.webSocket(41001);
        ladder.parties.put(alice.flow, alice);
        presence.refreshes(600);
        alice.receives(200);
        presence.told();
        assertThat(presence.text()).contains("<basic>open</basic>");
        bob.registers(";expires=0");
        presence.told();
        assertThat(presence.text()).contains("<basic>closed</basic>");
    }

    @Test
    void aWatcherWhoNeverComesBackIsForgotten() {
        new Subscription(alice, "bob", "presence");
        ladder.lose(alice.flow);
        bob.registers(";expires=6000");
        assertThat(ladder.core.events().size()).isEqualTo(1);
        ladder.seconds(700);
        assertThat(ladder.core.events().size()).isZero();
    }

    @Test
    void aWatcherWhoDoesNotAnswerIsForgotten() {
        alice.proved(subscription(alice, "bob", "presence"));
        alice.receives(200);
        alice.receives(Method.NOTIFY);
        ladder.seconds(40);
        assertThat(ladder.core.events().size()).isZero();
    }

    @Test
    void changesWhileANotificationIsOpenAreToldOnce() {
        alice.proved(subscription(alice, "bob", "presence"));
        alice.receives(200);
        Request first = alice.receives(Method.NOTIFY);
        bob.registers(";expires=600");
        bob.registers(";expires=0");
        bob.registers(";expires=600");
        alice.receivesNothing();
        alice.answers(first, 200);
        Request second = alice.receives(Method.NOTIFY);
        assertThat(second.body().text()).contains("<basic>open</basic>");
        alice.answers(second, 200);
        alice.receivesNothing();
    }

    @Test
    void aWatcherHasALimit() {
        Ladder small =
                new Ladder(
                        SignallingSettings.DEFAULT.with(
                                new PresenceSettings(
                                        PresenceSettings.Watchers.DOMAIN,
                                        PresenceSettings.DEFAULT.expires(),
                                        1,
                                        10)),
                        1);
        Party page = small.browser("alice", 41000);
        page.proved(subscription(page, "bob", "presence"));
        page.receives(200);
        page.receives(Method.NOTIFY);
        page.proved(subscription(page, "carol", "presence"));
        assertThat(page.receives(503).headers().first(HeaderName.RETRY_AFTER)).isEqualTo("60");
    }

    @Test
    void switchedOffSubscriptionsPassToThePhone() {
        Ladder off =
                new Ladder(
                        SignallingSettings.DEFAULT.with(
                                PresenceSettings.DEFAULT.with(PresenceSettings.Watchers.OFF)),
                        1);
        Party page = off.browser("alice", 41000);
        Party phone = off.phone("bob", "10.0.0.2:5060");
        phone.registers(";expires=600");
        page.proved(subscription(page, "bob", "presence"));
        phone.answers(phone.receives(Method.SUBSCRIBE), 200);
        page.receives(200);
    }
}
