package jackfield.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.sip.message.Body;
import jackfield.sip.message.Headers;
import jackfield.sip.message.Method;
import jackfield.sip.message.Request;
import jackfield.sip.message.SipUri;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The worked examples of RFC 7616 section 3.9.1 and RFC 2617 section 3.5.
class VectorsTest {
    private static final String RFC_7616 =
            """
            Digest username="Mufasa",
             realm="http-auth@example.org",
             uri="/dir/index.html",
             algorithm=%s,
             nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
             nc=00000001,
             cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
             qop=auth,
             response="%s",
             opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"\
            """
                    .replace("\n", "");

    @Test
    void rfc7616WithMd5() {
        proves(
                RFC_7616.formatted("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
                Algorithm.MD5,
                "Circle of Life");
    }

    @Test
    void rfc7616WithSha256() {
        proves(
                RFC_7616.formatted(
                        "SHA-256",
                        "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
                Algorithm.SHA_256,
                "Circle of Life");
    }

    @Test
    void rfc2617() {
        proves(
                "Digest username=\"Mufasa\", realm=\"testrealm@host.com\","
                        + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\","
                        + " uri=\"/dir/index.html\", qop=auth, nc=00000001, cnonce=\"0a4f113b\","
                        + " response=\"6629fae49393a05397450978507c4ef1\"",
                Algorithm.MD5,
                "Circle Of Life");
    }

    /// The example of RFC 2069 section 2.4, as its erratum 749 computes it.
    @Test
    void aChallengeWithoutQopIsAnsweredTheOldWay() {
        Challenge challenge =
                Challenge.parse(
                                "Digest realm=\"testrealm@host.com\","
                                        + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"")
                        .orThrow();
        assertThat(challenge.plain()).isTrue();
        Credentials answered =
                Credentials.parse(
                                "Digest username=\"Mufasa\", realm=\"testrealm@host.com\","
                                        + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\","
                                        + " uri=\"/dir/index.html\", response=\"\"")
                        .orThrow();
        assertThat(
                        Algorithm.MD5.plainResponse(
                                Algorithm.MD5.hash("Mufasa:testrealm@host.com:CircleOfLife"),
                                answered,
                                "GET"))
                .isEqualTo("1949323746fe6a43ef61f9606e7febea");
    }

    @Test
    void aClientAnswersWithoutQopWhereNoneIsOffered() {
        Request register =
                new Request(
                        Method.REGISTER,
                        SipUri.parse("sip:pbx.example.org").orThrow(),
                        Headers.builder().build(),
                        Body.NONE);
        Challenge challenge =
                Challenge.parse("Digest realm=\"pbx.example.org\", nonce=\"n1\"").orThrow();
        String field =
                new DigestClient("alice", "secret", new SplittableRandom(1))
                        .credentials(challenge, register)
                        .field();
        assertThat(field)
                .contains("response=\"2b3eafcffe77b0222346d4c87800253f\"")
                .doesNotContain("qop", "nc=", "cnonce");
    }

    private static void proves(String field, Algorithm algorithm, String password) {
        Credentials credentials = Credentials.parse(field).orThrow();
        assertThat(Algorithm.of(credentials.algorithm())).isEqualTo(algorithm);
        Ha1 ha1 = Ha1.of(credentials.username(), credentials.realm(), password);
        assertThat(algorithm.response(ha1.by(algorithm), credentials, "GET"))
                .isEqualTo(credentials.response());
        assertThat(Credentials.parse(credentials.field()).orThrow()).isEqualTo(credentials);
    }
}
