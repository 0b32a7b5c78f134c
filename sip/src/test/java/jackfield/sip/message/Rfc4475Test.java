package jackfield.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Rfc4475Test {
    static List<Torture.Verdict> verdicts() {
        return Torture.verdicts();
    }

    @Test
    void theCorpusIsComplete() {
        assertThat(verdicts()).hasSize(49);
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void everyMessageMeetsItsFate(Torture.Verdict verdict) {
        switch (Parser.read(Torture.message(verdict.name()))) {
            case Reading.Whole(Message message) -> {
                assertThat(verdict.fate()).isEqualTo("ok");
                AllReaders.read(message);
            }
            case Reading.Malformed bad -> {
                assertThat(bad.what()).isEqualTo(verdict.what());
                String fate = bad.answer() == null ? "drop" : String.valueOf(bad.status());
                assertThat(fate).isEqualTo(verdict.fate());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void whatIsTakenSurvivesBeingWritten(Torture.Verdict verdict) {
        if (Parser.read(Torture.message(verdict.name())) instanceof Reading.Whole(Message first)) {
            Message second = Parser.parse(Writer.write(first)).orThrow();
            assertThat(second.headers().without(HeaderName.CONTENT_LENGTH))
                    .isEqualTo(first.headers().without(HeaderName.CONTENT_LENGTH));
            assertThat(second.body()).isEqualTo(first.body());
        }
    }

    @Test
    void aTortuousInviteIsUnderstood() {
        Request invite = request("wsinv");
        Headers headers = invite.headers();
        assertThat(headers.to().tag()).isEqualTo("1918181833n");
        assertThat(headers.from().displayName()).isEqualTo("J Rosenberg \\\"");
        assertThat(headers.maxForwards()).isEqualTo(68);
        assertThat(headers.cseq()).isEqualTo(new CSeq(9, Method.INVITE));
        assertThat(headers.vias())
                .extracting(Via::protocol, Via::host, Via::branch)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("UDP", "192.0.2.2", "390skdjuw"),
                        org.assertj.core.groups.Tuple.tuple(
                                "TCP", "spindle.example.com", "z9hG4bK9ikj8"),
                        org.assertj.core.groups.Tuple.tuple(
                                "UDP", "192.168.255.111", "z9hG4bK30239"));
        assertThat(headers.first(HeaderName.of("NewFangledHeader")))
                .isEqualTo("newfangled value continued newfangled value");
        assertThat(headers.first(HeaderName.of("UnknownHeaderWithUnusualValue")))
                .isEqualTo(";;,,;;,;");
        assertThat(headers.first(HeaderName.SUBJECT)).isEmpty();
        assertThat(headers.routes().getFirst().uri())
                .hasToString("sip:services.example.com;lr;unknownwith=value;unknown-no-value");
        assertThat(headers.contacts().getFirst().parameters().get("q")).isEqualTo("0.33");
        assertThat(headers.contacts().getFirst().parameters().get("secondparam")).isEmpty();
    }

    @Test
    void aQuotedNullIsNoEndOfText() {
        Request request = request("intmeth");
        assertThat(request.headers().to().displayName()).isEqualTo("BEL:\u0007 NUL:\0 DEL:\u007f");
        assertThat(request.headers().from().parameters().get("fromParam''~+*_!.-%"))
                .isEqualTo("\"работающий\"");
        assertThat(request.uri())
                .isInstanceOfSatisfying(
                        SipUri.class, uri -> assertThat(uri.host()).isEqualTo("example.com"));
    }

    @Test
    void anEscapedNullIsPartOfTheUser() {
        Headers headers = request("escnull").headers();
        assertThat(headers.to().uri())
                .isInstanceOfSatisfying(
                        SipUri.class, uri -> assertThat(uri.userName()).isEqualTo("null-\0-null"));
        SipUri one = (SipUri) headers.contacts().get(0).uri();
        SipUri two = (SipUri) headers.contacts().get(1).uri();
        assertThat(one.sameAs(two)).isFalse();
    }

    @Test
    void whatFollowsTheBodyIsNoise() {
        Request register = request("dblreq");
        assertThat(register.method()).isEqualTo(Method.REGISTER);
        assertThat(register.body().isEmpty()).isTrue();
        assertThat(new String(Writer.write(register), StandardCharsets.UTF_8))
                .doesNotContain("INVITE");
    }

    @Test
    void aBinaryBodyIsForwardedByteForByte() {
        byte[] wire = Torture.message("mpart01");
        Body body = Parser.parse(wire).orThrow().body();
        assertThat(body.length()).isEqualTo(553);
        assertThat(wire).endsWith(body.bytes());
    }

    @Test
    void aParameterWithoutBracketsBelongsToTheField() {
        assertThat(
                        request("cparam01")
                                .headers()
                                .contacts()
                                .getFirst()
                                .parameters()
                                .has("unknownparam"))
                .isTrue();
        assertThat(request("cparam02").headers().contacts().getFirst().uri())
                .hasToString("sip:+19725552222@gw1.example.net;unknownparam");
    }

    private static Request request(String name) {
        return (Request) Parser.parse(Torture.message(name)).orThrow();
    }
}
