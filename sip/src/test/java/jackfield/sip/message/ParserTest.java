package jackfield.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {
    private static final String OPTIONS =
            """
            OPTIONS sip:bob@example.com SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1
            From: <sip:alice@example.com>;tag=a
            To: <sip:bob@example.com>
            Call-ID: 1@192.0.2.1
            CSeq: 7 OPTIONS
            """;

    private static byte[] wire(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Message take(String text) {
        return Parser.parse(wire(text)).orThrow();
    }

    private static Reading.Malformed refuse(String text) {
        return (Reading.Malformed) Parser.read(wire(text));
    }

    @Test
    void linesMayEndInLineFeedsAlone() {
        byte[] bare = ("\r\n\n" + OPTIONS + "\nbody").getBytes(StandardCharsets.UTF_8);
        Message message = Parser.parse(bare).orThrow();
        assertThat(message.headers().callId()).isEqualTo("1@192.0.2.1");
        assertThat(message.body().text()).isEqualTo("body");
    }

    @Test
    void aMessageIsReadOutOfALargerBufferThatIsUsedAgain() {
        byte[] buffer = wire("xxxx" + OPTIONS + "\nyyyy");
        Parsed<Message> parsed = Parser.parse(buffer, 4, buffer.length - 4);
        java.util.Arrays.fill(buffer, (byte) 0);
        assertThat(parsed.orThrow().headers().callId()).isEqualTo("1@192.0.2.1");
        assertThat(parsed.orThrow().body().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"3,abc", "0,''", "6,abcdef"})
    void aDatagramsBodyEndsWhereContentLengthSays(int length, String body) {
        Message message = take(OPTIONS + "Content-Length: " + length + "\n\nabcdef");
        assertThat(message.body().text()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "-1", "five", "", "99999999999999999999999", "3 3"})
    void aContentLengthThatCannotBeIsRefused(String length) {
        Reading.Malformed bad = refuse(OPTIONS + "Content-Length: " + length + "\n\nabcdef");
        assertThat(bad.what()).isEqualTo("Content-Length");
        assertThat(Objects.requireNonNull(bad.answer()).reason()).isEqualTo("Bad Content-Length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via", "From", "To", "Call-ID", "CSeq"})
    void aMissingFieldIsNamed(String name) {
        String without = OPTIONS.replaceAll("(?m)^" + name + ":.*\n", "");
        Reading.Malformed bad = refuse(without + "\n");
        assertThat(bad.what()).isEqualTo(name);
        if (name.equals("Via")) {
            assertThat(bad.answer()).isNull();
        } else {
            assertThat(Objects.requireNonNull(bad.answer()).reason()).isEqualTo("Missing " + name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: <sip:mallory@example.com>;tag=x",
                "f: <sip:mallory@example.com>;tag=x",
                "To: <sip:mallory@example.com>",
                "Call-ID: 2",
                "CSeq: 8 OPTIONS"
            })
    void aSecondValueIsRefused(String second) {
        Reading.Malformed bad = refuse(OPTIONS + second + "\n\n");
        Response answer = Objects.requireNonNull(bad.answer());
        assertThat(answer.reason()).isEqualTo("Duplicate " + bad.what());
        assertThat(answer.headers().callId()).isEqualTo("1@192.0.2.1");
    }

    @Test
    void anAnswerGoesBackByTheViaWithATagThatStaysTheSame() {
        String bad = OPTIONS.replace("CSeq: 7 OPTIONS", "CSeq: 7 INVITE") + "\n";
        Response first = Objects.requireNonNull(refuse(bad).answer());
        Response second = Objects.requireNonNull(refuse(bad).answer());
        assertThat(first.status()).isEqualTo(400);
        assertThat(first.headers().topVia().branch()).isEqualTo("z9hG4bK1");
        assertThat(first.headers().from().tag()).isEqualTo("a");
        assertThat(first.headers().toTag()).isNotEmpty().isEqualTo(second.headers().toTag());
        assertThat(first.headers().first(HeaderName.CSEQ)).isEqualTo("7 INVITE");
    }

    @Test
    void anAckAndAResponseAreNeverAnswered() {
        assertThat(refuse(OPTIONS.replace("OPTIONS sip", "ACK sip") + "\n").answer()).isNull();
        String response = OPTIONS.replaceFirst(".*\n", "SIP/2.0 200 OK\n");
        assertThat(refuse(response + "Contact: <\n\n").answer()).isNull();
    }

    @Test
    void anotherVersionIsAnsweredWith505() {
        Reading.Malformed bad = refuse(OPTIONS.replace("SIP/2.0\n", "SIP/3.0\n") + "\n");
        assertThat(bad.status()).isEqualTo(505);
        assertThat(bad.answer()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "OPTIONS",
                "OPTIONS sip:x",
                "OPTIONS  SIP/2.0",
                "SIP/2.0",
                "SIP/2.0 20 OK",
                "SIP/2.0 700 Too far"
            })
    void whatIsNoStartLineIsRefused(String line) {
        String text = OPTIONS.replaceFirst(".*\n", line + "\n") + "\n";
        assertThat(refuse(text).status()).isEqualTo(400);
    }

    @Test
    void whatIsTooLargeIsAnsweredWith513() {
        Reading.Malformed bad = refuse(OPTIONS + "\n" + "x".repeat(70_000));
        assertThat(bad.status()).isEqualTo(513);
        assertThat(Objects.requireNonNull(bad.answer()).reason()).isEqualTo("Message Too Large");
        assertThat(refuse(OPTIONS + "X-Y: z\n".repeat(300) + "\n").status()).isEqualTo(513);
    }

    @Test
    void aFieldThatIsTooLongIsNamed() {
        Reading.Malformed bad = refuse(OPTIONS + "Subject: " + "x".repeat(9_000) + "\n\n");
        assertThat(bad.what()).isEqualTo("Subject");
    }

    @Test
    void aCarriageReturnAloneIsRefused() {
        assertThat(refuse(OPTIONS + "Subject: a\rX: b\n\n").status()).isEqualTo(400);
    }

    @Test
    void aTruncatedMessageIsRefused() {
        byte[] whole = wire(OPTIONS + "\n");
        for (int length = 0; length < whole.length; length++) {
            assertThat(Parser.parse(whole, 0, length)).isInstanceOf(Parsed.Bad.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:a@[2001:db8::1]:5061;transport=tls>;expires=60",
                "\"Smith, John\" <sip:j@example.com>, <tel:+15551234;phone-context=x>",
                "sip:10.0.0.1",
                "<sips:%41lice:pw@host;lr>;+sip.instance=\"<urn:uuid:1>\"",
                "<urn:service:sos>",
                "*",
                "Jürgen <sip:j@example.com>",
                ", <sip:a@b>,, <sip:c@d> ,"
            })
    void contactsOfManyShapesAreTaken(String contact) {
        AllReaders.read(take(OPTIONS + "Contact: " + contact + "\n\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:a@b",
                "\"a <sip:a@b>",
                "<sip:@b>",
                "<sip:a@>",
                "<sip:a@b:99999>",
                "<sip:a@[::1>",
                "sip:a@b?x=y",
                "bob",
                "*, <sip:a@b>",
                "<sip:a@b> <sip:c@d>",
                "<sip:a b@c>",
                "<sip:a@b>;x=\"y"
            })
    void contactsThatAreNoneAreNamed(String contact) {
        assertThat(refuse(OPTIONS + "Contact: " + contact + "\n\n").what()).isEqualTo("Contact");
    }

    @Test
    void bytesThatAreNoTextAreForwardedAsTheyCame() {
        byte[] wire = wire(OPTIONS + "X-Odd: a?b\nSubject: tail\n\n");
        int odd = new String(wire, StandardCharsets.UTF_8).indexOf("a?b") + 1;
        wire[odd] = (byte) 0xe9;
        byte[] out = Writer.write(Parser.parse(wire).orThrow());
        assertThat(new String(out, StandardCharsets.ISO_8859_1)).contains("X-Odd: a\u00e9b\r\n");
    }

    @Test
    void textOfOursGoesOutInUtf8AndNeverAsTwoLines() {
        Response response =
                new Response(
                        400,
                        "Bad\r\nVia: Jürgen",
                        Headers.EMPTY.add(HeaderName.SUBJECT, "Grüße \ud83d\ude00"),
                        Body.text("ü"));
        assertThat(new String(Writer.write(response), StandardCharsets.UTF_8))
                .isEqualTo(
                        "SIP/2.0 400 Bad  Via: Jürgen\r\nSubject: Grüße \ud83d\ude00\r\n"
                                + "Content-Length: 2\r\n\r\nü");
    }

    @Test
    void whatGoesOutIsStrict() {
        String lenient =
                """
                OPTIONS  sip:bob@example.com  SIP/2.0
                v :SIP / 2.0/UDP 192.0.2.1 ;branch=z9hG4bK1
                f:<sip:alice@example.com>;tag=a
                t:
                  sip:bob@example.com
                I: 1
                x-Custom:  as  is
                cseq: 07   OPTIONS
                l: 2

                hi and noise\
                """;
        assertThat(new String(Writer.write(take(lenient)), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        OPTIONS sip:bob@example.com SIP/2.0
                        Via: SIP / 2.0/UDP 192.0.2.1 ;branch=z9hG4bK1
                        From: <sip:alice@example.com>;tag=a
                        To: sip:bob@example.com
                        Call-ID: 1
                        x-Custom: as  is
                        CSeq: 07   OPTIONS
                        Content-Length: 2

                        hi\
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void aMessageTooLargeForAnyLimitIsAnsweredByItsBeginning() {
        byte[] huge = wire(OPTIONS + "X-Pad: 1\n".repeat(200_000) + "Call-ID: 2\n\n");
        Reading.Malformed bad = (Reading.Malformed) Parser.read(huge);
        assertThat(huge.length).isGreaterThan(1 << 20);
        assertThat(bad.status()).isEqualTo(513);
        assertThat(Objects.requireNonNull(bad.answer()).headers().callId())
                .isEqualTo("1@192.0.2.1");
    }

    @Test
    void aMessageAsLargeAsItMayBeIsRead() {
        int most = 1 << 20;
        Parser parser = new Parser(new Parser.Limits(most, 200_000, 8_192));
        String padding = "X-Pad: 12345678\n".repeat((most - 400) / 17);
        byte[] large = wire(OPTIONS.replace("Call-ID", padding + "Call-ID") + "\n");
        byte[] whole = java.util.Arrays.copyOf(large, most);
        Message message = ((Reading.Whole) parser.next(whole)).message();
        assertThat(message.headers().callId()).isEqualTo("1@192.0.2.1");
        assertThat(message.headers().cseq().number()).isEqualTo(7);
    }
}
