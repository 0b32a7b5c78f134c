package jackfield.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jackfield.base.Parsed;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.sip.message.SipUri;
import org.junit.jupiter.api.Test;

class DialogTest {
    private static final Request INVITE =
            new Request(
                    Method.INVITE,
                    SipUri.of("bob", "example.com", 0),
                    Headers.builder()
                            .add(HeaderName.VIA, "SIP/2.0/UDP pc;branch=z9hG4bK1")
                            .add(HeaderName.RECORD_ROUTE, "<sip:p2;lr>, <sip:p1;lr>")
                            .add(HeaderName.FROM, "\"Alice\" <sip:alice@example.com>;tag=a")
                            .add(HeaderName.TO, "<sip:bob@example.com>")
                            .add(HeaderName.CALL_ID, "c")
                            .add(HeaderName.CSEQ, "10 INVITE")
                            .add(HeaderName.CONTACT, "<sip:alice@pc.example.com:5070>")
                            .build(),
                    Body.NONE);

    private static Response answer(int status, String contact) {
        return Response.to(INVITE, status)
                .with(HeaderName.TO, "<sip:bob@example.com>;tag=b")
                .with(HeaderName.RECORD_ROUTE, "<sip:p2;lr>, <sip:p1;lr>")
                .with(HeaderName.CONTACT, contact);
    }

    private final Dialog alice = Dialog.uac(INVITE, answer(180, "<sip:bob@phone>")).orThrow();
    private final Dialog bob = Dialog.uas(INVITE, answer(180, "<sip:bob@phone>")).orThrow();

    private static int rejection(Dialog.Admission admission) {
        return admission instanceof Dialog.Admission.Rejected(int status) ? status : 0;
    }

    @Test
    void bothEndsNameTheDialogMirrored() {
        assertThat(alice.id()).isEqualTo(new DialogId("c", "a", "b"));
        assertThat(bob.id()).isEqualTo(alice.id().seenFromPeer());
        assertThat(DialogId.ofReceived(alice.request(Method.BYE))).isEqualTo(bob.id());
        assertThat(DialogId.ofReceived(bob.request(Method.BYE))).isEqualTo(alice.id());
    }

    @Test
    void theCallerReversesTheRecordRouteAndTheCalleeDoesNot() {
        assertThat(alice.routeSet())
                .extracting(Object::toString)
                .containsExactly("<sip:p1;lr>", "<sip:p2;lr>");
        assertThat(bob.routeSet())
                .extracting(Object::toString)
                .containsExactly("<sip:p2;lr>", "<sip:p1;lr>");
    }

    @Test
    void aRequestIsAimedAtTheContactByTheRoute() {
        Request bye = alice.request(Method.BYE);
        assertThat(bye.uri()).hasToString("sip:bob@phone");
        assertThat(bye.headers().routes()).isEqualTo(alice.routeSet());
        assertThat(bye.headers().cseq()).hasToString("11 BYE");
        assertThat(bye.headers().from()).hasToString("\"Alice\" <sip:alice@example.com>;tag=a");
        assertThat(bye.headers().to()).hasToString("<sip:bob@example.com>;tag=b");
        assertThat(bye.headers().maxForwards()).isEqualTo(70);
        assertThat(alice.request(Method.INFO).headers().cseq()).hasToString("12 INFO");
        assertThat(bob.request(Method.BYE).headers().cseq()).hasToString("1 BYE");
    }

    @Test
    void theAckHasTheInvitesNumber() {
        alice.receive(answer(200, "<sip:bob@phone>"));
        assertThat(alice.ack(10).headers().cseq()).hasToString("10 ACK");
        assertThat(alice.request(Method.BYE).headers().cseq()).hasToString("11 BYE");
        assertThatIllegalArgumentException().isThrownBy(() -> alice.request(Method.ACK));
        assertThatIllegalArgumentException().isThrownBy(() -> alice.request(Method.CANCEL));
    }

    @Test
    void aStrictRouterGetsItselfAsTheRequestUri() {
        Response strict =
                answer(200, "<sip:bob@phone>")
                        .with(HeaderName.RECORD_ROUTE, "<sip:p2;lr>, <sip:p1;method=INVITE?x=y>");
        Request bye = Dialog.uac(INVITE, strict).orThrow().request(Method.BYE);
        assertThat(bye.uri()).hasToString("sip:p1");
        assertThat(bye.headers().routes())
                .extracting(Object::toString)
                .containsExactly("<sip:p2;lr>", "<sip:bob@phone>");
    }

    @Test
    void a2xxConfirmsAndBringsItsOwnRouteAndTarget() {
        assertThat(alice.isEarly()).isTrue();
        alice.receive(answer(200, "<sip:bob@desk>").with(HeaderName.RECORD_ROUTE, "<sip:p3;lr>"));
        assertThat(alice.isEarly()).isFalse();
        assertThat(alice.remoteTarget()).hasToString("sip:bob@desk");
        assertThat(alice.routeSet()).extracting(Object::toString).containsExactly("<sip:p3;lr>");
    }

    @Test
    void aConfirmedDialogKeepsItsRoute() {
        alice.receive(answer(200, "<sip:bob@phone>"));
        alice.receive(answer(200, "<sip:bob@desk>").with(HeaderName.RECORD_ROUTE, "<sip:p3;lr>"));
        assertThat(alice.remoteTarget()).hasToString("sip:bob@desk");
        assertThat(alice.routeSet()).hasSize(2);
    }

    @Test
    void aResponseOfAnotherForkOrARefusalChangesNothing() {
        alice.receive(
                answer(200, "<sip:bob@desk>").with(HeaderName.TO, "<sip:bob@example.com>;tag=x"));
        alice.receive(answer(486, "<sip:bob@desk>"));
        assertThat(alice.isEarly()).isTrue();
        assertThat(alice.remoteTarget()).hasToString("sip:bob@phone");
    }

    @Test
    void requestsOfThePeerMustCountUp() {
        assertThat(rejection(bob.receive(alice.request(Method.INFO)))).isZero();
        Request first = alice.request(Method.INFO);
        Request second = alice.request(Method.INFO);
        assertThat(rejection(bob.receive(second))).isZero();
        assertThat(rejection(bob.receive(first))).isEqualTo(500);
        assertThat(rejection(bob.receive(second))).isEqualTo(500);
        assertThat(rejection(bob.receive(alice.ack(10)))).isZero();
    }

    @Test
    void aRequestOfAnotherDialogIs481() {
        Request stranger =
                alice.request(Method.BYE).with(HeaderName.FROM, "<sip:eve@example.com>;tag=e");
        assertThat(rejection(bob.receive(stranger))).isEqualTo(481);
    }

    @Test
    void onlyRefreshingMethodsMoveTheTarget() {
        bob.receive(alice.request(Method.INFO).with(HeaderName.CONTACT, "<sip:alice@elsewhere>"));
        assertThat(bob.remoteTarget()).hasToString("sip:alice@pc.example.com:5070");
        bob.receive(alice.request(Method.UPDATE).with(HeaderName.CONTACT, "<sip:alice@elsewhere>"));
        assertThat(bob.remoteTarget()).hasToString("sip:alice@elsewhere");
        bob.receive(alice.request(Method.INVITE).with(HeaderName.CONTACT, "nonsense <"));
        assertThat(bob.remoteTarget()).hasToString("sip:alice@elsewhere");
    }

    @Test
    void withoutAReadableContactOrRouteThereIsNoDialog() {
        assertThat(Dialog.uas(INVITE.with(HeaderName.CONTACT, "<"), answer(200, "<sip:b@p>")))
                .isEqualTo(new Parsed.Bad<>("Contact", "<"));
        assertThat(
                        Dialog.uas(
                                INVITE.with(INVITE.headers().without(HeaderName.CONTACT)),
                                answer(200, "<sip:b@p>")))
                .isInstanceOf(Parsed.Bad.class);
        assertThat(Dialog.uac(INVITE, answer(200, "<sip:b@p>").with(HeaderName.RECORD_ROUTE, "<")))
                .isEqualTo(new Parsed.Bad<>("Record-Route", "<"));
    }
}
