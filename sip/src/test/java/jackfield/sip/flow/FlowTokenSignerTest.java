package jackfield.sip.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Parsed;
import jackfield.base.Transport;
import jackfield.sip.message.SipUri;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlowTokenSignerTest {
    private static final byte[] KEY = key(1);
    private static final Endpoint LOCAL = Endpoint.ipv4(0xc0000201, 5060);
    private static final Endpoint REMOTE = Endpoint.ipv4(0xc6336401, 65_535);
    private static final Endpoint LOCAL6 = new Endpoint(0x2001_0db8_0000_0000L, 1, 5060);
    private static final Endpoint REMOTE6 = new Endpoint(0x2001_0db8_0000_0001L, -1, 40_112);

    private static final String CALL = "a84b4c76e66710@pc33.example.com";

    private final FlowTokenSigner signer = new FlowTokenSigner(KEY, 77);

    private static byte[] key(long seed) {
        byte[] key = new byte[32];
        new SplittableRandom(seed).nextBytes(key);
        return key;
    }

    private static Flow flow(Transport transport) {
        return new Flow(Long.MAX_VALUE - 5, transport, LOCAL, REMOTE);
    }

    private static String failure(Parsed<FlowToken> parsed) {
        return parsed instanceof Parsed.Bad<FlowToken>(String what, String _) ? what : "none";
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aTokenNamesItsFlowAndSide(Transport transport) {
        for (FlowToken.Side side : FlowToken.Side.values()) {
            Flow flow = flow(transport);
            assertThat(signer.verify(signer.sign(flow, side, CALL), CALL))
                    .isEqualTo(new Parsed.Ok<>(new FlowToken(flow, side, true)));
        }
    }

    @Test
    void addressesOfBothFamiliesSurvive() {
        for (Endpoint local : new Endpoint[] {LOCAL, LOCAL6}) {
            for (Endpoint remote : new Endpoint[] {REMOTE, REMOTE6}) {
                Flow flow = new Flow(3, Transport.UDP, local, remote);
                String token = signer.sign(flow, FlowToken.Side.CALLEE, CALL);
                assertThat(signer.verify(token, CALL).orThrow().flow()).isEqualTo(flow);
            }
        }
    }

    @Test
    void aTokenStandsInTheUserPartOfAUriAsItIs() {
        String token = signer.sign(flow(Transport.WSS), FlowToken.Side.CALLER, CALL);
        assertThat(token).matches("[A-Za-z0-9_-]+").hasSizeLessThan(100);
        SipUri uri = SipUri.parse("sip:" + token + "@edge.example.com;lr").orThrow();
        assertThat(uri.user()).isEqualTo(token);
    }

    @Test
    void aUdpFlowOutlivesARestart() {
        String token = signer.sign(flow(Transport.UDP), FlowToken.Side.CALLEE, CALL);
        FlowToken later = new FlowTokenSigner(KEY, 78).verify(token, CALL).orThrow();
        assertThat(later.current()).isFalse();
        assertThat(later.flow().local()).isEqualTo(LOCAL);
        assertThat(later.flow().remote()).isEqualTo(REMOTE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"TCP", "TLS", "WS", "WSS"})
    void aConnectionOfAnEarlierRunIsNotBelieved(Transport transport) {
        String token = signer.sign(flow(transport), FlowToken.Side.CALLEE, CALL);
        assertThat(failure(new FlowTokenSigner(KEY, 78).verify(token, CALL)))
                .isEqualTo("flow token of an earlier run");
    }

    @Test
    void anotherKeysTokenIsForged() {
        String token = signer.sign(flow(Transport.UDP), FlowToken.Side.CALLEE, CALL);
        assertThat(failure(new FlowTokenSigner(key(2), 77).verify(token, CALL)))
                .isEqualTo("flow token signature");
    }

    @Test
    void aTokenOfOneDialogSaysNothingInAnother() {
        String token = signer.sign(flow(Transport.UDP), FlowToken.Side.CALLEE, CALL);
        assertThat(failure(signer.verify(token, "another" + CALL)))
                .isEqualTo("flow token signature");
        assertThat(failure(signer.verify(token, ""))).isEqualTo("flow token signature");
    }

    @Test
    void whateverAStrangerChangesItIsNoToken() {
        String token = signer.sign(flow(Transport.UDP), FlowToken.Side.CALLEE, CALL);
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/% ";
        for (int at = 0; at < token.length(); at++) {
            for (char letter : letters.toCharArray()) {
                if (token.charAt(at) != letter) {
                    String forged = token.substring(0, at) + letter + token.substring(at + 1);
                    assertThat(signer.verify(forged, CALL)).isInstanceOf(Parsed.Bad.class);
                }
            }
            assertThat(signer.verify(token.substring(0, at), CALL)).isInstanceOf(Parsed.Bad.class);
            assertThat(signer.verify(token + token.substring(at), CALL))
                    .isInstanceOf(Parsed.Bad.class);
        }
        assertThat(signer.verify(token + "=", CALL)).isInstanceOf(Parsed.Bad.class);
    }

    @Test
    void anyTextIsAnsweredNeverThrown() {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(140); length > 0; length--) {
                text.append((char) random.nextInt(random.nextBoolean() ? 128 : 0x3000));
            }
            assertThat(signer.verify(text.toString(), CALL)).isInstanceOf(Parsed.Bad.class);
        }
        assertThat(signer.verify("A".repeat(1_000_000), CALL)).isInstanceOf(Parsed.Bad.class);
    }

    @Test
    void aKeyHas32Bytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FlowTokenSigner(Arrays.copyOf(KEY, 16), 1));
    }
}
