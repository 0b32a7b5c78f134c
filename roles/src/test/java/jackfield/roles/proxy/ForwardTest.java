package jackfield.roles.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Transport;
import jackfield.sip.message.Body;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Request;
import jackfield.sip.message.SipUri;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardTest {
    private static final Endpoint PEER = Endpoint.ipv4(0x0a000001, 5060);
    private final Request request =
            new Request(
                    Method.INVITE,
                    SipUri.of("bob", "example.org", 0),
                    Headers.builder().add(HeaderName.MAX_FORWARDS, "10").build(),
                    Body.NONE);
    private final Target target =
            Target.over(
                    new Flow(1, Transport.UDP, PEER, PEER),
                    SipUri.of("bob", "10.0.0.1", 5070),
                    List.of(
                            NameAddr.parse("<sip:near;lr>").orThrow(),
                            NameAddr.parse("<sip:far;lr>").orThrow()),
                    null);

    @Test
    void theCopyGoesToTheTargetByItsPathWithOneHopLess() {
        Request copy =
                Forward.copy(
                        request.with(HeaderName.PROXY_AUTHORIZATION, "Digest x")
                                .with(HeaderName.ROUTE, "<sip:farther;lr>"),
                        target,
                        60,
                        "ours");
        assertThat(copy.uri()).hasToString("sip:bob@10.0.0.1:5070");
        assertThat(copy.headers().maxForwards()).isEqualTo(9);
        assertThat(copy.headers().all(HeaderName.ROUTE))
                .containsExactly("<sip:near;lr>", "<sip:far;lr>", "<sip:farther;lr>");
        assertThat(copy.headers().has(HeaderName.PROXY_AUTHORIZATION)).isFalse();
        assertThat(copy.headers().has(HeaderName.MAX_BREADTH)).isFalse();
        Request unlimited = request.with(request.headers().without(HeaderName.MAX_FORWARDS));
        assertThat(Forward.copy(unlimited, target, 60, "ours").headers().maxForwards())
                .isEqualTo(70);
    }

    @Test
    void credentialsForOthersGoOnAndOursStay() {
        String theirs =
                "Digest username=\"bob\", realm=\"theirs\", nonce=\"n\", uri=\"sip:x\","
                        + " response=\"00000000000000000000000000000000\"";
        Request both =
                request.with(
                        request.headers()
                                .add(HeaderName.PROXY_AUTHORIZATION, theirs)
                                .add(
                                        HeaderName.PROXY_AUTHORIZATION,
                                        theirs.replace("theirs", "ours"))
                                .add(HeaderName.PROXY_AUTHORIZATION, "Bearer of-somebody"));
        assertThat(
                        Forward.copy(both, target, 60, "ours")
                                .headers()
                                .all(HeaderName.PROXY_AUTHORIZATION))
                .containsExactly(theirs);
        assertThat(
                        Forward.withoutCredentials(both, "ours")
                                .done()
                                .all(HeaderName.PROXY_AUTHORIZATION))
                .containsExactly(theirs);
    }

    @Test
    void theBreadthIsShared() {
        assertThat(Forward.maxBreadth(request)).isEqualTo(60);
        assertThat(Forward.maxBreadth(request.with(HeaderName.MAX_BREADTH, "5"))).isEqualTo(5);
        assertThat(
                        Forward.copy(request, target, 20, "ours")
                                .headers()
                                .first(HeaderName.MAX_BREADTH))
                .isEqualTo("20");
    }

    @Test
    void aStrictRouterGetsItsOwnAddressAndTheRestAsARoute() {
        Request routed =
                request.with(
                        request.headers()
                                .add(HeaderName.ROUTE, "<sip:strict.example.net>")
                                .add(HeaderName.ROUTE, "<sip:loose.example.net;lr>"));
        Request strict = Forward.strict(routed);
        assertThat(strict.uri()).hasToString("sip:strict.example.net");
        assertThat(strict.headers().all(HeaderName.ROUTE))
                .containsExactly("<sip:loose.example.net;lr>", "<sip:bob@example.org>");
        Request loose = request.with(HeaderName.ROUTE, "<sip:loose.example.net;lr>");
        assertThat(Forward.strict(loose)).isEqualTo(loose);
    }
}
