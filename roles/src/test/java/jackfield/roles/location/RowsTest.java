package jackfield.roles.location;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.base.Flow;
import jackfield.base.Parsed;
import jackfield.base.Transport;
import jackfield.sip.message.NameAddr;
import jackfield.sip.message.Parser;
import jackfield.sip.message.Request;
import jackfield.sip.message.SipUri;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RowsTest {
    private static final String CONTACT =
            "\"Zoë \\\" <b>\" <sips:a%41:pw@[2001:db8::1]:5061;transport=TLS;x=y?a=b>"
                    + " ; +sip.instance=\"<urn:uuid:5b01>\" ;q=0.7; flag , sip:b@h;ob";
    private static final Flow FLOW =
            new Flow(1, Transport.UDP, Endpoint.ipv4(1, 5060), Endpoint.ipv4(2, 5060));

    private static byte[] register(byte[] contact) {
        byte[] head =
                ("REGISTER sip:h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nTo: <sip:a@h>\r\n"
                                + "From: <sip:a@h>;tag=1\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\n"
                                + "Content-Length: 0\r\nContact: ")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[head.length + contact.length + 4];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(contact, 0, all, head.length, contact.length);
        System.arraycopy("\r\n\r\n".getBytes(StandardCharsets.UTF_8), 0, all, all.length - 4, 4);
        return all;
    }

    /// A row is read again long after its REGISTER was answered: a contact that could be written
    /// and not read would be a stranger's way to stop the shard.
    @Test
    void whateverContactIsTakenIsReadAgain() {
        var random = new SplittableRandom(1);
        byte[] marks = "<>\"\\;,=?@:[]%& \t\0\rü".getBytes(StandardCharsets.UTF_8);
        Rows rows = new Rows();
        rows.reach(1);
        int taken = 0;
        for (int round = 0; round < 60_000; round++) {
            byte[] contact = CONTACT.getBytes(StandardCharsets.UTF_8);
            for (int changes = random.nextInt(5); changes > 0; changes--) {
                contact[random.nextInt(contact.length)] =
                        random.nextBoolean()
                                ? marks[random.nextInt(marks.length)]
                                : (byte) random.nextInt(256);
            }
            if (!(Parser.parse(register(contact)) instanceof Parsed.Ok<?>(Request request))) {
                continue;
            }
            for (NameAddr one : request.headers().contacts()) {
                if (one.uri() instanceof SipUri) {
                    Binding binding =
                            new Binding(
                                    new AddressOfRecord("a", "h"),
                                    one,
                                    one.parameters().get("+sip.instance"),
                                    1,
                                    1000,
                                    1,
                                    FLOW,
                                    List.of(one),
                                    "1",
                                    1,
                                    "");
                    int row = rows.take(binding, FLOW, 0);
                    assertThat(rows.binding(row)).isEqualTo(binding);
                    assertThat(rows.hasKey(row, binding.key())).isTrue();
                    rows.release(row);
                    taken++;
                }
            }
        }
        assertThat(taken).isGreaterThan(20_000);
    }

    @Test
    void numbersAndTextsOfEverySize() {
        PackedText out = new PackedText();
        String text = "ü".repeat(5000);
        out.begin().putTime(Long.MIN_VALUE).putNumber(Long.MAX_VALUE).putNumber(127).putText(text);
        byte[] written = out.putNumber(0).putText("").written();
        assertThat(PackedText.time(written, 0)).isEqualTo(Long.MIN_VALUE);
        PackedText in = new PackedText(written, Long.BYTES);
        assertThat(in.number()).isEqualTo(Long.MAX_VALUE);
        assertThat(in.number()).isEqualTo(127);
        assertThat(in.text()).isEqualTo(text);
        assertThat(in.number()).isZero();
        assertThat(in.text()).isEmpty();
    }
}
