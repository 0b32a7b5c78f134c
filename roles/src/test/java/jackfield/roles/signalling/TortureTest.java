package jackfield.roles.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Transport;
import jackfield.roles.location.Binding;
import jackfield.roles.signalling.TortureRoom.Sender;
import jackfield.sip.message.HeaderName;
import jackfield.sip.message.Request;
import jackfield.sip.message.Response;
import jackfield.testkit.TortureAnswer;
import jackfield.testkit.TortureMessage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The messages of RFC 4475 and RFC 5118 through a whole signalling shard, over UDP, TCP and
/// WebSocket: each gets the answer its text asks for, and leaves nothing behind.
class TortureTest {
    private static final Transport[] TRANSPORTS = {Transport.UDP, Transport.TCP, Transport.WS};

    static List<TortureAnswer> rows() {
        return Stream.concat(TortureAnswer.all(4475).stream(), TortureAnswer.all(5118).stream())
                .toList();
    }

    @Test
    void theTableIsComplete() {
        assertThat(rows()).hasSize(49 + 12);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyMessageGetsItsAnswerAndLeavesNothing(TortureAnswer row) {
        for (Sender sender : Sender.values()) {
            for (Transport transport : TRANSPORTS) {
                TortureRoom room = room(row.message(), sender, transport);
                room.send(row.message().bytes());
                room.settle();
                assertThat(room.outcome())
                        .as("%s by %s over %s", row, sender, transport)
                        .isEqualTo(
                                (transport == Transport.TCP ? row.stream() : row.whole())
                                        .get(sender.ordinal()));
                room.assertNothingIsLeftAndTheNodeLives();
            }
        }
    }

    private static TortureRoom room(TortureMessage message, Sender sender, Transport transport) {
        return new TortureRoom(sender, transport, message.rfc() == 5118);
    }

    // What the answers say

    private static Response answer(int rfc, String name, Sender sender) {
        TortureMessage message = new TortureMessage(rfc, name);
        TortureRoom room = room(message, sender, Transport.UDP);
        room.send(message.bytes());
        return room.answer();
    }

    @Test
    void aRefusalSaysWhatWouldDo() {
        Response extension = answer(4475, "bext01", Sender.PEER_OF_PROXY);
        assertThat(extension.headers().all(HeaderName.UNSUPPORTED))
                .as("a proxy does not look at Require")
                .containsExactly("noProxiesSupportThis", "norDoAnyProxiesSupportThis");
        Response type = answer(4475, "invut", Sender.PEER_OF_ENDPOINT);
        assertThat(type.headers().all(HeaderName.ACCEPT)).containsExactly("application/sdp");
        Response scheme = answer(4475, "regaut01", Sender.STRANGER);
        assertThat(scheme.headers().all(HeaderName.WWW_AUTHENTICATE))
                .isNotEmpty()
                .allMatch(challenge -> challenge.startsWith("Digest "));
    }

    /// RFC 5118 section 4.5: `received` is read in both forms, and written without brackets.
    @ParameterizedTest
    @EnumSource(names = {"STRANGER", "PEER_OF_ENDPOINT"})
    void whatASenderSaysItWasReceivedFromIsNotBelieved(Sender sender) {
        for (String form : new String[] {"with", "no"}) {
            Response answer = answer(5118, "via-received-param-" + form + "-delim", sender);
            assertThat(answer.headers().topVia().parameters().get("received"))
                    .isIn(null, "2001:db8::9:1");
        }
    }

    // What is forwarded

    private static Request forwarded(int rfc, String name) {
        TortureMessage message = new TortureMessage(rfc, name);
        TortureRoom room = room(message, Sender.PEER_OF_PROXY, Transport.UDP);
        room.send(message.bytes());
        return room.forwarded.getFirst();
    }

    @Test
    void whatNobodyHereUnderstandsIsForwardedAsItCame() {
        Request method = forwarded(4475, "intmeth");
        assertThat(method.method().name()).isEqualTo("!interesting-Method0123456789_*+`.%indeed'~");
        assertThat(method.headers().to().displayName()).isEqualTo("BEL:\u0007 NUL:\0 DEL:\u007f");
        assertThat(method.headers().first(HeaderName.of("extensionHeader-!.%*+_`'~")))
                .isEqualTo("\ufeff大停電");
        assertThat(forwarded(4475, "esc01").uri())
                .hasToString("sip:sips%3Auser%40example.com@example.net");
        assertThat(forwarded(4475, "esc02").method().name()).isEqualTo("RE%47IST%45R");
        assertThat(forwarded(4475, "semiuri").uri())
                .hasToString("sip:user;par=u%40example.net@example.com");
        assertThat(forwarded(4475, "transports").headers().vias()).hasSize(6);
        assertThat(forwarded(4475, "mpart01").body().length()).isEqualTo(553);
    }

    @Test
    void aRequestOfRfc2543GetsItsHops() {
        assertThat(forwarded(4475, "inv2543").headers().maxForwards()).isEqualTo(70);
    }

    @Test
    void threeColonsAreForwardedAsTwo() {
        assertThat(forwarded(5118, "ipv6-bug-abnf-3-colons").uri())
                .hasToString("sip:user@[2001:db8::192.0.2.1]");
    }

    // What is registered

    private static List<Binding> registered(int rfc, String name, String user) {
        TortureMessage message = new TortureMessage(rfc, name);
        return room(message, Sender.STRANGER, Transport.UDP).registers(message.bytes(), user);
    }

    @Test
    void aParameterWithoutBracketsIsNoPartOfTheContact() {
        assertThat(registered(4475, "cparam01", "watson"))
                .singleElement()
                .satisfies(binding ->
                        assertThat(binding.target())
                                .hasToString("sip:+19725552222@gw1.example.net"));
        assertThat(registered(4475, "cparam02", "watson"))
                .singleElement()
                .satisfies(binding ->
                        assertThat(binding.target())
                                .hasToString("sip:+19725552222@gw1.example.net;unknownparam"));
    }

    @Test
    void addressesOfIpv6AreRegistered() {
        for (String name : new String[] {"ipv6-good", "port-unambiguous"}) {
            assertThat(registered(5118, name, "user"))
                    .singleElement()
                    .satisfies(binding ->
                            assertThat(binding.target()).hasToString("sip:caller@[2001:db8::1]"));
        }
    }
}
