package jackfield.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Deadlines;
import jackfield.sip.auth.DigestClient;
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
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Dialogues between a caller and the phones that its INVITE reaches.
class InviteUacTest {
    private static final RandomGenerator RANDOM =
            RandomGeneratorFactory.of("L64X128MixRandom").create(7);

    private final List<String> said = new ArrayList<>();
    private Request invite =
            new Request(
                    Method.INVITE,
                    SipUri.of("bob", "example.org", 0),
                    Headers.EMPTY
                            .add(HeaderName.FROM, "<sip:alice@example.org>;tag=a")
                            .add(HeaderName.TO, "<sip:bob@example.org>")
                            .add(HeaderName.CALL_ID, "call-1")
                            .add(HeaderName.CSEQ, "1 INVITE")
                            .add(HeaderName.CONTACT, "<sip:alice@192.0.2.1>"),
                    Body.NONE);
    private @Nullable Dialog answered;
    private long now = 1_000_000_000L;
    private final InviteUac uac =
            new InviteUac(
                    invite,
                    Timers.DEFAULT,
                    new DigestClient("alice", "wonderland", RANDOM),
                    new SessionTimer(SessionTimer.Policy.DEFAULT));

    private void heard(InviteUac.Output output) {
        said.add(
                switch (output) {
                    case InviteUac.Output.Send(Request sent) -> {
                        invite = sent;
                        yield "INVITE " + sent.headers().cseq().number();
                    }
                    case InviteUac.Output.Cancel() -> "CANCEL";
                    case InviteUac.Output.Prack(Request prack, Dialog dialog) ->
                            "PRACK "
                                    + dialog.id().remoteTag()
                                    + " "
                                    + prack.headers().first(HeaderName.RACK);
                    case InviteUac.Output.Acknowledge(Request ack, Dialog dialog) ->
                            "ACK " + dialog.id().remoteTag() + " " + ack.headers().cseq().number();
                    case InviteUac.Output.Bye(Request bye, Dialog dialog) ->
                            "BYE " + dialog.id().remoteTag();
                    case InviteUac.Output.Progress(Response response, Dialog dialog) ->
                            response.status()
                                    + (dialog == null ? "" : " " + dialog.id().remoteTag());
                    case InviteUac.Output.Answered(Response response, Dialog dialog) -> {
                        answered = dialog;
                        yield "answered by " + dialog.id().remoteTag();
                    }
                    case InviteUac.Output.Failed(int status, Response _) -> "failed " + status;
                });
    }

    private void answers(int status, String tag, String... fields) {
        Response response = Response.to(invite, status);
        if (!tag.isEmpty()) {
            response = response.with(HeaderName.TO, "<sip:bob@example.org>;tag=" + tag);
        }
        if (status < 300) {
            response = response.with(HeaderName.CONTACT, "<sip:bob-" + tag + "@192.0.2.2>");
        }
        for (String field : fields) {
            int colon = field.indexOf(':');
            response =
                    response.with(
                            HeaderName.of(field.substring(0, colon)),
                            field.substring(colon + 1).strip());
        }
        uac.receive(response, now, this::heard);
    }

    private void acknowledges() {
        if (answered != null) {
            uac.acknowledge(answered, Body.NONE, this::heard);
        }
    }

    private List<String> lately() {
        List<String> lately = List.copyOf(said);
        said.clear();
        return lately;
    }

    @Test
    void aCallThatIsAnsweredIsAcknowledgedAndSoIsEachRepetition() {
        uac.start(this::heard);
        answers(100, "");
        answers(180, "b");
        answers(200, "b");
        acknowledges();
        answers(200, "b");

        assertThat(lately())
                .containsExactly("INVITE 1", "180 b", "answered by b", "ACK b 1", "ACK b 1");
    }

    @Test
    void aRepetitionBeforeTheAckIsReadySaysNothing() {
        uac.start(this::heard);
        answers(200, "b");
        answers(200, "b");
        acknowledges();

        assertThat(lately()).containsExactly("INVITE 1", "answered by b", "ACK b 1");
    }

    @Test
    void theOtherForksAreEnded() {
        uac.start(this::heard);
        answers(180, "b");
        answers(180, "c");
        answers(200, "c");
        acknowledges();
        answers(200, "b");
        answers(200, "b");

        assertThat(lately())
                .containsExactly(
                        "INVITE 1",
                        "180 b",
                        "180 c",
                        "answered by c",
                        "ACK c 1",
                        "ACK b 1",
                        "BYE b",
                        "ACK b 1");
    }

    @Test
    void anAnswerThatCrossesTheCancelIsEnded() {
        uac.start(this::heard);
        answers(180, "b");
        uac.cancel(this::heard);
        uac.cancel(this::heard);
        answers(200, "b");

        assertThat(lately())
                .containsExactly("INVITE 1", "180 b", "CANCEL", "ACK b 1", "BYE b", "failed 487");
    }

    @Test
    void reliableResponsesCountOnceAndInOrder() {
        uac.start(this::heard);
        answers(183, "b", "Require: 100rel", "RSeq: 41");
        answers(183, "b", "Require: 100rel", "RSeq: 41");
        answers(180, "b", "Require: 100rel", "RSeq: 43");
        answers(180, "b", "Require: 100rel", "RSeq: 42");
        answers(183, "c", "Require: 100rel", "RSeq: 900");

        assertThat(lately())
                .containsExactly(
                        "INVITE 1",
                        "PRACK b 41 1 INVITE",
                        "183 b",
                        "PRACK b 42 1 INVITE",
                        "180 b",
                        "PRACK c 900 1 INVITE",
                        "183 c");
    }

    @Test
    void aPasswordIsGivenOnceAndAWrongOneIsNotRepeated() {
        String challenge =
                "Proxy-Authenticate: Digest realm=\"example.org\", nonce=\"n1\", qop=\"auth\"";
        uac.start(this::heard);
        answers(407, "x", challenge);
        assertThat(invite.headers().first(HeaderName.PROXY_AUTHORIZATION)).contains("nc=00000001");
        answers(407, "y", challenge);

        assertThat(lately()).containsExactly("INVITE 1", "INVITE 2", "failed 407");
    }

    @Test
    void theAckCarriesTheCredentialsOfItsInvite() {
        uac.start(this::heard);
        answers(
                407,
                "x",
                "Proxy-Authenticate: Digest realm=\"example.org\", nonce=\"n1\", qop=\"auth\"");
        answers(200, "b");
        List<Request> acks = new ArrayList<>();
        if (answered != null) {
            uac.acknowledge(
                    answered,
                    Body.NONE,
                    output -> {
                        if (output instanceof InviteUac.Output.Acknowledge(Request ack, Dialog _)) {
                            acks.add(ack);
                        }
                    });
        }

        assertThat(acks).hasSize(1);
        assertThat(acks.getFirst().headers().has(HeaderName.PROXY_AUTHORIZATION)).isTrue();
        assertThat(acks.getFirst().headers().cseq()).hasToString("2 ACK");
    }

    @Test
    void aSessionIntervalThatIsTooBriefIsAskedForAgain() {
        uac.start(this::heard);
        assertThat(invite.headers().first(HeaderName.SESSION_EXPIRES)).isEqualTo("1800");
        answers(422, "b", "Min-SE: 3600");

        assertThat(invite.headers().first(HeaderName.SESSION_EXPIRES)).isEqualTo("3600");
        assertThat(invite.headers().first(HeaderName.MIN_SE)).isEqualTo("3600");
        assertThat(lately()).containsExactly("INVITE 1", "INVITE 2");
    }

    @Test
    void aServerThatNeverHasEnoughIsGivenUp() {
        uac.start(this::heard);
        for (int i = 0; i < 20; i++) {
            answers(422, "b", "Min-SE: " + (2000 + 1000 * i));
        }

        assertThat(lately()).hasSize(6).last().isEqualTo("failed 422");
    }

    @Test
    void afterSixtyFourRoundTripsNothingIsKept() {
        uac.start(this::heard);
        answers(486, "b");
        assertThat(uac.isDone()).isFalse();
        now = uac.deadline();
        uac.wake(now);

        assertThat(uac.isDone()).isTrue();
        assertThat(uac.deadline()).isEqualTo(Deadlines.NEVER);
    }

    @Test
    void aFloodOfForksIsBounded() {
        uac.start(this::heard);
        for (int i = 0; i < 1000; i++) {
            answers(180, "tag" + i);
        }

        assertThat(lately().stream().filter(each -> each.startsWith("180 tag"))).hasSize(32);
    }
}
