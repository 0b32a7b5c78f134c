package jackfield.roles.sbc;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.testkit.certificates.TestAuthority;
import jackfield.testkit.certificates.Wanted;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 5922 section 7, certificate by certificate.
class PeerIdentityTest {
    private static final TestAuthority AUTHORITY = TestAuthority.make("authority");

    private static Set<String> domains(Wanted wanted) {
        return PeerIdentity.of(AUTHORITY.issue(wanted).certificate()).domains();
    }

    @Test
    void aSipUriIsADomain() {
        assertThat(domains(Wanted.of("uri:sip:Example.ORG"))).containsExactly("example.org");
        assertThat(domains(Wanted.of("uri:SIP:example.org;transport=tls")))
                .containsExactly("example.org");
        assertThat(domains(Wanted.of("uri:sip:example.org:5061"))).containsExactly("example.org");
    }

    @Test
    void aSipUriWithAUserIsAPersonAndOtherSchemesAreOtherThings() {
        assertThat(domains(Wanted.of("uri:sip:alice@example.org"))).isEmpty();
        assertThat(domains(Wanted.of("uri:sips:example.org"))).isEmpty();
        assertThat(domains(Wanted.of("uri:https://example.org/"))).isEmpty();
        assertThat(domains(Wanted.of("email:root@example.org"))).isEmpty();
    }

    @Test
    void dnsNamesCountOnlyWhereNoSipUriDoes() {
        assertThat(domains(Wanted.of("dns:example.org", "dns:Example.com")))
                .containsExactlyInAnyOrder("example.org", "example.com");
        assertThat(domains(Wanted.of("dns:host.example.org", "uri:sip:example.org")))
                .containsExactly("example.org");
        assertThat(domains(Wanted.of("dns:host.example.org", "uri:sip:alice@example.org")))
                .as("the URI names no domain")
                .containsExactly("host.example.org");
    }

    @Test
    void theCommonNameCountsOnlyWithoutAnyAlternativeName() {
        assertThat(domains(Wanted.of().subject("CN=example.org,O=Example")))
                .containsExactly("example.org");
        assertThat(domains(Wanted.of("ip:192.0.2.1").subject("CN=example.org"))).isEmpty();
        assertThat(domains(Wanted.of("uri:sip:a.example").subject("CN=b.example")))
                .containsExactly("a.example");
        assertThat(domains(Wanted.of().subject("O=Nobody"))).isEmpty();
        assertThat(domains(Wanted.of().subject("CN=Example Ltd"))).isEmpty();
    }

    @Test
    void anotherAttributeCannotPassForACommonName() {
        assertThat(domains(Wanted.of().subject("O=a\\,CN\\=bank.example,CN=thief.example")))
                .containsExactly("thief.example");
        assertThat(domains(Wanted.of().subject("O=a\\,CN\\=bank.example"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dns:*.example.org", "dns:.example.org", "uri:sip:*.example.org"})
    void aWildcardIsNobody(String name) {
        PeerIdentity peer = PeerIdentity.of(AUTHORITY.issue(Wanted.of(name)).certificate());
        assertThat(peer.isNobody()).isTrue();
        assertThat(peer.is("a.example.org")).isFalse();
    }

    @Test
    void aDomainIsTheWholeName() {
        PeerIdentity peer =
                PeerIdentity.of(AUTHORITY.issue(Wanted.of("uri:sip:example.org")).certificate());
        assertThat(peer.is("EXAMPLE.org")).isTrue();
        assertThat(peer.is("sip.example.org")).isFalse();
        assertThat(peer.is("org")).isFalse();
        assertThat(peer.is("")).isFalse();
    }

    @Test
    void aCertificateWithEndlessNamesNamesNobody() {
        String[] names =
                IntStream.range(0, 1_001)
                        .mapToObj(i -> "dns:h" + i + ".example")
                        .toArray(String[]::new);
        assertThat(domains(Wanted.of(names))).isEmpty();
    }

    /// Whatever a signed name holds, reading it ends in a set of host names.
    @Test
    void oddNamesDoNoHarm() {
        Random random = new Random(5922);
        String letters = "ab.:;@?*-_sip1,=&/~"; // others are no URI, and the JDK refuses them
        for (int i = 0; i < 200; i++) {
            String odd =
                    random.ints(random.nextInt(20), 0, letters.length())
                            .mapToObj(at -> letters.substring(at, at + 1))
                            .collect(Collectors.joining());
            assertThat(domains(Wanted.of("uri:sip:a" + odd)))
                    .allMatch(domain -> domain.matches("[a-z0-9.-]+"));
        }
    }
}
