package jackfield.sip.event;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.base.Parsed;
import jackfield.sip.dialog.Replaces;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import jackfield.sip.transaction.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A subscriber and a notifier, each against a peer that the test plays.
class SubscriptionTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = SECOND;

    private final List<String> said = new ArrayList<>();
    private long now = START;
    private final Subscriber subscriber =
            new Subscriber(
                    600, Timers.DEFAULT, RandomGeneratorFactory.of("L64X128MixRandom").create(1));
    private final Notifier notifier =
            new Notifier(new Notifier.Limits(60, 3600, 7200), Body.text("first"), false);

    private void heard(Subscriber.Output output) {
        said.add(
                switch (output) {
                    case Subscriber.Output.Subscribe(long expires) -> "SUBSCRIBE " + expires;
                    case Subscriber.Output.Notified(SubscriptionState state, Request request) ->
                            state.state() + " " + request.body().text();
                    case Subscriber.Output.Ended(String reason, long retry) ->
                            "over: " + reason + ", again " + retry;
                });
    }

    private void heard(Notifier.Output output) {
        said.add(
                switch (output) {
                    case Notifier.Output.Notify(SubscriptionState state, Body body) ->
                            "NOTIFY " + state + " " + body.text();
                    case Notifier.Output.Ended(String reason) -> "over: " + reason;
                });
    }

    private List<String> lately() {
        List<String> lately = List.copyOf(said);
        said.clear();
        return lately;
    }

    private static Request request(Method method, String body, String... fields) {
        Headers headers = Headers.EMPTY;
        for (String field : fields) {
            int colon = field.indexOf(':');
            headers =
                    headers.add(
                            HeaderName.of(field.substring(0, colon)),
                            field.substring(colon + 1).strip());
        }
        return new Request(method, SipUri.of("bob", "example.org", 0), headers, Body.text(body));
    }

    private static Response answer(int status, String... fields) {
        return new Response(status, "", request(Method.NOTIFY, "", fields).headers(), Body.NONE);
    }

    private int notified(String state, String body) {
        return subscriber.receive(
                request(Method.NOTIFY, body, "Subscription-State: " + state), now, this::heard);
    }

    // The one who subscribes

    @Test
    void theFirstNotifyMayComeBeforeThe200AndRefreshesFollow() {
        subscriber.start(now, this::heard);
        assertThat(notified("active;expires=600", "open")).isEqualTo(200);
        subscriber.receive(answer(200, "Expires: 600"), now, this::heard);
        assertThat(lately()).containsExactly("SUBSCRIBE 600", "active open");

        assertThat(subscriber.deadline()).isBetween(START + 300 * SECOND, START + 540 * SECOND);
        now = subscriber.deadline();
        subscriber.wake(now, this::heard);
        assertThat(lately()).containsExactly("SUBSCRIBE 600");
    }

    @Test
    void withoutANotifyThereIsNoSubscription() {
        subscriber.start(now, this::heard);
        subscriber.receive(answer(200, "Expires: 600"), now, this::heard);
        assertThat(subscriber.deadline()).isEqualTo(START + 32 * SECOND);
        now = subscriber.deadline();
        subscriber.wake(now, this::heard);

        assertThat(lately()).containsExactly("SUBSCRIBE 600", "over: no NOTIFY, again 0");
    }

    @Test
    void anEndSaysWhetherToTryAgain() {
        subscriber.start(now, this::heard);
        notified("terminated;reason=giveup;retry-after=30", "");

        assertThat(lately()).last().isEqualTo("over: giveup, again 30");
        assertThat(notified("active", "")).as("after the end").isEqualTo(481);
        assertThat(subscriber.deadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void aRejectedOneIsNotTriedAgain() {
        subscriber.start(now, this::heard);
        notified("terminated;reason=rejected", "");

        assertThat(lately()).last().isEqualTo("over: rejected, again -1");
    }

    @Test
    void anIntervalThatIsTooBriefIsMadeLonger() {
        subscriber.start(now, this::heard);
        subscriber.receive(answer(423, "Min-Expires: 900"), now, this::heard);

        assertThat(lately()).containsExactly("SUBSCRIBE 600", "SUBSCRIBE 900");
    }

    @Test
    void aRefreshThatFailsLeavesTheRestAndAFourEightyOneEndsIt() {
        subscriber.start(now, this::heard);
        notified("active;expires=600", "");
        subscriber.receive(answer(500), now, this::heard);
        assertThat(subscriber.isOver()).isFalse();
        subscriber.receive(answer(481), now, this::heard);

        assertThat(subscriber.isOver()).isTrue();
    }

    @Test
    void anEndOfOursWaitsForTheLastNotify() {
        subscriber.start(now, this::heard);
        notified("active;expires=600", "");
        subscriber.stop(now, this::heard);
        subscriber.receive(answer(200, "Expires: 0"), now, this::heard);
        assertThat(notified("terminated;reason=timeout", "last")).isEqualTo(200);

        assertThat(lately())
                .containsExactly(
                        "SUBSCRIBE 600",
                        "active ",
                        "SUBSCRIBE 0",
                        "terminated last",
                        "over: timeout, again 0");
    }

    // The one who notifies

    private Notifier.Judgement subscribe(String... fields) {
        return notifier.receive(request(Method.SUBSCRIBE, "", fields), now, this::heard);
    }

    @Test
    void everySubscribeIsToldTheStateAtOnce() {
        assertThat(subscribe("Expires: 600")).isEqualTo(new Notifier.Judgement.Accepted(600));
        notifier.receive(answer(200), now, this::heard);
        now += 100 * SECOND;
        assertThat(subscribe()).isEqualTo(new Notifier.Judgement.Accepted(3600));

        assertThat(lately())
                .containsExactly(
                        "NOTIFY active;expires=600 first", "NOTIFY active;expires=3600 first");
    }

    @Test
    void changesWaitForTheNotifyThatIsOpenAndOnlyTheNewestIsTold() {
        subscribe("Expires: 600");
        notifier.change(Body.text("second"), now, this::heard);
        notifier.change(Body.text("third"), now, this::heard);
        notifier.receive(answer(200), now, this::heard);
        notifier.receive(answer(200), now, this::heard);

        assertThat(lately())
                .containsExactly(
                        "NOTIFY active;expires=600 first", "NOTIFY active;expires=600 third");
    }

    @Test
    void aFetchIsToldOnceAndIsOver() {
        assertThat(subscribe("Expires: 0")).isEqualTo(new Notifier.Judgement.Accepted(0));
        notifier.receive(answer(200), now, this::heard);

        assertThat(lately())
                .containsExactly("NOTIFY terminated;reason=timeout first", "over: timeout");
    }

    @Test
    void itExpiresByItself() {
        subscribe("Expires: 600");
        notifier.receive(answer(200), now, this::heard);
        now = notifier.deadline();
        assertThat(now).isEqualTo(START + 600 * SECOND);
        notifier.wake(now, this::heard);

        assertThat(lately()).last().isEqualTo("NOTIFY terminated;reason=timeout first");
    }

    @Test
    void aSubscriberThatIsGoneIsForgotten() {
        subscribe("Expires: 600");
        notifier.receive(answer(481), now, this::heard);
        notifier.change(Body.text("nobody hears this"), now, this::heard);

        assertThat(lately())
                .containsExactly(
                        "NOTIFY active;expires=600 first", "over: NOTIFY refused with 481");
    }

    @Test
    void tooBriefAnIntervalIsRefused() {
        assertThat(subscribe("Expires: 10")).isEqualTo(new Notifier.Judgement.TooBrief(60));
        assertThat(lately()).isEmpty();
    }

    @Test
    void untilThereIsConsentNothingIsTold() {
        Notifier asking = new Notifier(new Notifier.Limits(60, 600, 600), Body.text("x"), true);
        asking.receive(request(Method.SUBSCRIBE, ""), now, this::heard);
        asking.receive(answer(200), now, this::heard);
        asking.consent(now, this::heard);

        assertThat(lately())
                .containsExactly("NOTIFY pending;expires=600 ", "NOTIFY active;expires=600 x");
    }

    // REFER

    private static Parsed<Refer> refer(String to) {
        return Refer.of(request(Method.REFER, "", "Refer-To: " + to));
    }

    @Test
    void anAttendedTransferNamesTheDialogItReplaces() {
        Refer refer =
                refer(
                                "<sip:carol@example.org;method=INVITE?Replaces=c1%3Bto-tag%3Da%3Bfrom-tag%3Db>")
                        .orThrow();

        assertThat(refer.target()).hasToString("sip:carol@example.org");
        assertThat(refer.method()).isEqualTo(Method.INVITE);
        assertThat(refer.replaces()).isEqualTo(new Replaces("c1", "a", "b", false));
        assertThat(refer.subscribes()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<tel:+123>",
                "<sip:carol@example.org?Replaces=nonsense>",
                "???",
                "<sip:carol@example.org;method=IN[VITE>"
            })
    void whatCannotBeReferredToIsBad(String to) {
        assertThat(refer(to)).isInstanceOf(Parsed.Bad.class);
    }

    @Test
    void otherHeadersOfAStrangersUriAreNotTaken() {
        Refer refer = refer("<sip:carol@example.org?Authorization=x&From=y>").orThrow();

        assertThat(refer.target()).hasToString("sip:carol@example.org");
    }

    @Test
    void whatComesOfItIsToldAsAStatusLine() {
        assertThat(Refer.fragment(180, "Ringing").text()).isEqualTo("SIP/2.0 180 Ringing\r\n");
        assertThat(Refer.status(Refer.fragment(486, "Busy Here"))).isEqualTo(486);
        assertThat(Refer.status(Body.text("hello"))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", "a b", "\u00e4"})
    void whatIsNoSubscriptionStateIsBad(String text) {
        assertThat(SubscriptionState.parse(text)).isInstanceOf(Parsed.Bad.class);
    }
}
